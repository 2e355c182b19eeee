package cosmovisor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cosmovisor.os.Terminal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How sizes, tables and progress look.
final class BackupsTablesTest {
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

  /// Keeps what is shown.
  private record Screen(List<String> shown) implements Terminal {
    @Override
    public void out(String line) {}

    @Override
    public void out(byte[] bytes) {}

    @Override
    public void err(String line) {}

    @Override
    public void progress(String text) {
      shown.add(text);
    }

    @Override
    public boolean outIsTerminal() {
      return true;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0,0 B",
    "1023,1023 B",
    "1024,1.0 KiB",
    "1536,1.5 KiB",
    "10240,10 KiB",
    "5368709120,5.0 GiB",
    "9223372036854775807,8.0 EiB"
  })
  void sizesAreForPeople(long bytes, String text) {
    assertThat(HumanSize.of(bytes)).isEqualTo(text);
  }

  @Test
  void columnsAreAsWideAsWhatIsInThem() {
    assertThat(new Table(List.of(List.of("A", "BB"), List.of("ccc", "d"))).lines())
        .containsExactly("A    BB", "ccc  d");
  }

  @Test
  void progressIsShownAfterASecondAndThenNotTooOften() {
    List<String> shown = new ArrayList<>();
    long[] millis = {0};
    try (ProgressLine line =
        new ProgressLine(new Screen(shown), () -> NOON.plusMillis(millis[0]), "verifying x")) {
      for (long at : new long[] {500, 999, 1000, 1100, 1250}) {
        millis[0] = at;
        line.at(at << 20, 3000L << 20);
      }
    }
    assertThat(shown)
        .containsExactly(
            "verifying x: 1000 MiB of 2.9 GiB, 1000 MiB/s, 2 s left",
            "verifying x: 1.2 GiB of 2.9 GiB, 1000 MiB/s, 2 s left",
            "");
  }

  @Test
  void whatIsQuickShowsNoProgress() {
    List<String> shown = new ArrayList<>();
    try (ProgressLine line = new ProgressLine(new Screen(shown), () -> NOON, "x")) {
      line.at(1, 1);
    }
    assertThat(shown).isEmpty();
  }
}
