package cosmovisor.realchain;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import cosmovisor.realchain.ChainWitness.Sighting;
import cosmovisor.realchain.NodeWitness.Program;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A chain set up by the blocks of the walk, with gRPC on, for upgrades that are not the walk's.
final class RehearsedChain implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(4);

  private final Path folder;
  private final Path image =
      Path.of(System.getProperty("cosmovisor.image", "target/cosmovisor")).toAbsolutePath();
  private final SimappWalk walk;
  private final ChainWitness chain;
  private final NodeWitness nodes;
  private @Nullable Process cosmovisor;

  /// @param name of a folder below `target`, emptied
  RehearsedChain(String name) throws IOException {
    folder = emptied(Path.of("target", name).toAbsolutePath());
    walk = new SimappWalk(folder, image);
    chain = new ChainWitness(walk.rpcPort());
    nodes = new NodeWitness(walk.home());
  }

  /// Everything before the start; v1 is genesis.
  void setUp() throws Exception {
    setUp(new Besides() {});
  }

  /// What somebody else does while the chain is set up.
  interface Besides {
    /// There are accounts, and no validators.
    default void accountsAreThere() throws Exception {}

    /// The validator has declared itself.
    default void validatorIsThere() throws Exception {}

    /// All but the genesis is set.
    default void genesisIsThere() throws Exception {}
  }

  void setUp(Besides besides) throws Exception {
    assertThat(image.resolve("bin/cosmovisor")).as("the image: ./mvnw package").isExecutable();
    walk.build();
    walk.init();
    walk.config();
    walk.choosePorts();
    int grpc = SimappWalk.freePort();
    run("simd config set app grpc.enable true");
    run("simd config set app grpc.address 127.0.0.1:" + grpc);
    walk.createKey();
    walk.addGenesisAccount();
    besides.accountsAreThere();
    walk.gentx();
    besides.validatorIsThere();
    walk.collectGentxs();
    walk.shortenVoting();
    besides.genesisIsThere();
    walk.setEnvironment();
    run("export UNSAFE_SKIP_BACKUP=true COSMOVISOR_TIMEFORMAT_LOGS=rfc3339");
    run("export GRPC=127.0.0.1:" + grpc + " BINARIES=\"$PWD/target/simapp\"");
    walk.placeGenesisBinary();
  }

  void placeUpgradeBinary() throws Exception {
    walk.placeUpgradeBinary();
  }

  /// @param placed whether the binary of the voted upgrade needs no download
  void start(boolean placed) throws Exception {
    if (!placed) {
      run("export DAEMON_ALLOW_DOWNLOAD_BINARIES=true");
    }
    cosmovisor = walk.start();
  }

  /// Starts cosmovisor again, by this command.
  void startAgain(String command) throws Exception {
    cosmovisor = walk.startBeside(command);
  }

  String run(String command) throws Exception {
    return walk.runBeside(command);
  }

  Path daemonHome() {
    return walk.daemonHome();
  }

  /// The last height that was seen.
  long height() {
    return chain.sightings().getLast().height();
  }

  Sighting await(String version, long height) throws Exception {
    Process running = Objects.requireNonNull(cosmovisor);
    return Patience.await(
        "block %d of %s; see %s".formatted(height, version, walk.log()),
        LIMIT,
        () -> {
          assertThat(running.isAlive()).as("cosmovisor runs; see %s", walk.log()).isTrue();
          return chain.seen(version, height);
        });
  }

  /// Has the chain vote for the upgrade `test1`.
  ///
  /// @return its height
  long vote(String info) throws Exception {
    run("export UPGRADE_INFO='" + info + "'");
    return walk.voteFor("--upgrade-info \"$UPGRADE_INFO\"");
  }

  Path binary(String version) {
    return Path.of("target/simapp", version, "simd").toAbsolutePath();
  }

  /// Puts a version where a plan may say that it is.
  void publish(String version) throws IOException {
    Files.copy(binary(version), folder.resolve("published"));
  }

  String published() {
    return "file://" + folder.resolve("published");
  }

  String current() throws IOException {
    return Files.readSymbolicLink(walk.daemonHome().resolve("cosmovisor/current")).toString();
  }

  String schedule() throws IOException {
    return Files.readString(walk.daemonHome().resolve("data/upgrade-info.json.batch")).strip();
  }

  /// The versions that were seen, in the order of time, each stay once.
  List<String> versions() {
    return chain.sightings().stream()
        .map(Sighting::version)
        .filter(version -> !version.isEmpty())
        .reduce(
            List.<String>of(),
            (seen, next) ->
                !seen.isEmpty() && seen.getLast().equals(next)
                    ? seen
                    : Stream.concat(seen.stream(), Stream.of(next)).toList(),
            (one, _) -> one);
  }

  /// The one version ran up to this height or a little above it, and never below it the other; no
  /// block was executed twice or left out.
  void switchedOnce(String from, String to, long height) {
    List<Long> before = ScheduledUpgradeIT.heights(chain.sightings(), from);
    List<Long> after = ScheduledUpgradeIT.heights(chain.sightings(), to);
    assertThat(before.getLast()).as("%s has committed it", from).isGreaterThanOrEqualTo(height);
    assertThat(after.getFirst())
        .as("%s goes on from there", to)
        .isGreaterThanOrEqualTo(before.getLast());
    assertThat(after).isSorted();
    assertThat(chain.awake()).as("the chain's witness looked to the end").isTrue();
  }

  void neverTwoNodesAtOnce(int lives) {
    assertThat(nodes.crowds()).as("looks that saw two nodes").isEmpty();
    assertThat(nodes.lives().stream().filter(life -> life.program().node()))
        .as("nodes in all")
        .hasSize(lives);
    assertThat(nodes.awake()).as("the nodes' witness looked to the end").isTrue();
  }

  /// Asks cosmovisor to stop, and waits.
  void end() throws InterruptedException {
    Process running = Objects.requireNonNull(cosmovisor);
    running.destroy(); // SIGTERM
    assertThat(running.waitFor(30, TimeUnit.SECONDS)).as("it ends on SIGTERM").isTrue();
    assertThat(running.exitValue()).isZero();
    assertThat(nodes.present()).as("programs left behind").isEmpty();
  }

  void tell() throws IOException {
    List<Sighting> seen = chain.sightings();
    versions().stream()
        .filter(version -> !version.isEmpty())
        .forEach(
            version -> {
              List<Long> heights = ScheduledUpgradeIT.heights(seen, version);
              System.out.printf(
                  "realchain: %-9s seen from %d to %d%n",
                  version, heights.getFirst(), heights.getLast());
            });
    try (Stream<String> lines = Files.lines(walk.log(), ISO_8859_1)) {
      lines
          .filter(line -> line.contains("module=cosmovisor"))
          .forEach(line -> System.out.println("realchain: " + line));
    }
  }

  @Override
  public void close() {
    if (cosmovisor != null) {
      cosmovisor.destroyForcibly();
    }
    for (Program program : nodes.present()) {
      ProcessHandle.of(program.pid()).ifPresent(ProcessHandle::destroyForcibly);
    }
    chain.close();
    nodes.close();
  }

  private static Path emptied(Path folder) throws IOException {
    Files.createDirectories(folder);
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    }
    return Files.createDirectory(folder);
  }
}
