package cosmovisor.realchain;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import cosmovisor.json.Json.JsonObject;
import cosmovisor.realchain.ChainWitness.Sighting;
import cosmovisor.realchain.NodeWitness.Life;
import cosmovisor.realchain.NodeWitness.Program;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The walk of `docs/simapp-upgrade.md` on a real chain, with the image under test as its
/// `cosmovisor`. Everything it leaves behind, logs included, is below `target/realchain`.
class RealChainIT {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final int BLOCKS_AFTER = 5;
  private static final String GIFT = "345600000";

  private final Path image =
      Path.of(System.getProperty("cosmovisor.image", "target/cosmovisor")).toAbsolutePath();
  private final SimappWalk walk;
  private final ChainWitness chain;
  private final NodeWitness nodes;
  private @Nullable Process cosmovisor;

  RealChainIT() throws IOException {
    walk = new SimappWalk(emptied(Path.of("target/realchain").toAbsolutePath()), image);
    chain = new ChainWitness(walk.rpcPort());
    nodes = new NodeWitness(walk.home());
  }

  @Test
  void aNodeIsCarriedThroughAVotedUpgradeAtExactlyItsHeight() throws Exception {
    assertThat(image.resolve("bin/cosmovisor")).as("the image: ./mvnw package").isExecutable();
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
    Process running = walk.startCosmovisor();
    cosmovisor = running;
    awaitBlock(running, "v1", 1);
    long height = walk.propose();
    walk.deposit();
    walk.vote();
    Sighting atEnd = awaitBlock(running, "v2", height + BLOCKS_AFTER);

    theDocumentShowsTheUpgrade();
    switchedAtExactly(height);
    theHandlerRanAt(height);
    theCurrentLinkLeadsToTheUpgrade();
    theBackupHoldsTheDataOfV1();
    cosmovisorEndsOnRequest(running);
    nothingRuns();
    neverTwoNodesAtOnce();
    eachVersionStartedOnce();
    assertThat(walk.left()).as("blocks of the document that nobody ran").isEmpty();
    tell(height, atEnd);
  }

  private Sighting awaitBlock(Process running, String version, long height) throws Exception {
    return Patience.await(
        "block %d of %s; see %s".formatted(height, version, walk.log()),
        LIMIT,
        () -> {
          assertThat(running.isAlive()).as("cosmovisor runs; see %s", walk.log()).isTrue();
          return chain.seen(version, height);
        });
  }

  private void theDocumentShowsTheUpgrade() throws Exception {
    assertThat(walk.lookAround())
        .startsWith("upgrades/test1\nv2\n")
        .contains(GIFT)
        .contains(walk.daemonHome() + "/data-backup-");
  }

  private void switchedAtExactly(long height) {
    assertThat(chain.sightings()).extracting(Sighting::version).isSorted();
    assertThat(heightsOf("v1").getLast()).as("v1 stops before it").isEqualTo(height - 1);
    assertThat(heightsOf("v2").getFirst()).as("v2 executes it").isGreaterThanOrEqualTo(height);
    assertThat(chain.awake()).as("the chain's witness looked to the end").isTrue();
    JsonObject sync = chain.ask("/status").flatMap(s -> s.object("sync_info")).orElseThrow();
    assertThat(Long.parseLong(sync.text("latest_block_height").orElseThrow()))
        .isGreaterThanOrEqualTo(height + BLOCKS_AFTER);
  }

  private void theHandlerRanAt(long height) throws Exception {
    // No log is asked: the state of each height says in which block it ran.
    assertThat(walk.balanceAt(height - 1)).doesNotContain(GIFT);
    assertThat(walk.balanceAt(height)).contains(GIFT);
  }

  private void theCurrentLinkLeadsToTheUpgrade() throws IOException {
    assertThat(Files.readSymbolicLink(walk.daemonHome().resolve("cosmovisor/current")))
        .hasToString("upgrades/test1");
  }

  private void theBackupHoldsTheDataOfV1() throws IOException {
    assertThat(backup()).asString().matches(".*/data-backup-\\d{4}-[1-9]\\d?-[1-9]\\d?");
    assertThat(backup().resolve("application.db")).isNotEmptyDirectory();
    assertThat(backup().resolve("upgrade-info.json")).isNotEmptyFile();
  }

  private Path backup() throws IOException {
    try (Stream<Path> files = Files.list(walk.daemonHome())) {
      List<Path> backups =
          files.filter(file -> file.getFileName().toString().startsWith("data-backup-")).toList();
      assertThat(backups).hasSize(1);
      return backups.getFirst();
    }
  }

  private static void cosmovisorEndsOnRequest(Process running) throws InterruptedException {
    assertThat(running.isAlive()).as("cosmovisor still runs").isTrue();
    running.destroy(); // SIGTERM
    assertThat(running.waitFor(30, TimeUnit.SECONDS)).as("it ends on SIGTERM").isTrue();
    assertThat(running.exitValue()).as("the node ended with 0, so does cosmovisor").isZero();
  }

  private void nothingRuns() {
    assertThat(nodes.present()).as("programs left behind").isEmpty();
    assertThat(chain.ask("/status")).as("an answer at the node's port").isEmpty();
  }

  private void neverTwoNodesAtOnce() {
    assertThat(nodes.crowds()).as("looks that saw two nodes").isEmpty();
    assertThat(nodeLives()).as("nodes in all").hasSize(2);
    assertThat(nodes.awake()).as("the nodes' witness looked to the end").isTrue();
  }

  private void eachVersionStartedOnce() throws IOException {
    // Latin-1 reads anything: what the node writes between is not at issue.
    try (Stream<String> lines = Files.lines(walk.log(), ISO_8859_1)) {
      assertThat(lines.filter(line -> line.contains("running app")))
          .satisfiesExactly(
              first -> assertThat(first).contains("cosmovisor/genesis/bin/simd"),
              second -> assertThat(second).contains("cosmovisor/upgrades/test1/bin/simd"));
    }
  }

  private void tell(long height, Sighting atEnd) throws Exception {
    Sighting last = chain.seen("v1", height - 1).orElseThrow();
    Sighting first = chain.seen("v2", height).orElseThrow();
    Duration down = Duration.between(last.time(), first.time());
    Duration empty = Duration.between(nodeLives().getFirst().last(), nodeLives().getLast().first());
    say("image", image + " (" + walk.cosmovisorVersion() + ")");
    say("upgrade", "test1 at height " + height);
    say("v1, last block", last.height() + " at " + last.time());
    say("v2, first seen", first.height() + " at " + first.time());
    say("downtime", down.toMillis() + " ms, of which no node " + empty.toMillis() + " ms");
    say("v2, at the end", atEnd.height() + " at " + atEnd.time());
    say("backup", backup().getFileName().toString());
    nodes.lives().forEach(life -> say("ran", describe(life.program())));
  }

  private String describe(Program program) {
    return "%d %s %s"
        .formatted(program.pid(), walk.home().relativize(program.file()), program.action());
  }

  private static void say(String what, String text) {
    System.out.printf("realchain: %-15s %s%n", what, text);
  }

  private List<Long> heightsOf(String version) {
    return chain.sightings().stream()
        .filter(sighting -> sighting.version().equals(version))
        .map(Sighting::height)
        .toList();
  }

  private List<Life> nodeLives() {
    return nodes.lives().stream().filter(life -> life.program().node()).toList();
  }

  @AfterEach
  void leaveNothingRunning() {
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
