package cosmovisor.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cosmovisor.json.Json.JsonObject;
import cosmovisor.json.Json.JsonString;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "null",
        "true",
        "false",
        "0",
        "-1.5e+10",
        "\"\"",
        "[[],[{}]]",
        "{\"a\":1,\"a\":2}",
        "{\"a\":[1,\"x\",null],\"b\":{\"c\":true}}",
        "\"\\\\\\\"\\n\\t\"",
        "\"é😀\"",
        "\"\\u0000\\u2028\""
      })
  void whatIsWrittenReadsTheSame(String text) throws JsonException {
    assertThat(Json.write(Json.parse(text))).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "}",
        "[1,]",
        "{\"a\":1,}",
        "{a:1}",
        "'a'",
        "01",
        "1.",
        ".5",
        "+1",
        "1e",
        "-",
        "tru",
        "nulll",
        "\"\\x\"",
        "\"\\u12g4\"",
        "\"\n\"",
        "{} {}",
        "\ufeff{}",
        "NaN",
        "// c",
        "\"\\"
      })
  void whatIsNoJsonIsRefusedInOneLine(String text) {
    assertThatThrownBy(() -> Json.parse(text))
        .isInstanceOf(JsonException.class)
        .message()
        .doesNotContain("\n");
  }

  @Test
  void nestingHasABound() {
    assertThatThrownBy(() -> Json.parse("[".repeat(100_000))).hasMessageContaining("nested");
  }

  @Test
  void namesMatchInAnyCaseAndTheLastOneCounts() throws JsonException {
    JsonObject object = (JsonObject) Json.parse("{\"Name\":\"a\",\"NAME\":\"b\"}");
    assertThat(object.text("name")).contains("b");
  }

  @Test
  void numbersThatAreNotWholeOrTooLargeAreNoWholeNumbers() throws JsonException {
    JsonObject object = (JsonObject) Json.parse("{\"a\":5,\"b\":5.0,\"c\":9223372036854775808}");
    assertThat(object.number("a")).contains(5L);
    assertThat(object.number("b")).isEmpty();
    assertThat(object.number("c")).isEmpty();
  }

  @Test
  void aTextIsWrittenSoThatItStaysOneLine() {
    assertThat(Json.write(new JsonString("<a&b>\r\u007f\u0007")))
        .isEqualTo("\"\\u003ca\\u0026b\\u003e\\r\\u007f\\u0007\"");
  }

  /// Any text at all is read, or refused with our own error, and within the bounds of memory.
  @Test
  void noTextMakesTheReaderFailInAnotherWay() {
    Random random = new Random(42);
    String alphabet = "{}[]\",:\\u0123456789truefalsn-+.eE \n\u00e9";
    for (int round = 0; round < 50_000; round++) {
      var text = new StringBuilder();
      for (int i = random.nextInt(24); i >= 0; i--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      try {
        Json value = Json.parse(text.toString());
        assertThat(Json.write(value)).doesNotContain("\n");
      } catch (JsonException refused) {
        assertThat(refused.getMessage()).isNotBlank();
      }
    }
  }
}
