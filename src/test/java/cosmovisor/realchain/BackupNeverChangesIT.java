package cosmovisor.realchain;

import cosmovisor.os.posix.Posix;
import cosmovisor.realchain.EngineRound.Seen;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A backup by links shares its tables with a database that goes on. That the database never writes
/// to them is shown with real ones, killed where it hurts. A few rounds in every run; as many as
/// one likes by
///
/// ```
/// ./mvnw verify -DskipUnitTests -Prealchain -Dit.test=BackupNeverChangesIT -Drounds=1000
/// ```
///
/// A failure names the seed of its round; `-Drounds.seed=N` begins with it.
/// `-Drounds.folder=/dev/shm` makes it quick.
class BackupNeverChangesIT {
  private static final int SAMPLE = 25;

  private final int rounds = number("rounds").map(Long::intValue).orElse(SAMPLE);
  private final long firstSeed = number("rounds.seed").orElse(new Random().nextLong(1_000_000));

  private static Optional<Long> number(String property) {
    return Optional.ofNullable(System.getProperty(property)).map(Long::valueOf);
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void noLinkedTableIsWrittenToWhateverBecomesOfItsDatabase(Engine engine) throws Exception {
    Path programs = Files.createDirectories(Path.of("target/engines").toAbsolutePath());
    Engine.build(programs);
    Seen sum = new Seen(0, 0, 0);
    for (long seed = firstSeed; seed < firstSeed + rounds; seed++) {
      sum = sum.plus(round(engine, programs, seed));
    }
    System.out.printf(
        "engines: %s, %d rounds from seed %d: %,d tables linked, none changed; %,d not linked, of"
            + " which %,d were written to%n",
        engine, rounds, firstSeed, sum.linked(), sum.copied(), sum.overwritten());
  }

  private static Seen round(Engine engine, Path programs, long seed) throws Exception {
    Path folder = Path.of(System.getProperty("rounds.folder", "target/engines")).toAbsolutePath();
    Path home = Files.createTempDirectory(folder, "round");
    EngineRound round = new EngineRound(engine, programs, home, seed);
    try {
      Seen seen = round.run();
      new Posix().disk().remove(home);
      return seen;
    } catch (AssertionError | Exception wrong) {
      throw new AssertionError("seed %d in %s: %s".formatted(seed, home, round), wrong);
    }
  }
}
