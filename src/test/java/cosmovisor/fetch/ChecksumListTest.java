package cosmovisor.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cosmovisor.plan.BinaryUrl;
import cosmovisor.plan.Checksum.Algorithm;
import cosmovisor.plan.Checksum.Digest;
import cosmovisor.plan.PlanException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChecksumListTest {
  private static final String HEX = "ab".repeat(32);

  private static Digest find(String text) throws PlanException, FetchFailure {
    var list = new ChecksumList(text, BinaryUrl.parse("https://host/v3/SHA256SUMS?x=1"));
    return list.digestOf(BinaryUrl.parse("https://host/v3/linux/simd?y=2"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%s  simd",
        "%s *simd",
        "%s ?simd",
        "%s\tsimd",
        "%s  linux/simd",
        "%s  ./linux/simd",
        "%s  ./simd",
        "SHA256 (simd) = %s",
        "sha256 (linux/simd) = %s",
        "%s",
        "# comment\n\n%s  simd\n",
        "zz  simd\n%s  simd",
      })
  void everyFormOfALineIsUnderstood(String form) throws PlanException, FetchFailure {
    assertThat(find(String.format(form, HEX))).isEqualTo(new Digest(Algorithm.SHA256, HEX));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%s  other",
        "%s  simd2",
        "%s  build/simd",
        "SHA512 (simd) = %s",
        "SHA256 (other) = %s",
        "%sff  simd",
        ""
      })
  void otherLinesAreForOtherFiles(String form) {
    assertThatThrownBy(() -> find(String.format(form, HEX)))
        .isInstanceOf(FetchFailure.class)
        .hasMessage("no checksum found in: https://host/v3/SHA256SUMS?x=*** for simd");
  }

  @Test
  void theAlgorithmFollowsFromTheLength() throws PlanException, FetchFailure {
    assertThat(find("cd".repeat(64) + "  simd").algorithm()).isEqualTo(Algorithm.SHA512);
    assertThat(find("cd".repeat(16) + "  simd").algorithm()).isEqualTo(Algorithm.MD5);
  }
}
