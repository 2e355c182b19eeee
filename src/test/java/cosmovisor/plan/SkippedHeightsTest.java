package cosmovisor.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SkippedHeightsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "start | ''",
        "start --unsafe-skip-upgrades | ''",
        "start --unsafe-skip-upgrades 10 | 10",
        "start --unsafe-skip-upgrades 10 20 | 10 20",
        "start --unsafe-skip-upgrades 10 20 --abcd 34 | 10 20",
        "start --unsafe-skip-upgrades 10 as 20 | 10 20",
        "start --unsafe-skip-upgrades=20 --x | 20",
        "start --unsafe-skip-upgrades=5,6 | 5 6",
        "start --unsafe-skip-upgrades 5,6 | 5 6",
        "start --unsafe-skip-upgrades=5 --unsafe-skip-upgrades 6 | 5 6",
        "start --unsafe-skip-upgrades=[5,6] | 5 6",
        "start --unsafe-skip-upgrades -5 6 | ''",
        "start --unsafe-skip-upgrades=x | ''",
        "start --unsafe-skip-upgradesx=5 | ''",
      })
  void everyFormThatANodeAcceptsIsUnderstood(String arguments, String heights) {
    Set<Long> expected =
        Arrays.stream(heights.split(" ", -1))
            .filter(text -> !text.isEmpty())
            .map(Long::valueOf)
            .collect(Collectors.toSet());
    assertThat(SkippedHeights.of(Arrays.asList(arguments.split(" ", -1)))).isEqualTo(expected);
  }
}
