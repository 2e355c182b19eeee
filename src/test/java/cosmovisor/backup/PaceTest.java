package cosmovisor.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PaceTest {
  private Instant now = Instant.EPOCH;
  private final List<Pace.Told> told = new ArrayList<>();
  private int counted;

  private Pace pace(long total) {
    return new Pace(
        () -> now,
        () -> {
          counted++;
          return total;
        },
        told::add);
  }

  private void pass(long millis) {
    now = now.plusMillis(millis);
  }

  @Test
  void whatIsDoneWithinASecondIsNotToldOfAndNotCounted() {
    Pace pace = pace(100);
    pass(999);
    pace.more(100);
    assertThat(told).isEmpty();
    assertThat(counted).isZero();
  }

  @Test
  void itIsToldAfterASecondAndThenEveryFive() {
    Pace pace = pace(1000);
    for (int i = 0; i < 12; i++) {
      pass(1000);
      pace.more(10);
    }
    assertThat(told).extracting(Pace.Told::done).containsExactly(10L, 60L, 110L);
    assertThat(counted).isEqualTo(1);
  }

  @Test
  void rateAndTimeLeftAreThoseSinceTheBeginning() {
    Pace pace = pace(1000);
    pass(2000);
    pace.at(200);
    assertThat(told)
        .containsExactly(new Pace.Told(200, 1000, 100, Optional.of(Duration.ofSeconds(8))));
  }

  @Test
  void withoutAWholeNobodySaysHowLong() {
    Pace pace = pace(0);
    pass(1500);
    pace.at(300);
    pace.at(200); // threads overtake each other
    pass(5000);
    pace.at(299);
    assertThat(told).extracting(Pace.Told::done).containsExactly(300L, 300L);
    assertThat(told).extracting(Pace.Told::left).containsOnly(Optional.empty());
  }

  @Test
  void theFirstSmallFilesDoNotSayHowLong() {
    Pace pace = pace(100_000);
    pass(1000);
    pace.at(999);
    pass(5000);
    pace.at(1000);
    assertThat(told)
        .extracting(Pace.Told::left)
        .containsExactly(Optional.empty(), Optional.of(Duration.ofSeconds(596)));
  }

  @Test
  void aClockThatIsSetBackSaysNothingForAWhile() {
    Pace pace = pace(1000);
    pass(-60_000);
    pace.at(10);
    pass(61_000);
    pace.at(20);
    assertThat(told).extracting(Pace.Told::perSecond).containsExactly(20L);
  }
}
