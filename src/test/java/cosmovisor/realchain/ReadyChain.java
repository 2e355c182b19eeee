package cosmovisor.realchain;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// A chain that stands a few blocks before an upgrade it has voted for, to be copied as often as
/// somebody wants to see the upgrade: the walk of `docs/simapp-upgrade.md` up to there.
///
/// @param home as the node's operator has it, with the node's in `.simapp`
/// @param height of the upgrade
/// @param rpcPort of the node in each copy
record ReadyChain(Path home, Path image, long height, int rpcPort) {
  /// Blocks between where it stands and the height. Enough for a node to be up before the last one.
  private static final int BLOCKS_BEFORE = 8;

  private static final Duration LIMIT = Duration.ofMinutes(3);

  /// Walks there.
  ///
  /// @param folder an empty one
  static ReadyChain walkedTo(Path folder, Path image) throws Exception {
    SimappWalk walk = new SimappWalk(folder, image);
    walk.build();
    walk.init();
    walk.config();
    walk.choosePorts();
    walk.createKey();
    walk.addGenesisAccount();
    walk.gentx();
    walk.collectGentxs();
    walk.shortenVoting();
    walk.setEnvironment();
    walk.placeGenesisBinary();
    walk.placeUpgradeBinary();
    Process cosmovisor = walk.startCosmovisor();
    try (ChainWitness chain = new ChainWitness(walk.rpcPort())) {
      Patience.await("the first block", LIMIT, () -> chain.seen("v1", 1));
      long height = walk.propose();
      walk.deposit();
      walk.vote();
      Patience.await("the last blocks", LIMIT, () -> chain.seen("v1", height - BLOCKS_BEFORE));
      cosmovisor.destroy(); // SIGTERM
      if (!cosmovisor.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("cosmovisor does not end");
      }
      quicken(walk.daemonHome().resolve("config/config.toml"));
      return new ReadyChain(walk.home(), image, height, walk.rpcPort());
    } finally {
      cosmovisor.destroyForcibly();
    }
  }

  /// From here on nobody has to keep up with the blocks by hand.
  private static void quicken(Path config) throws IOException {
    String text = Files.readString(config);
    String quick = text.replace("timeout_commit = \"500ms\"", "timeout_commit = \"200ms\"");
    if (quick.equals(text)) {
      throw new AssertionError("no timeout_commit of 500ms in " + config);
    }
    Files.writeString(config, quick);
  }

  /// A copy of its own, with its home below `folder`.
  ReadyChain copiedTo(Path folder) throws Exception {
    Path copy = folder.resolve("home");
    Process cp = new ProcessBuilder("cp", "-a", home.toString(), copy.toString()).start();
    if (cp.waitFor() != 0) {
      throw new AssertionError("can't copy " + home);
    }
    return new ReadyChain(copy, image, height, rpcPort);
  }

  Path daemonHome() {
    return home.resolve(".simapp");
  }

  /// What a supervisor of it needs, and nothing else.
  Map<String, String> environment() {
    return new TreeMap<>(
        Map.of(
            "HOME", home.toString(),
            "PATH", System.getenv("PATH"),
            "DAEMON_NAME", "simd",
            "DAEMON_HOME", daemonHome().toString(),
            "DAEMON_SHUTDOWN_GRACE", "10s"));
  }
}
