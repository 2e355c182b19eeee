package cosmovisor.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PlanNameTest {
  @ParameterizedTest
  @CsvSource({
    "v2,v2",
    "v8-Rho,v8-Rho",
    "a b,a%20b",
    "a/b,a%2Fb",
    "../etc,..%2Fetc",
    "v1;rm,v1%3Brm",
    "100%,100%25",
    "$&+:=@~_.-,$&+:=@~_.-",
    "é,%C3%A9",
    "azAZ09{`@[/:,azAZ09%7B%60@%5B%2F:",
    "[x]!*'(),%5Bx%5D%21%2A%27%28%29",
  })
  void aFolderIsTheNameEscapedAsASegmentOfAUrlPath(String name, String folder) {
    assertThat(new PlanName(name.replace("''", "'")).folder()).isEqualTo(folder);
  }

  @Test
  void lowerCasingGoesLetterByLetter() {
    assertThat(new PlanName("ΔİΞΣ").lowerCased().spelling()).isEqualTo("δiξσ");
    assertThat(new PlanName("V8-Rho").lowerCased().folder()).isEqualTo("v8-rho");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", ".."})
  void aNameThatLeadsOutOfTheFolderOfUpgradesIsRefused(String name) {
    assertThatThrownBy(() -> new PlanName(name)).hasMessageContaining("name cannot be");
  }

  @Test
  void aNameThatIsTooLongForAFolderIsRefused() {
    assertThat(new PlanName("x".repeat(255)).folder()).hasSize(255);
    assertThatThrownBy(() -> new PlanName("x".repeat(256))).hasMessageContaining("longer");
    assertThatThrownBy(() -> new PlanName(" ".repeat(86))).hasMessageContaining("longer");
  }

  @Test
  void theCaseOfLettersDoesNotMakeAnotherUpgrade() {
    assertThat(new PlanName("V2").isSameAs(new PlanName("v2"))).isTrue();
    assertThat(new PlanName("v2").isSameAs(new PlanName("v20"))).isFalse();
  }
}
