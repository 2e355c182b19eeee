package cosmovisor.fakechain;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The home of a node of the fake chain, as its operator sees it.
public final class FakeChain {
  /// The binary's name.
  public static final String DAEMON = "simd";

  private final NodeHome home;

  private FakeChain(Path home) {
    this.home = new NodeHome(home);
  }

  /// A new home, with the first version's binary in place, and a chain without a block.
  public static FakeChain create(Path home) throws IOException {
    FakeChain chain = new FakeChain(home.toAbsolutePath());
    Files.createDirectories(chain.home.data());
    Files.writeString(
        chain.home.data().resolve("priv_validator_state.json"),
        "{\"height\":\"0\",\"round\":0,\"step\":0}\n");
    Files.createDirectories(home.resolve("config"));
    Files.writeString(chain.home.appToml(), "form = 'genesis'\n");
    new FakeBinary(AppState.GENESIS).installAt(chain.binary(AppState.GENESIS));
    return chain;
  }

  public Path folder() {
    return home.folder();
  }

  /// Has the chain vote for an upgrade.
  public void vote(Plan plan) throws IOException {
    plan.addTo(home.folder());
  }

  /// Puts a version's binary in its place, as an operator does beforehand.
  public void install(String version) throws IOException {
    new FakeBinary(version).installAt(binary(version));
  }

  /// Where a version's binary belongs.
  public Path binary(String version) {
    String folder = version.equals(AppState.GENESIS) ? version : "upgrades/" + version;
    return root().resolve(folder).resolve("bin").resolve(DAEMON);
  }

  /// The text of the `current` link.
  public String current() throws IOException {
    return Files.readSymbolicLink(root().resolve("current")).toString();
  }

  private Path root() {
    return home.folder().resolve("cosmovisor");
  }

  public ChainData data() {
    return new ChainData(home.data());
  }

  /// All that the witness saw, in its order.
  public List<Sighting> witness() throws IOException {
    return Sighting.in(home.witness());
  }

  /// The backups beside the data, the oldest chain state first.
  public List<Path> backups() throws IOException {
    try (Stream<Path> entries = Files.list(home.folder())) {
      return entries
          .filter(entry -> entry.getFileName().toString().startsWith("data-backup-"))
          .filter(Files::isDirectory)
          .sorted()
          .toList();
    }
  }

  /// The configuration that `pre-upgrade` rewrites.
  public String appToml() throws IOException {
    return Files.readString(home.appToml()).strip();
  }

  /// The port of the running node's RPC.
  public Optional<Integer> rpcPort() throws IOException {
    return Files.exists(home.rpcPort())
        ? Optional.of(Integer.valueOf(Files.readString(home.rpcPort())))
        : Optional.empty();
  }

  /// What cosmovisor and the node have to be told.
  public Map<String, String> environment() {
    return Map.of(
        "DAEMON_HOME", home.folder().toString(),
        "DAEMON_NAME", DAEMON,
        "FAKENODE_HOME", home.folder().toString());
  }

  /// Ends everything that has ever been started for this home and still runs: for the end of a
  /// test, whatever became of it.
  public void endAll() throws IOException {
    for (Sighting sighting : witness()) {
      ProcessHandle.of(sighting.pid())
          .filter(process -> isOurs(process, sighting))
          .ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  /// A number may be somebody else's by now.
  private static boolean isOurs(ProcessHandle process, Sighting sighting) {
    return process
        .info()
        .startInstant()
        .filter(start -> start.isBefore(sighting.time()))
        .isPresent();
  }
}
