package cosmovisor.realchain;

import static org.assertj.core.api.Assertions.assertThat;

import cosmovisor.json.Json;
import cosmovisor.json.Json.JsonArray;
import cosmovisor.json.Json.JsonObject;
import cosmovisor.realchain.ChainWitness.Sighting;
import cosmovisor.realchain.NodeWitness.Program;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// One life of a chain through its upgrade, with one kill in it.
final class KillRound implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final int BLOCKS_BEFORE = 2;
  private static final int BLOCKS_AFTER = 4;
  private static final int MOST_STARTS = 5;
  private static final long PRECOMMIT = 3;
  private static final String GIFT = "\"345600000\"";

  private final ReadyChain ready;
  private final File log;
  private final ChainWitness chain;
  private final NodeWitness nodes;
  private final SignatureWitness signatures;
  private Process supervisor;
  private int starts;
  private String lastEnd = "";

  /// @param ready this round's own copy
  KillRound(ReadyChain ready, Path folder) throws IOException {
    this.ready = ready;
    this.log = folder.resolve("cosmovisor.log").toFile();
    this.chain = new ChainWitness(ready.rpcPort());
    this.nodes = new NodeWitness(ready.home());
    this.signatures = new SignatureWitness(ready.daemonHome().resolve("data"));
    this.supervisor = start();
  }

  /// What came of it.
  ///
  /// @param moment after the block before the last of the old version
  /// @param doing what the node was about when it was killed
  /// @param starts after the first
  /// @param standstill the longest time without a new block
  record Result(
      Victim victim, Duration moment, String doing, String end, int starts, Duration standstill) {}

  private Process start() throws IOException {
    return program(ready.image().resolve("bin/cosmovisor"), "run", "start")
        .redirectErrorStream(true)
        .redirectOutput(Redirect.appendTo(log))
        .start();
  }

  private ProcessBuilder program(Path file, String... arguments) {
    var builder =
        new ProcessBuilder(
            Stream.concat(Stream.of(file.toString()), Stream.of(arguments)).toList());
    builder.environment().clear();
    builder.environment().putAll(ready.environment());
    return builder.redirectInput(new File("/dev/null"));
  }

  /// Kills at this moment, and sees the chain through.
  Result kill(Victim victim, Duration moment) throws Exception {
    Patience.await(
        "the blocks before the height; see " + log,
        LIMIT,
        () -> chain.seen("v1", ready.height() - BLOCKS_BEFORE));
    Thread.sleep(moment);
    String doing = doing();
    long before = lastHeight();
    strike(victim);
    Instant killed = Instant.now();
    long goal = Math.max(ready.height() + BLOCKS_AFTER, before + BLOCKS_AFTER);
    carryOnTo(goal);
    allIsWell();
    endOnRequest();
    return new Result(victim, moment, doing, lastEnd, starts, standstillAfter(killed));
  }

  private long lastHeight() {
    return chain.sightings().getLast().height();
  }

  /// The longest time without a new block that was not over before the kill.
  private Duration standstillAfter(Instant killed) {
    List<Sighting> seen = chain.sightings();
    return IntStream.range(1, seen.size())
        .filter(i -> seen.get(i).time().isAfter(killed))
        .mapToObj(i -> Duration.between(seen.get(i - 1).time(), seen.get(i).time()))
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }

  /// What goes on at this moment, as far as can be seen from outside.
  private String doing() throws IOException {
    Optional<Path> node =
        nodes.present().stream().filter(Program::node).map(Program::file).findFirst();
    boolean told = Files.exists(ready.daemonHome().resolve("data/upgrade-info.json"));
    if (node.isEmpty()) {
      return "no node runs, current leads to " + current();
    }
    if (node.get().toString().contains("/genesis/")) {
      return told ? "v1 stands at the height" : "v1 makes blocks";
    }
    return lastHeight() >= ready.height() ? "v2 makes blocks" : "v2 starts";
  }

  private Path current() throws IOException {
    return Files.readSymbolicLink(ready.daemonHome().resolve("cosmovisor/current"));
  }

  /// Where no node runs, the next one is killed as soon as it is there.
  private void strike(Victim victim) throws Exception {
    if (victim.supervisor()) {
      supervisor.destroyForcibly();
    }
    if (victim == Victim.NODE) {
      Patience.await("a node to kill", LIMIT, this::killedNode);
    } else if (victim.node()) {
      killedNode();
    }
  }

  private Optional<Program> killedNode() {
    Optional<Program> node = nodes.present().stream().filter(Program::node).findFirst();
    node.flatMap(program -> ProcessHandle.of(program.pid()))
        .ifPresent(ProcessHandle::destroyForcibly);
    return node;
  }

  /// Starts the supervisor at each of its ends, at once, until the new version is well behind.
  private void carryOnTo(long goal) throws Exception {
    Patience.await(
        "height %d of v2; see %s".formatted(goal, log),
        LIMIT,
        () -> {
          if (!supervisor.isAlive()) {
            lastEnd = lastEnd.isEmpty() ? Integer.toString(supervisor.exitValue()) : lastEnd;
            currentLeadsToABinary();
            starts++;
            assertThat(starts).as("starts; see %s", log).isLessThanOrEqualTo(MOST_STARTS);
            supervisor = start();
          }
          return chain.seen("v2", goal);
        });
  }

  private void currentLeadsToABinary() {
    assertThat(ready.daemonHome().resolve("cosmovisor/current/bin/simd")).isExecutable();
  }

  private void allIsWell() throws Exception {
    assertThat(nodes.crowds()).as("looks that saw two nodes; see %s", log).isEmpty();
    assertThat(nodes.awake() && chain.awake() && signatures.awake()).as("all watched").isTrue();
    assertThat(signatures.contradictions()).as("signed twice; see %s", log).isEmpty();
    assertThat(signatures.count()).as("signatures seen").isGreaterThan(BLOCKS_AFTER);
    rightVersionAtEachHeight();
    oneSignaturePerHeight();
    theHandlerRanOnce();
    assertThat(current()).hasToString("upgrades/test1");
    oneBackup();
    assertThat(Files.readString(log.toPath(), StandardCharsets.ISO_8859_1))
        .doesNotContain("Exception in thread", "\tat cosmovisor");
  }

  private void rightVersionAtEachHeight() {
    assertThat(chain.sightings()).extracting(Sighting::version).isSorted();
    assertThat(chain.sightings())
        .allSatisfy(
            seen ->
                assertThat(seen.height() >= ready.height())
                    .as("%s", seen)
                    .isEqualTo(seen.version().equals("v2")));
  }

  /// The chain's own word: each commit has one signature, and it is the one that the key's file
  /// had.
  private void oneSignaturePerHeight() {
    for (long height = ready.height() - BLOCKS_BEFORE;
        height < ready.height() + BLOCKS_AFTER;
        height++) {
      JsonObject commit = commit(height);
      List<Json> all = items(commit, "signatures");
      assertThat(all).as("at %d", height).hasSize(1);
      String signature = ((JsonObject) all.getFirst()).text("signature").orElseThrow();
      long round = commit.number("round").orElseThrow();
      assertThat(signatures.of(height, round, PRECOMMIT, signature))
          .as("what the key signed at %d", height)
          .isEqualTo(signature);
      assertThat(evidence(height)).as("evidence at %d", height).isEmpty();
    }
  }

  private JsonObject commit(long height) {
    return chain
        .ask("/commit?height=" + height)
        .flatMap(result -> result.object("signed_header"))
        .flatMap(header -> header.object("commit"))
        .orElseThrow();
  }

  private List<Json> evidence(long height) {
    return chain
        .ask("/block?height=" + height)
        .flatMap(result -> result.object("block"))
        .flatMap(block -> block.object("evidence"))
        .map(evidence -> items(evidence, "evidence"))
        .orElseThrow();
  }

  private static List<Json> items(JsonObject object, String name) {
    return object.field(name).orElseThrow() instanceof JsonArray array ? array.items() : List.of();
  }

  private void theHandlerRanOnce() throws Exception {
    Path simd = ready.daemonHome().resolve("cosmovisor/current/bin/simd");
    Process query =
        program(simd, "query", "bank", "balances", SimappWalk.RECEIVER, "--output", "json").start();
    String balances = new String(query.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(query.waitFor()).isZero();
    assertThat(balances).contains(GIFT);
  }

  private void oneBackup() throws IOException {
    try (Stream<Path> files = Files.list(ready.daemonHome())) {
      assertThat(files.filter(file -> file.getFileName().toString().startsWith("data-backup-")))
          .singleElement()
          .satisfies(
              backup -> {
                assertThat(backup.resolve("application.db")).isNotEmptyDirectory();
                assertThat(backup.resolve("upgrade-info.json")).isNotEmptyFile();
              });
    }
  }

  private void endOnRequest() throws Exception {
    supervisor.destroy();
    assertThat(supervisor.waitFor(30, TimeUnit.SECONDS)).as("it ends on SIGTERM").isTrue();
    assertThat(supervisor.exitValue()).isZero();
    assertThat(nodes.present()).as("programs left behind").isEmpty();
  }

  @Override
  public void close() {
    supervisor.destroyForcibly();
    nodes
        .present()
        .forEach(
            program -> ProcessHandle.of(program.pid()).ifPresent(ProcessHandle::destroyForcibly));
    chain.close();
    nodes.close();
    signatures.close();
  }
}
