package cosmovisor.realchain;

import static org.assertj.core.api.Assertions.assertThat;

import cosmovisor.realchain.KillRound.Result;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The real chain is killed at random moments around its upgrade: the supervisor, the node, or
/// both. Three rounds in every run; thirty, told in `docs/KILL_SWEEP.md`, by
///
/// ```
/// ./mvnw verify -DskipUnitTests -Prealchain -Dit.test=KillSweepIT -Dkills=30
/// ```
///
/// A failure names the seed; `-Dkills.seed=N` draws the same moments again. Logs and homes are
/// below `target/killsweep`.
class KillSweepIT {
  private static final int SAMPLE = 3;
  private static final List<Victim> VICTIMS = List.of(Victim.values());

  /// From the block before the old version's last to well behind the new version's first.
  private static final Duration WINDOW = Duration.ofMillis(2500);

  private final Path image =
      Path.of(System.getProperty("cosmovisor.image", "target/cosmovisor")).toAbsolutePath();
  private final Optional<Integer> wanted =
      Optional.ofNullable(System.getProperty("kills")).map(Integer::valueOf);
  private final long seed =
      Optional.ofNullable(System.getProperty("kills.seed"))
          .map(Long::valueOf)
          .orElseGet(() -> new Random().nextLong(1_000_000));

  @Test
  void aChainThatIsKilledAroundItsUpgradeGoesOnAndSignsOnce() throws Exception {
    Path folder = emptied(Path.of("target/killsweep").toAbsolutePath());
    assertThat(image.resolve("bin/cosmovisor")).as("the image: ./mvnw package").isExecutable();
    System.out.println("killsweep: seed " + seed);
    ReadyChain ready = ReadyChain.walkedTo(Files.createDirectory(folder.resolve("walk")), image);
    Random random = new Random(seed);
    List<Result> results = new ArrayList<>();
    for (int i = 0; i < wanted.orElse(SAMPLE); i++) {
      Victim victim = VICTIMS.get(i % VICTIMS.size());
      Duration moment = Duration.ofMillis(random.nextLong(WINDOW.toMillis()));
      Path own = Files.createDirectory(folder.resolve("round" + (i + 1)));
      try (KillRound round = new KillRound(ready.copiedTo(own), own)) {
        Result result = round.kill(victim, moment);
        System.out.println("killsweep: " + (i + 1) + ": " + result);
        results.add(result);
      } catch (AssertionError wrong) {
        throw new AssertionError(
            "round %d of seed %d: %s at %s".formatted(i + 1, seed, victim, moment), wrong);
      }
    }
    if (wanted.isPresent()) {
      Files.writeString(Path.of("docs/KILL_SWEEP.md"), new SweepPage(seed, results).text());
    }
  }

  private static Path emptied(Path folder) throws IOException {
    Files.createDirectories(folder);
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    }
    return Files.createDirectory(folder);
  }
}
