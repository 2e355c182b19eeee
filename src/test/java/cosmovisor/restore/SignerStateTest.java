package cosmovisor.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SignerStateTest {

  private static Optional<SignerState> parse(String text) {
    return SignerState.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aStateIsReadAsCometWritesIt() {
    String file =
        """
        {
          "height": "1234",
          "round": 2,
          "step": 3,
          "signature": "c2lnbmF0dXJl",
          "signbytes": "7B7D"
        }
        """;
    assertThat(parse(file)).contains(new SignerState(1234, 2, 3));
    assertThat(parse("{\"height\":\"0\",\"round\":0,\"step\":0}"))
        .contains(new SignerState(0, 0, 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "{\"height\":\"1\",\"round\":0}",
        "{\"height\":\"-1\",\"round\":0,\"step\":1}",
        "{\"height\":\"1e3\",\"round\":0,\"step\":1}",
        "{\"height\":\"1\",\"round\":-1,\"step\":1}",
        "{\"height\":\"99999999999999999999\",\"round\":0,\"step\":1}",
        "{\"height\":\"12\",\"round\":0,\"st"
      })
  void whatIsNoStateIsNone(String text) {
    assertThat(parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"9,9,9,10,0,0", "10,0,3,10,1,1", "10,1,1,10,1,2"})
  void heightComesBeforeRoundAndRoundBeforeStep(
      long height, long round, long step, long laterHeight, long laterRound, long laterStep) {
    SignerState earlier = new SignerState(height, round, step);
    SignerState later = new SignerState(laterHeight, laterRound, laterStep);

    assertThat(earlier).isLessThan(later);
    assertThat(later).isGreaterThan(earlier).isEqualByComparingTo(later);
  }
}
