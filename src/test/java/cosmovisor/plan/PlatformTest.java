package cosmovisor.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlatformTest {

  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, linux/amd64",
    "Linux, aarch64, linux/arm64",
    "Linux, x86_64, linux/amd64",
    "Linux, riscv64, linux/riscv64",
    "Linux, ppc64le, linux/ppc64le",
    "Mac OS X, aarch64, darwin/arm64",
    "Mac OS X, x86_64, darwin/amd64",
    "Windows 11, amd64, windows/amd64",
    "FreeBSD, amd64, freebsd/amd64",
  })
  void theJdksWordsBecomeGos(String osName, String osArch, String expected) {
    assertThat(Platform.of(osName, osArch)).hasToString(expected);
  }

  @Test
  void aPlansOwnNotationIsTwoWordsAroundASlash() throws PlanException {
    assertThat(Platform.parse("linux/amd64")).isEqualTo(new Platform("linux", "amd64"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "linux", "/", "linux/", "/amd64", "a/b/c"})
  void otherNotationsAreRefused(String text) {
    assertThatThrownBy(() -> Platform.parse(text)).isInstanceOf(PlanException.class);
  }
}
