package cosmovisor.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NearestTest {
  @ParameterizedTest
  @CsvSource({
    "run,run,0",
    "rn,run,1",
    "runn,run,1",
    "rum,run,1",
    "urn,run,1",
    "'',run,3",
    "start,run,5",
    "confgi,config,1",
    "abc,ca,3"
  })
  void slipsAreLettersTooManyTooFewWrongOrExchanged(String word, String other, int slips) {
    assertThat(Nearest.slips(word, other)).isEqualTo(slips);
    assertThat(Nearest.slips(other, word)).isEqualTo(slips);
  }

  @Test
  void theNearestIsNearOrThereIsNone() {
    List<String> known = List.of("config", "init", "show-upgrade-info");
    assertThat(Nearest.of("confg", known)).contains("config");
    assertThat(Nearest.of("cnfg", known)).isEmpty();
    assertThat(Nearest.of("show-upgrad-inf", known)).contains("show-upgrade-info");
    assertThat(Nearest.of("start", known)).isEmpty();
  }
}
