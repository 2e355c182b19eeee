package cosmovisor.plan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class UpgradeBatchTest {
  private static final UpgradePlan V2 = new UpgradePlan(new PlanName("v2"), 100, "");
  private static final UpgradePlan V3 = new UpgradePlan(new PlanName("v3"), 200, "");

  private static UpgradeBatch parse(String text) throws PlanException {
    return UpgradeBatch.parse(text.getBytes(UTF_8));
  }

  @Test
  void whatIsWrittenIsWhatTheOriginalWrites() {
    assertThat(new UpgradeBatch(List.of(V3, V2)).render())
        .asString(UTF_8)
        .isEqualTo(
            """
            [
              {
                "name": "v2",
                "time": "0001-01-01T00:00:00Z",
                "height": 100
              },
              {
                "name": "v3",
                "time": "0001-01-01T00:00:00Z",
                "height": 200
              }
            ]\
            """);
    assertThat(UpgradeBatch.EMPTY.render()).asString(UTF_8).isEqualTo("[]");
  }

  @Test
  void whatIsWrittenIsReadAgain() throws PlanException {
    UpgradePlan told = new UpgradePlan(new PlanName("V 4/é"), 300, "a<b>\n\"c\"");
    UpgradeBatch batch = new UpgradeBatch(List.of(V2, V3, told));
    assertThat(UpgradeBatch.parse(batch.render())).isEqualTo(batch);
  }

  @Test
  void theCompactFormIsReadTooAndSortedByHeight() throws PlanException {
    assertThat(parse("[{\"name\":\"v3\",\"height\":200},{\"Name\":\"v2\",\"HEIGHT\":100}]").plans())
        .containsExactly(V2, V3);
    assertThat(parse("[]")).isEqualTo(UpgradeBatch.EMPTY);
    assertThat(parse("null")).isEqualTo(UpgradeBatch.EMPTY);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | it is not a JSON array",
        "`` | unexpected end of JSON input",
        "[{\"name\":\"v2\",\"height\":5},{\"name\":\"..\",\"height\":6}] | plan 2: name cannot be",
        "[{\"name\":\"v2\",\"height\":0}] | plan 1: height must be greater than 0",
        "[null] | plan 1: it is not a JSON object",
        "[{\"name\":\"v2\",\"hei | unexpected end of JSON input",
      })
  void whatIsWrongIsNamed(String text, String problem) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(PlanException.class)
        .hasMessageContaining(problem);
  }

  @Test
  void aFileOfTheGreatestSizeIsRead() throws PlanException {
    assertThat(parse("[]" + " ".repeat(UpgradeBatch.MAX_BYTES - 2))).isEqualTo(UpgradeBatch.EMPTY);
  }

  @Test
  void anEndlessFileIsRefused() {
    assertThatThrownBy(() -> UpgradeBatch.parse(new byte[UpgradeBatch.MAX_BYTES + 1]))
        .hasMessageContaining("larger");
  }

  @Test
  void aPlanOfTheSameNameIsReplacedOnlyByForce() throws PlanException {
    UpgradeBatch batch = new UpgradeBatch(List.of(V2, V3));
    UpgradePlan later = new UpgradePlan(new PlanName("V2"), 300, "");
    assertThatThrownBy(() -> batch.with(later, false))
        .isInstanceOf(PlanException.class)
        .hasMessage("upgrade with name V2 already exists");
    assertThat(batch.with(later, true).plans()).containsExactly(V3, later);
    assertThat(new UpgradeBatch(List.of(V3)).with(V2, false).plans()).containsExactly(V2, V3);
  }

  @Test
  void aPlanIsTakenOffByItsName() {
    assertThat(new UpgradeBatch(List.of(V2, V3)).without(V2).plans()).containsExactly(V3);
    assertThat(UpgradeBatch.EMPTY.without(V2)).isEqualTo(UpgradeBatch.EMPTY);
  }
}
