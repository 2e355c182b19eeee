package cosmovisor.notify;

import static org.assertj.core.api.Assertions.assertThat;

import cosmovisor.config.Config.Color;
import cosmovisor.config.Config.LogFormat;
import cosmovisor.config.Config.LogStyle;
import cosmovisor.config.TimeFormat;
import cosmovisor.machine.Notice;
import cosmovisor.os.OsString;
import cosmovisor.os.Terminal;
import cosmovisor.plan.PlanName;
import cosmovisor.plan.UpgradePlan;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NarratorTest {
  private static final Instant NOON = Instant.parse("2006-01-02T15:04:05Z");

  /// Keeps what is printed.
  private record Screen(List<String> lines, boolean outIsTerminal) implements Terminal {
    @Override
    public void out(String line) {
      lines.add(line);
    }

    @Override
    public void out(byte[] bytes) {
      throw new AssertionError("log lines are text");
    }

    @Override
    public void err(String line) {
      throw new AssertionError("log lines go to stdout");
    }
  }

  private static String line(Notice notice, LogStyle style, boolean terminal) {
    List<String> lines = new ArrayList<>();
    new Narrator(new Screen(lines, terminal), style, InstantSource.fixed(NOON), OsString.of("simd"))
        .say(notice);
    return String.join("\n", lines);
  }

  private static LogStyle style(Color color) {
    return new LogStyle(false, color, TimeFormat.NONE, LogFormat.CONSOLE);
  }

  private static String line(Notice notice) {
    return line(notice, style(Color.ON_TERMINALS), false);
  }

  @Test
  void theLinesThatScriptsSearchForAreTheOriginalsOwn() {
    assertThat(
            line(
                new Notice.RunningApp(
                    Path.of("/h/cosmovisor/genesis/bin/simd"),
                    List.of(OsString.of("start"), OsString.of("--home"), OsString.of("a b")))))
        .isEqualTo(
            "INF running app args=[\"start\",\"--home\",\"a b\"] module=cosmovisor"
                + " path=/h/cosmovisor/genesis/bin/simd");
    assertThat(line(new Notice.ShuttingDown()))
        .isEqualTo("INF daemon shutting down in an attempt to restart module=cosmovisor");
    assertThat(line(new Notice.BackupStarted(Path.of("/h/data"), NOON)))
        .startsWith("INF starting to take backup of data directory \"backup start time\"=2006-");
    assertThat(line(new Notice.BackupCompleted(Path.of("/h/b"), NOON, Duration.ofMillis(1500))))
        .startsWith("INF backup completed ")
        .contains("\"backup saved at\"=/h/b")
        .endsWith("\"time taken to complete backup\"=1500");
    assertThat(line(new Notice.FetchStarted()))
        .startsWith("INF no upgrade binary found, beginning to download it");
    assertThat(line(new Notice.FetchCompleted("https://h/x", "sha256")))
        .startsWith("INF downloading binary complete");
    assertThat(line(new Notice.PreUpgradeSuccessful()))
        .startsWith("INF pre-upgrade successful. continuing the upgrade.");
    assertThat(line(new Notice.PreUpgradeMissing()))
        .startsWith("INF pre-upgrade command does not exist. continuing the upgrade.");
    assertThat(line(new Notice.PreUpgradeRetried(1)))
        .isEqualTo("ERR pre-upgrade command failed. retrying attempt=1 module=cosmovisor");
    assertThat(line(new Notice.Relaunching()))
        .isEqualTo("INF upgrade detected, relaunching app=simd module=cosmovisor");
    assertThat(line(new Notice.RestartIsOff()))
        .startsWith(
            "INF upgrade detected, DAEMON_RESTART_AFTER_UPGRADE is off. Verify new upgrade and"
                + " start cosmovisor again.");
    assertThat(line(new Notice.GraceExceeded()))
        .startsWith("WRN DAEMON_SHUTDOWN_GRACE exceeded, killing app");
  }

  @Test
  void anErrorComesFirstAmongTheFields() {
    UpgradePlan plan = new UpgradePlan(new PlanName("v2"), 20, "");
    assertThat(line(new Notice.NotPrepared(plan, "no room")))
        .contains(" error=\"no room\" module=cosmovisor name=v2");
  }

  @Test
  void textFromAChainStaysInItsQuotes() {
    assertThat(line(new Notice.InfoUnreadable("a\nb\u001b[31m\"c\"\u2028\u202e")))
        .contains("error=\"a\\nb\\x1b[31m\\\"c\\\"\\u2028\\u202e\"")
        .doesNotContain("\n")
        .doesNotContain("\u001b");
  }

  @Test
  void coloursAreForTerminals() {
    Notice notice = new Notice.GraceExceeded();
    assertThat(line(notice, style(Color.ON_TERMINALS), true))
        .startsWith("\u001b[33mWRN\u001b[0m \u001b[1mDAEMON_SHUTDOWN_GRACE exceeded");
    assertThat(line(notice, style(Color.ON_TERMINALS), false)).doesNotContain("\u001b");
    assertThat(line(notice, style(Color.NOWHERE), true)).doesNotContain("\u001b");
    assertThat(line(notice, style(Color.EVERYWHERE), false)).contains("\u001b[33mWRN");
  }

  @Test
  void silenceIsSilent() {
    for (LogFormat format : LogFormat.values()) {
      LogStyle silent = new LogStyle(true, Color.EVERYWHERE, TimeFormat.KITCHEN, format);
      assertThat(line(new Notice.GraceExceeded(), silent, true)).isEmpty();
    }
  }

  @Test
  void forMachinesALineIsAnObject() {
    LogStyle json = new LogStyle(false, Color.EVERYWHERE, TimeFormat.KITCHEN, LogFormat.JSON);
    String time = TimeFormat.RFC3339.print(NOON.atZone(ZoneId.systemDefault()));
    assertThat(
            line(
                new Notice.RunningApp(
                    Path.of("/h/genesis/bin/simd"),
                    List.of(OsString.of("start"), OsString.of("a b\n\"c\""))),
                json,
                true))
        .isEqualTo(
            "{\"time\":\""
                + time
                + "\",\"level\":\"info\",\"message\":\"running app\",\"module\":\"cosmovisor\","
                + "\"args\":[\"start\",\"a b\\n\\\"c\\\"\"],\"path\":\"/h/genesis/bin/simd\"}");
    assertThat(line(new Notice.PreUpgradeRetried(1), json, false))
        .isEqualTo(
            "{\"time\":\""
                + time
                + "\",\"level\":\"error\",\"message\":\"pre-upgrade command failed. retrying\","
                + "\"module\":\"cosmovisor\",\"attempt\":1}");
    assertThat(line(new Notice.InfoUnreadable("a\nb\u001b"), json, false))
        .contains("\"level\":\"warn\"", "\"error\":\"a\\nb\\u001b\"")
        .doesNotContain("\n", "\u001b");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "LAYOUT|01/02 03:04:05PM '06 +0000",
        "ANSIC|Mon Jan  2 15:04:05 2006",
        "UNIXDATE|Mon Jan  2 15:04:05 UTC 2006",
        "RUBYDATE|Mon Jan 02 15:04:05 +0000 2006",
        "RFC822|02 Jan 06 15:04 UTC",
        "RFC822Z|02 Jan 06 15:04 +0000",
        "RFC850|Monday, 02-Jan-06 15:04:05 UTC",
        "RFC1123|Mon, 02 Jan 2006 15:04:05 UTC",
        "RFC1123Z|Mon, 02 Jan 2006 15:04:05 +0000",
        "RFC3339|2006-01-02T15:04:05Z",
        "RFC3339NANO|2006-01-02T15:04:05Z",
        "KITCHEN|3:04PM",
        "NONE|``",
      })
  void timesHaveTheFormsOfGo(TimeFormat format, String text) {
    assertThat(format.print(NOON.atZone(ZoneId.of("UTC")))).isEqualTo(text);
  }
}
