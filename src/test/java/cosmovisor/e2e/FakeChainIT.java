package cosmovisor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import cosmovisor.fakechain.AppState;
import cosmovisor.fakechain.ChainData;
import cosmovisor.fakechain.FakeBinary;
import cosmovisor.fakechain.FakeChain;
import cosmovisor.fakechain.Pause;
import cosmovisor.fakechain.Personality;
import cosmovisor.fakechain.Plan;
import cosmovisor.fakechain.Sighting;
import cosmovisor.fakechain.Sighting.What;
import cosmovisor.fakechain.SmallServer;
import cosmovisor.fakechain.Supervision;
import cosmovisor.fakechain.TarGz;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The packaged image carries a chain through an upgrade, whatever its nodes are like. What
/// happened is told by the node's own witness.
final class FakeChainIT {
  private static final Path IMAGE =
      Path.of(System.getProperty("cosmovisor.image", "target/cosmovisor")).toAbsolutePath();
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long UPGRADE_HEIGHT = 8;
  private static final long WELL_BEHIND_IT = 12;

  @TempDir private Path folder;
  private FakeChain chain;

  @BeforeEach
  void aChainThatHasVotedForV2() throws Exception {
    chain = FakeChain.create(folder.resolve("home"));
    chain.vote(new Plan("v2", UPGRADE_HEIGHT, ""));
  }

  @AfterEach
  void nothingIsLeftRunning() throws Exception {
    chain.endAll();
  }

  @ParameterizedTest
  @EnumSource
  void aNodeOfEveryPersonalityIsUpgraded(Personality personality) throws Exception {
    chain.install("v2");

    try (Supervision cosmovisor = run(Map.of("FAKENODE_PERSONALITY", personality.name()))) {
      reach(cosmovisor, WELL_BEHIND_IT);
      assertUpgraded();
      cosmovisor.terminate();
      assertThat(cosmovisor.await())
          .isEqualTo(personality == Personality.IGNORE_TERM ? 128 + 9 : 0);
    }
  }

  @Test
  void theBackupWaitsUntilTheDatabaseIsClosed() throws Exception {
    chain.install("v2");

    try (Supervision cosmovisor = run(Map.of("FAKENODE_PERSONALITY", "SLOW_CLOSE"))) {
      reach(cosmovisor, WELL_BEHIND_IT);
      assertThat(new ChainData(chain.backups().getFirst()).closedWell()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"PANIC", "EXIT_0", "TWO_WRITES"})
  void aNodeThatDiesBeforeTheNextPollIsUpgradedAllTheSame(Personality personality)
      throws Exception {
    chain.install("v2");

    try (Supervision cosmovisor =
        run(Map.of("FAKENODE_PERSONALITY", personality.name(), "DAEMON_POLL_INTERVAL", "1h"))) {
      reach(cosmovisor, WELL_BEHIND_IT);
      assertUpgraded();
    }
  }

  @Test
  void theNextStartGoesOnWithTheVersionThatWasSwitchedTo() throws Exception {
    chain.install("v2");
    try (Supervision cosmovisor = run(Map.of())) {
      reach(cosmovisor, WELL_BEHIND_IT);
    }
    long before = chain.data().app().height();

    try (Supervision cosmovisor = run(Map.of())) {
      reach(cosmovisor, before + 3);
    }

    assertThat(versionsThat(What.START)).containsExactly("genesis", "v2", "v2");
    assertThat(chain.backups()).hasSize(1);
  }

  @Test
  void aVersionThatIsNotThereIsFetchedFromWhereThePlanSays() throws Exception {
    byte[] archive =
        new TarGz()
            .file("README.md", "# v3\n")
            .file("LICENSE", "Free for all.\n")
            .file(FakeChain.DAEMON, 0755, new FakeBinary("v3").content())
            .bytes();
    chain.install("v2");

    try (var server = new SmallServer(0, "application/gzip", path -> served(path, archive));
        Supervision cosmovisor = run(Map.of("DAEMON_ALLOW_DOWNLOAD_BINARIES", "true"))) {
      chain.vote(
          Plan.fetched(
              "v3",
              WELL_BEHIND_IT,
              "http://127.0.0.1:%d/simd.tar.gz?checksum=sha256:%s"
                  .formatted(server.port(), FakeBinary.sha256(archive))));
      reach(cosmovisor, WELL_BEHIND_IT + 3);
    }

    assertThat(versionsThat(What.FIRST_BLOCK)).containsExactly("genesis", "v2", "v3");
    assertThat(chain.binary("v3")).hasBinaryContent(new FakeBinary("v3").content());
  }

  private static Optional<byte[]> served(String path, byte[] archive) {
    return path.equals("/simd.tar.gz") ? Optional.of(archive) : Optional.empty();
  }

  private Supervision run(Map<String, String> settings) throws Exception {
    Map<String, String> all = new HashMap<>(settings);
    // Short only where it has to pass: elsewhere a busy machine may need longer to close a node.
    boolean isDeaf = "IGNORE_TERM".equals(settings.get("FAKENODE_PERSONALITY"));
    all.put("DAEMON_SHUTDOWN_GRACE", isDeaf ? "2s" : "1m");
    return Supervision.start(
        IMAGE,
        chain,
        all,
        Redirect.appendTo(folder.resolve("output").toFile()),
        List.of("run", "start", "--block-millis", "50", "--close-millis", "700"));
  }

  /// Waits until the chain has this height.
  private void reach(Supervision cosmovisor, long height) throws Exception {
    Pause.until(
        "height " + height,
        PATIENCE,
        () -> {
          assertThat(cosmovisor.isAlive())
              .withFailMessage(() -> "cosmovisor ended early:\n" + output())
              .isTrue();
          return chain.data().app().height() >= height;
        });
  }

  private void assertUpgraded() throws Exception {
    assertThat(versionsThat(What.DOUBLE)).isEmpty();
    assertThat(versionsThat(What.REFUSED)).isEmpty();
    assertThat(versionsThat(What.START)).containsExactly("genesis", "v2");
    assertThat(chain.data().commits())
        .allSatisfy(
            block ->
                assertThat(block.version())
                    .isEqualTo(block.height() < UPGRADE_HEIGHT ? "genesis" : "v2"));
    assertThat(chain.data().commits()).extracting(Sighting::height).doesNotHaveDuplicates();
    assertThat(chain.current()).isEqualTo("upgrades/v2");
    assertThat(chain.backups())
        .singleElement()
        .satisfies(
            backup ->
                assertThat(new ChainData(backup).app())
                    .isEqualTo(new AppState(UPGRADE_HEIGHT - 1, List.of("genesis"))));
    assertThat(chain.appToml()).isEqualTo("form = 'v2'");
  }

  private List<String> versionsThat(What what) throws Exception {
    return chain.witness().stream()
        .filter(sighting -> sighting.what() == what)
        .map(Sighting::version)
        .toList();
  }

  private String output() {
    try {
      String all = Files.readString(folder.resolve("output"));
      return all.substring(Math.max(0, all.length() - 4000));
    } catch (IOException gone) {
      return "(no output)";
    }
  }
}
