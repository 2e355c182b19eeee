package cosmovisor.plan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class UpgradeInfoTest {
  private static UpgradePlan parse(String text) throws PlanException {
    return UpgradeInfo.parse(text.getBytes(UTF_8));
  }

  @Test
  void aGoodFileIsAcceptedAsItIs() throws PlanException {
    assertThat(parse("{\"name\":\"upgrade1\",\"info\":\"some info\",\"height\":123}"))
        .isEqualTo(new UpgradePlan(new PlanName("upgrade1"), 123, "some info"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"Name\":\"v2\",\"HEIGHT\":5}",
        "{\"name\":\"x\",\"name\":\"v2\",\"height\":5}",
        " {\"name\":\"v2\",\"height\":5,\"more\":[{}]}\n",
        "{\"name\":\"v2\",\"height\":5,\"time\":\"0001-01-01T00:00:00Z\",\"info\":null}",
        "{\"name\":\"v2\",\"height\":5,\"time\":null,\"upgraded_client_state\":null}",
      })
  void whatGoWouldReadIsRead(String text) throws PlanException {
    assertThat(parse(text)).isEqualTo(new UpgradePlan(new PlanName("v2"), 5, ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | name cannot be empty",
        "{\"name\":\"v2\"} | height must be greater than 0",
        "{\"height\":5} | name cannot be empty",
        "{\"name\":\"\",\"height\":5} | name cannot be empty",
        "{\"name\":\"..\",\"height\":5} | name cannot be \"..\"",
        "{\"name\":\"v2\",\"height\":0} | height must be greater than 0",
        "{\"name\":\"v2\",\"height\":-5} | height must be greater than 0",
        "{\"name\":\"v2\",\"height\":\"5\"} | \"height\" is not a whole number",
        "{\"name\":\"v2\",\"height\":5.0} | \"height\" is not a whole number",
        "{\"name\":\"v2\",\"height\":5e2} | \"height\" is not a whole number",
        "{\"name\":\"v2\",\"height\":9223372036854775808} | \"height\" is not a whole number",
        "{\"name\":\"v2\",\"height\":5,\"info\":{}} | \"info\" is not a text",
        "{\"name\":\"v2\",\"height\":5,\"info\":7} | \"info\" is not a text",
        "{\"name\":\"v2\",\"height\":5,\"time\":\"2026-01-01T00:00:00Z\"} | time-based",
        "{\"name\":\"v2\",\"height\":5,\"upgraded_client_state\":{}} | upgraded_client_state",
        "null | not a JSON object",
        "[] | not a JSON object",
        "{\"name\":\"v2\",\"height\":5} x | after top-level value",
        "{\"name\":\"v2\",\"hei | unexpected end of JSON input",
        "`   ` | unexpected end of JSON input",
      })
  void whatIsWrongIsNamed(String text, String problem) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(PlanException.class)
        .hasMessageContaining(problem);
  }

  @Test
  void aMarkOfByteOrderAndBytesThatAreNoTextAreErrors() {
    assertThatThrownBy(() -> parse("\ufeff{\"name\":\"v2\",\"height\":5}"))
        .hasMessageContaining("\\ufeff");
    assertThatThrownBy(() -> UpgradeInfo.parse(new byte[] {'{', (byte) 0xff}))
        .hasMessageContaining("UTF-8");
    assertThatThrownBy(() -> UpgradeInfo.parse(new byte[UpgradeInfo.MAX_BYTES]))
        .hasMessageContaining("larger");
  }

  @Test
  void aVersionsRecordSaysWhoseTheUpgradeWas() throws PlanException {
    UpgradePlan chains = new UpgradePlan(new PlanName("v2"), 5, "some info");
    for (UpgradePlan plan : List.of(chains, chains.scheduled())) {
      byte[] record = UpgradeInfo.render(plan, plan.name());
      assertThat(UpgradeInfo.parseRecord(record)).isEqualTo(plan);
      assertThat(UpgradeInfo.parse(record)).as("a node's file does not").isEqualTo(chains);
    }
  }

  @Test
  void whatIsWrittenIsWhatTheOriginalWrites() {
    UpgradePlan plan = new UpgradePlan(new PlanName("V8-Rho"), 20, "a<b>&\"c\"");
    assertThat(UpgradeInfo.render(plan, plan.name().lowerCased()))
        .asString(UTF_8)
        .isEqualTo(
            "{\"name\":\"v8-rho\",\"time\":\"0001-01-01T00:00:00Z\",\"height\":20,"
                + "\"info\":\"a\\u003cb\\u003e\\u0026\\\"c\\\"\"}");
    assertThat(UpgradeInfo.render(new UpgradePlan(new PlanName("v2"), 5, ""), new PlanName("v2")))
        .asString(UTF_8)
        .isEqualTo("{\"name\":\"v2\",\"time\":\"0001-01-01T00:00:00Z\",\"height\":5}");
  }
}
