package cosmovisor.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cosmovisor.plan.BinaryManifest.Binaries;
import cosmovisor.plan.BinaryManifest.Reference;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The info texts that chains publish, and those that they publish by mistake.
class BinaryManifestTest {
  private static final Platform LINUX = new Platform("linux", "amd64");

  private static Map<String, String> urls(String info) throws PlanException {
    return ((Binaries) BinaryManifest.parse(info)).urls();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n\t "})
  void aBlankTextIsSaidToBeBlank(String info) {
    assertThatThrownBy(() -> BinaryManifest.parse(info))
        .isInstanceOf(PlanException.class)
        .hasMessage("plan info must not be blank");
  }

  @Test
  void thePlatformIsPreferredToAny() throws PlanException {
    var binaries =
        (Binaries)
            BinaryManifest.parse(
                "{\"binaries\":{\"any\":\"https://h/any\",\"linux/amd64\":\"https://h/linux\"}}");
    assertThat(binaries.choose(LINUX).request()).isEqualTo("https://h/linux");
    assertThat(binaries.choose(new Platform("darwin", "arm64")).request())
        .isEqualTo("https://h/any");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "null",
        "{\"binaries\":null}",
        "{\"binaries\":{}}",
        "{\"binaries\":{\"Linux/amd64\":\"https://h/x\",\"ANY\":\"https://h/x\"}}",
        "{\"binaries\":{\"x-linux/amd64\":\"https://h/x\"}}"
      })
  void aPlanWithoutThisPlatformNamesWhatItLooksFor(String info) {
    assertThatThrownBy(() -> ((Binaries) BinaryManifest.parse(info)).choose(LINUX))
        .hasMessage("cannot find binary for os/arch: neither linux/amd64, nor any");
  }

  @Test
  void theKeyMatchesInAnyLetterCaseAndOtherKeysAreSomebodyElses() throws PlanException {
    assertThat(urls("{\"api_binaries\":7,\"BinaRies\":{\"any\":\"https://h/x\"},\"extra\":[1]}"))
        .containsExactly(Map.entry("any", "https://h/x"));
  }

  @Test
  void severalMapsBecomeOneAndTheLastOfADoubleWins() throws PlanException {
    assertThat(
            urls("{\"binaries\":{\"a\":\"1\",\"b\":\"2\"},\"Binaries\":{\"b\":\"3\",\"b\":\"4\"}}"))
        .containsExactly(Map.entry("a", "1"), Map.entry("b", "4"));
  }

  @Test
  void aLaterNullForgetsWhatCameBefore() throws PlanException {
    assertThat(urls("{\"binaries\":{\"a\":\"1\"},\"binaries\":null}")).isEmpty();
  }

  @Test
  void aNullUrlIsAnEmptyOne() throws PlanException {
    assertThat(urls("{\"binaries\":{\"any\":null}}")).containsEntry("any", "");
    assertThatThrownBy(
            () -> ((Binaries) BinaryManifest.parse("{\"binaries\":{\"any\":null}}")).choose(LINUX))
        .hasMessageContaining("empty URL");
  }

  @Test
  void prettyPrintedTextIsFine() throws PlanException {
    assertThat(urls("\n{\n  \"binaries\": {\n    \"any\": \"https://h/x\"\n  }\n}\n")).hasSize(1);
  }

  @Test
  void halfACharacterIsReplaced() throws PlanException {
    assertThat(urls("{\"binaries\":{\"any\":\"https://h/\\ud800x\\udfff\"}}"))
        .containsEntry("any", "https://h/\ufffdx\ufffd");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "upgrade to v2",
        "{\"binaries\":{}},",
        "{\"binaries\":{},}",
        "\ufeff{\"binaries\":{}}",
        "{\"binaries\":[]}",
        "{\"binaries\":{\"any\":7}}",
        "{\"binaries\":\"https://h/x\"}",
        "[]",
        "\"text\"",
        "https://h/x\nhttps://h/y",
      })
  void whatIsNoPlanIsSaidToBeNone(String info) {
    assertThatThrownBy(() -> BinaryManifest.parse(info))
        .isInstanceOf(PlanException.class)
        .hasMessageStartingWith("could not parse plan info: ");
  }

  @ParameterizedTest
  @CsvSource({
    "https://h/plan.json, https://h/plan.json",
    "' https://h/plan.json?a=b ', https://h/plan.json?a=b",
    "/abs/plan.json, file:///abs/plan.json",
    "file:///abs/plan.json, file:///abs/plan.json",
  })
  void aLocationIsAReference(String info, String request) throws PlanException {
    assertThat(((Reference) BinaryManifest.parse(info)).url().request()).isEqualTo(request);
  }

  @Test
  void wordsBeforeAColonAreASchemeAsInTheOriginal() {
    assertThatThrownBy(() -> BinaryManifest.parse("v2.0: upgrade"))
        .hasMessageContaining("download not supported for scheme 'v2.0'");
  }

  @Test
  void aReferencedTextIsNeverAReferenceItself() {
    assertThatThrownBy(() -> BinaryManifest.parseReferenced("https://h/plan.json"))
        .hasMessageStartingWith("could not parse plan info: ");
  }

  /// Row 34 of the table of attacks; depth and numbers are the JSON reader's own tests.
  @Test
  void aTextWithoutEndIsNotRead() {
    String huge = "{\"binaries\":{\"any\":\"" + "x".repeat(1 << 20) + "\"}}";
    assertThatThrownBy(() -> BinaryManifest.parse(huge)).hasMessageContaining("longer than");
    assertThatThrownBy(() -> BinaryManifest.parse(" ".repeat((1 << 20) + 1)))
        .hasMessageContaining("longer than");
    assertThatThrownBy(() -> BinaryManifest.parseReferenced(huge))
        .hasMessageContaining("longer than");
    assertThatThrownBy(() -> BinaryManifest.parse("[".repeat(1000)))
        .isInstanceOf(PlanException.class);
  }

  @Test
  void aTextOfTheGreatestLengthIsRead() throws PlanException {
    String info = "{\"binaries\":{\"any\":\"https://h/x\"}}";
    assertThat(urls(info + " ".repeat((1 << 20) - info.length()))).hasSize(1);
  }

  @Test
  void fiftyThousandPlatformsAreNoTrouble() throws PlanException {
    var info = new StringBuilder("{\"binaries\":{\"any\":\"https://h/x\"");
    for (int i = 0; i < 50_000; i++) {
      info.append(",\"").append(i).append("\":\"\"");
    }
    assertThat(urls(info.append("}}").substring(0, info.length()))).hasSize(50_001);
  }
}
