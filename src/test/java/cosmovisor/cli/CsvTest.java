package cosmovisor.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CsvTest {
  @Test
  void blanksInFrontOfFieldsAreDroppedAndEmptyLinesSkipped() throws Csv.Malformed {
    assertThat(Csv.parse("v2, /a b ,100\r\n\n  v3,\t/b,200\n"))
        .containsExactly(List.of("v2", "/a b ", "100"), List.of("v3", "/b", "200"));
    assertThat(Csv.parse("")).isEmpty();
    assertThat(Csv.parse(",")).containsExactly(List.of("", ""));
  }

  @Test
  void quotesHoldAnything() throws Csv.Malformed {
    assertThat(Csv.parse("\"a,b\", \"c\"\"d\",\"e\nf\"\n\"\""))
        .containsExactly(List.of("a,b", "c\"d", "e\nf"), List.of(""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\n\"b", "a\nb\"c", "a\n\"b\"c", "a\n\"b\"\""})
  void whatIsMalformedIsToldWithItsLine(String text) {
    assertThatThrownBy(() -> Csv.parse(text))
        .isInstanceOf(Csv.Malformed.class)
        .hasMessageStartingWith("line 2: ");
  }
}
