package cosmovisor.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GoDurationTest {
  @ParameterizedTest
  @CsvSource({
    "0,0",
    "0s,0",
    "1ns,1",
    "1us,1000",
    "1µs,1000",
    "1μs,1000",
    "300ms,300000000",
    "1.5h,5400000000000",
    ".5s,500000000",
    "1m30s,90000000000",
    "+2s,2000000000",
    "-3m,-180000000000",
    "1h0m0.25s,3600250000000"
  })
  void goNotationIsRead(String text, long nanos) {
    assertThat(GoDuration.parse(text)).contains(Duration.ofNanos(nanos));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "5",
        "s",
        "1d",
        "1 s",
        " 1s",
        "1S",
        "1s ",
        ".s",
        "--1s",
        "1e3s",
        "9999999h",
        "2562047h48m",
        "99999999999999999999s",
        "2562048.5h"
      })
  void anythingElseIsNot(String text) {
    assertThat(GoDuration.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0,0s",
    "1,1ns",
    "1500,1.5µs",
    "300000000,300ms",
    "90000000000,1m30s",
    "3600000000000,1h0m0s",
    "5400500000000,1h30m0.5s"
  })
  void durationsArePrintedAsGoPrintsThem(long nanos, String text) {
    assertThat(GoDuration.print(Duration.ofNanos(nanos))).isEqualTo(text);
  }
}
