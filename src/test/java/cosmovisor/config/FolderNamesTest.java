package cosmovisor.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FolderNamesTest {

  @Test
  void namesStandInTheirOrderWithCommasBetween() {
    assertThat(FolderNames.of("wasm, ibc_08-wasm")).contains(List.of("wasm", "ibc_08-wasm"));
    assertThat(FolderNames.of("none")).contains(List.of());
    assertThat(FolderNames.shown(List.of("wasm", "x"))).isEqualTo("wasm,x");
    assertThat(FolderNames.of(FolderNames.shown(List.of()))).contains(List.of());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",",
        "wasm,",
        "..",
        ".",
        "a/b",
        "/wasm",
        "data",
        "Config",
        "cosmovisor",
        "wasm,none",
        "wasm,wasm",
        "data-backup-2026-1-2",
        "was m"
      })
  void whatIsNoFolderBesideTheDataIsNoName(String text) {
    assertThat(FolderNames.of(text)).isEmpty();
  }
}
