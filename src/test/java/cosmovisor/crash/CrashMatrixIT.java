package cosmovisor.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/// An upgrade with a fault at any system call goes on at the next start. Some points in every
/// build; all of them, into `docs/CRASH_MATRIX.md`, by
///
/// ```
/// ./mvnw verify -DskipUnitTests -Dit.test=CrashMatrixIT -Dcrash.all
/// ```
///
/// The homes of trials in which something was wrong stay below `target/crash`.
final class CrashMatrixIT {
  private static final Path FOLDER = Path.of("target/crash").toAbsolutePath();

  @BeforeEach
  void straceIsThere() {
    Optional<String> problem = Strace.problem();
    if (problem.isPresent() && System.getenv("CI") != null) {
      throw new AssertionError(problem.get());
    }
    problem.ifPresent(why -> abort("no crash matrix: " + why));
  }

  @Test
  @DisabledIfSystemProperty(named = "crash.all", matches = ".*")
  void someOfThePointsRecover() throws Exception {
    try (Matrix matrix = new Matrix(emptied(FOLDER))) {
      List<Outcome> outcomes = new ArrayList<>();
      outcomes.addAll(
          matrix.outcomes(Variant.STAYS, Matrix.spread(matrix.kills(Variant.STAYS), 8)));
      outcomes.addAll(
          matrix.outcomes(Variant.STAYS, Matrix.spread(matrix.failures(Variant.STAYS), 5)));
      outcomes.addAll(
          matrix.outcomes(
              Variant.IGNORES_TERM, Matrix.spread(matrix.kills(Variant.IGNORES_TERM), 3)));
      outcomes.addAll(
          matrix.outcomes(
              Variant.FETCHES_BY_WORKER,
              Matrix.spread(matrix.kills(Variant.FETCHES_BY_WORKER), 3)));
      assertRecovered(outcomes);
      assertThat(outcomes).as("points").hasSizeGreaterThanOrEqualTo(12);
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "crash.all", matches = ".*")
  void everyPointRecovers() throws Exception {
    try (Matrix matrix = new Matrix(emptied(FOLDER))) {
      List<Outcome> outcomes = new ArrayList<>();
      for (Variant variant : Variant.values()) {
        outcomes.addAll(matrix.outcomes(variant, matrix.allKills(variant)));
      }
      outcomes.addAll(matrix.outcomes(Variant.STAYS, matrix.failures(Variant.STAYS)));
      Files.writeString(Path.of("docs/CRASH_MATRIX.md"), new MatrixPage(outcomes).text());
      assertRecovered(outcomes);
    }
  }

  private static void assertRecovered(List<Outcome> outcomes) {
    assertThat(outcomes.stream().filter(outcome -> !outcome.recovered())).as("wrong").isEmpty();
  }

  private static Path emptied(Path folder) throws IOException {
    Files.createDirectories(folder);
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    }
    return Files.createDirectory(folder);
  }
}
