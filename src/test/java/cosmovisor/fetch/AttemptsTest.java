package cosmovisor.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttemptsTest {

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 2", "3, 4", "4, 8", "5, 16", "6, 30", "60, 30"})
  void pausesDoubleUpToTheLongestAndAreCutShortByUpToHalf(int tried, int fullSeconds) {
    var limits = FetchWorld.SMALL;
    for (int seed = 0; seed < 50; seed++) {
      var attempts =
          new Attempts(limits.retries(), _ -> {}, new Random(seed), new Watchdog(limits.times()));
      assertThat(attempts.pauseAfter(tried))
          .isBetween(Duration.ofMillis(fullSeconds * 500L), Duration.ofSeconds(fullSeconds));
    }
  }

  @Test
  void twoNodesDoNotComeBackAtTheSameMoment() {
    var limits = FetchWorld.SMALL;
    var watchdog = new Watchdog(limits.times());
    var one = new Attempts(limits.retries(), _ -> {}, new Random(1), watchdog);
    var other = new Attempts(limits.retries(), _ -> {}, new Random(2), watchdog);
    assertThat(one.pauseAfter(1)).isNotEqualTo(other.pauseAfter(1));
  }
}
