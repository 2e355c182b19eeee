package cosmovisor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import cosmovisor.e2e.Cosmovisor.Ended;
import org.junit.jupiter.api.Test;

/// What shows something: `config`, `version` as JSON, `show-upgrade-info`, completion; and the log.
@EndToEnd
final class ShowIT {
  @Test
  @Scenario(26)
  void theConfigurationIsListedInTheOriginalsOrder(Home home) {
    Ended end = home.run("config", "ignored");

    String root = Bytes.of(home.path("cosmovisor"));
    assertThat(end.err()).isEmpty();
    assertThat(end.out())
        .isEqualTo(
            """
            Configurable Values:
              DAEMON_HOME: HOME
              DAEMON_NAME: app
              DAEMON_ALLOW_DOWNLOAD_BINARIES: false
              DAEMON_DOWNLOAD_MUST_HAVE_CHECKSUM: false
              DAEMON_RESTART_AFTER_UPGRADE: true
              DAEMON_RESTART_DELAY: 0s
              DAEMON_SHUTDOWN_GRACE: 2m0s
              DAEMON_POLL_INTERVAL: 50ms
              UNSAFE_SKIP_BACKUP: true
              DAEMON_DATA_BACKUP_DIR: HOME
              DAEMON_BACKUP_METHOD: auto
              DAEMON_BACKUP_KEEP: 0
              DAEMON_BACKUP_MAX_AGE: 0s
              DAEMON_BACKUP_MIN_FREE: 0
              DAEMON_BACKUP_ALSO: wasm,ibc_08-wasm
              DAEMON_BACKUP_MIN_INTERVAL: 1h0m0s
              DAEMON_PREUPGRADE_MAX_RETRIES: 0
              DAEMON_RESTART_ON_FAILURE: 0
              DAEMON_GRPC_ADDRESS: localhost:9090
              DAEMON_RPC_ADDRESS:\s
              COSMOVISOR_DISABLE_LOGS: false
              COSMOVISOR_COLOR_LOGS: true
              COSMOVISOR_TIMEFORMAT_LOGS: kitchen
              COSMOVISOR_LOG_FORMAT: console
              COSMOVISOR_CUSTOM_PREUPGRADE:\s
              COSMOVISOR_DISABLE_RECASE: false
            Derived Values:
                     Root Dir: HOME/cosmovisor
                  Upgrade Dir: HOME/cosmovisor/upgrades
                  Genesis Bin: HOME/cosmovisor/genesis/bin/app
               Monitored File: HOME/data/upgrade-info.json
              Data Backup Dir: HOME
            Sources:
              environment: DAEMON_HOME, DAEMON_NAME, DAEMON_POLL_INTERVAL, UNSAFE_SKIP_BACKUP
              default: DAEMON_ALLOW_DOWNLOAD_BINARIES, DAEMON_DOWNLOAD_MUST_HAVE_CHECKSUM,\
             DAEMON_RESTART_AFTER_UPGRADE, DAEMON_RESTART_DELAY, DAEMON_SHUTDOWN_GRACE,\
             DAEMON_DATA_BACKUP_DIR, DAEMON_BACKUP_METHOD, DAEMON_BACKUP_KEEP, DAEMON_BACKUP_MAX_AGE,\
             DAEMON_BACKUP_MIN_FREE, DAEMON_BACKUP_ALSO, DAEMON_BACKUP_MIN_INTERVAL, DAEMON_PREUPGRADE_MAX_RETRIES,\
             DAEMON_RESTART_ON_FAILURE, DAEMON_GRPC_ADDRESS,\
             DAEMON_RPC_ADDRESS, COSMOVISOR_DISABLE_LOGS, COSMOVISOR_COLOR_LOGS,\
             COSMOVISOR_TIMEFORMAT_LOGS, COSMOVISOR_LOG_FORMAT, COSMOVISOR_CUSTOM_PREUPGRADE,\
             COSMOVISOR_DISABLE_RECASE
            """
                .replace("HOME/cosmovisor", root)
                .replace(": HOME\n", ": " + Bytes.of(home.path("")).replaceAll("/$", "") + "\n")
                .replace("HOME/data", Bytes.of(home.path("data"))));
  }

  @Test
  @Scenario(26)
  void theConfigurationIsShownAsJsonToo(Home home) {
    Ended end = home.run("config", "-o", "json");

    assertThat(end.err()).isEmpty();
    assertThat(end.out().replaceAll("\\s+", ""))
        .contains("\"DAEMON_POLL_INTERVAL\":{\"value\":\"50ms\",\"source\":\"environment\"}")
        .contains("\"DAEMON_RESTART_AFTER_UPGRADE\":{\"value\":true,\"source\":\"default\"}")
        .contains("\"monitored_file\":\"" + home.path("data/upgrade-info.json") + "\"");
  }

  @Test
  @Scenario(26)
  void aBadConfigurationIsNotShown(Home home) {
    Ended end = home.unset("DAEMON_NAME").run("config");

    assertThat(end).isEqualTo(new Ended(1, "", "Error: DAEMON_NAME is not set\n"));
  }

  @Test
  @Scenario(29)
  void ourVersionAloneIsAnObjectWithOneKey(Home home) {
    Ended end = home.unsetAll().run("version", "--cosmovisor-only", "-o", "json");

    assertThat(end.out()).matches("\\{\"cosmovisor_version\":\"v[0-9][^\"]*\"}\n");
    assertThat(end.err()).isEmpty();
    assertThat(end.status()).isZero();
  }

  @Test
  @Scenario(30)
  void bothVersionsAreOneObject(Home home) {
    home.genesis("echo \"got $*\" >&2", "echo '{\"name\": \"app\",  \"go\": [1, 2]}'");

    Ended end = home.run("version", "--output", "json");

    assertThat(end.out())
        .matches(
            "\\{\"cosmovisor_version\":\"v[^\"]*\","
                + "\"app_version\":\\{\"name\":\"app\",\"go\":\\[1,2]}}\n");
    assertThat(end.err()).isEqualTo("got version --long --output json\n");
    assertThat(end.status()).isZero();
  }

  @Test
  @Scenario(31)
  void aNodeThatSpeaksNoJsonIsQuoted(Home home) {
    Ended end = home.genesis("echo v1.2.3").run("version", "-o", "json");

    assertThat(end)
        .isEqualTo(
            new Ended(
                1,
                "",
                "Error: can't print version output, expected valid json from APP, got: v1.2.3\n"));
  }

  @Test
  @Scenario(31)
  void aNodeThatFailsIsNamed(Home home) {
    Ended end = home.genesis("exit 3").run("version", "-o", "json");

    assertThat(end.err()).startsWith("Error: failed to run version command: ").hasLineCount(1);
    assertThat(end.out()).isEmpty();
    assertThat(end.status()).isEqualTo(1);
  }

  @Test
  @Scenario(40)
  void theUpgradeInfoIsShownAsItIs(Home home) {
    assertThat(home.run("show-upgrade-info"))
        .isEqualTo(
            new Ended(
                0, "No upgrade info found at " + home.path("data/upgrade-info.json") + "\n", ""));
    home.write("data/upgrade-info.json", "{ \u00ff <broken>\n");
    assertThat(home.run("show-upgrade-info")).isEqualTo(new Ended(0, "{ \u00ff <broken>\n\n", ""));
  }

  @Test
  @Scenario(40)
  void anUpgradeInfoThatCannotBeReadIsNamed(Home home) {
    home.makeFolder("data/upgrade-info.json");

    Ended end = home.run("show-upgrade-info");

    assertThat(end.err()).startsWith("Error: failed to read upgrade-info.json: ").hasLineCount(1);
    assertThat(end.status()).isEqualTo(1);
  }

  @Test
  void aSlipOfTheFingerRunsTheNodeAndIsNamed(Home home) {
    home.genesis("echo \"got $*\"");

    Ended end = home.run("confg", "x");

    assertThat(end.out()).contains("got confg x\n");
    assertThat(
            end.count("deprecated. Use: cosmovisor run [args]. Did you mean: cosmovisor config?"))
        .isEqualTo(2);
  }

  @Test
  void helpOnACommandAndCompletionNeedNoConfiguration(Home home) {
    home.unsetAll();

    assertThat(home.run("help", "init").out()).contains("Usage: cosmovisor init");
    assertThat(home.run("add-upgrade", "-h").out()).contains("--upgrade-height");
    assertThat(home.run("completion", "bash").out()).contains("complete -F");
    assertThat(home.run("completion", "fish").out()).contains("complete -c cosmovisor");
  }

  @Test
  void theImageHasAManual() {
    assertThat(Home.IMAGE.resolve("share/man/man1/cosmovisor.1"))
        .content()
        .contains(".SH ENVIRONMENT");
    assertThat(Home.IMAGE.resolve("share/man/man1/cosmovisor-add-upgrade.1")).exists();
  }

  @Test
  @Scenario(134)
  void withLogsOffNoLineOfOursAppearsButErrors(Home home) {
    home.set("COSMOVISOR_DISABLE_LOGS", "true");
    home.writeExecutable("a", Node.script("echo a"));

    assertThat(home.run("add-upgrade", "v2", Bytes.of(home.path("a"))))
        .isEqualTo(new Ended(0, "", ""));
    assertThat(home.run("add-upgrade", "v2", Bytes.of(home.path("a"))).err()).startsWith("Error: ");
    assertThat(home.run("run").err()).startsWith("Error: ");
  }

  @Test
  @Scenario(135)
  void coloursAreForTerminalsUnlessAskedFor(Home home) {
    home.genesis("exit 0");

    assertThat(home.run("run").out()).doesNotContain("\u001b");
    assertThat(home.set("COSMOVISOR_COLOR_LOGS", "true").run("run").out())
        .contains("\u001b[32mINF");
    assertThat(home.set("NO_COLOR", "1").run("run").out()).doesNotContain("\u001b");
    assertThat(home.unset("NO_COLOR").set("COSMOVISOR_COLOR_LOGS", "false").run("run").out())
        .doesNotContain("\u001b");
  }

  @Test
  @Scenario(136)
  void withoutATimeFormatALineBeginsWithItsLevel(Home home) {
    home.set("COSMOVISOR_TIMEFORMAT_LOGS", "").genesis("exit 0");

    assertThat(home.run("run").out()).startsWith("INF running app ");
  }

  @Test
  void logLinesAreObjectsIfSoSet(Home home) {
    home.set("COSMOVISOR_LOG_FORMAT", "json").genesis("exit 0");

    assertThat(home.run("run", "a b").out())
        .matches(
            "\\{\"time\":\"\\d{4}-\\d\\d-\\d\\dT[^\"]+\",\"level\":\"info\",\"message\":\"running"
                + " app\",\"module\":\"cosmovisor\",\"args\":\\[\"a b\"],\"path\":\"[^\"]+\"}\n");
  }
}
