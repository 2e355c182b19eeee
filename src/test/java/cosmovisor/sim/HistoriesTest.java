package cosmovisor.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/// Many histories, each from its seed:
///
/// - `./mvnw test -Dtest=HistoriesTest -Dsim.histories=1000000` as many as one likes,
///   `-Dsim.from=N` from another seed on than 0;
/// - `./mvnw test -Dtest=HistoriesTest -Dsim.seed=N` one of them, with all that happens in it.
final class HistoriesTest {
  private static final int FEW = 2_000;
  private static final int MOST_SHOWN = 3;

  @Test
  void noHistoryHurtsAnInvariant() throws InterruptedException {
    long from = Long.getLong("sim.from", 0);
    long count = Long.getLong("sim.histories", FEW);
    List<AssertionError> failures = new ArrayList<>();
    // Strands take turns far quicker with a thread of their own kind.
    Thread.ofVirtual()
        .start(
            () ->
                LongStream.range(from, from + count)
                    .takeWhile(_ -> failures.size() < MOST_SHOWN)
                    .forEach(seed -> tell(seed, failures)))
        .join();
    assertThat(failures).isEmpty();
  }

  private static void tell(long seed, List<AssertionError> failures) {
    try {
      Histories.of(seed);
    } catch (AssertionError failure) {
      failures.add(failure);
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "sim.seed", matches = "\\d+")
  @SuppressWarnings("SystemOut") // whoever asks for one history wants to read it
  void oneHistoryIsShown() {
    long seed = Long.getLong("sim.seed", 0);
    Histories.log(StoryTeller.of(seed), seed).forEach(System.out::println);
    Histories.of(seed);
  }

  @Test
  void aSeedIsAHistory() {
    for (long seed = 0; seed < 20; seed++) {
      Story story = StoryTeller.of(seed);
      assertThat(Histories.log(story, seed)).isEqualTo(Histories.log(StoryTeller.of(seed), seed));
    }
  }
}
