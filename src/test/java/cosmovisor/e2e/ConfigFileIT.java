package cosmovisor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import cosmovisor.e2e.Cosmovisor.Ended;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The configuration file: what is read from it, and how it is named.
@EndToEnd
final class ConfigFileIT {
  private static String listing(Home home, String... words) {
    Ended end = home.run(words);
    assertThat(end.err()).isEmpty();
    assertThat(end.status()).isZero();
    return end.out();
  }

  @Test
  @Scenario(17)
  void theFilesValuesAreTaken(Home home) {
    home.unsetAll();
    home.write(
        "c.toml",
        "daemon_home = '%s'\ndaemon_name = 'app'\ndaemon_shutdown_grace = '7s'\n"
            .formatted(home.path("")));
    String file = Bytes.of(home.path("c.toml"));

    assertThat(listing(home, "config", "-c", file))
        .contains(
            "  DAEMON_NAME: app\n",
            "  DAEMON_SHUTDOWN_GRACE: 7s\n",
            "  " + file + ": DAEMON_HOME (line 1), DAEMON_NAME (line 2), DAEMON_SHUTDOWN_GRACE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-c x", "--cosmovisor-config x", "--cosmovisor-config=x", "-cx"})
  @Scenario(17)
  void theFileIsNamedInAnyForm(String option, Home home) {
    home.write("x", "daemon_shutdown_grace = '7s'\n");
    home.from(home.path(""));
    String[] words = ("config " + option).split(" ");

    assertThat(listing(home, words)).contains("DAEMON_SHUTDOWN_GRACE: 7s\n");
  }

  @Test
  @Scenario(18)
  void theEnvironmentWins(Home home) {
    home.set("DAEMON_RESTART_DELAY", "2s").set("DAEMON_SHUTDOWN_GRACE", "");
    home.write("x", "daemon_restart_delay = '7s'\ndaemon_shutdown_grace = '7s'\n");

    assertThat(listing(home.from(home.path("")), "config", "-c", "x"))
        .contains("DAEMON_RESTART_DELAY: 2s\n", "DAEMON_SHUTDOWN_GRACE: 7s\n");
  }

  @Test
  @Scenario(19)
  void anEmptyNameIsNone(Home home) {
    assertThat(listing(home, "config", "-c", "")).isEqualTo(listing(home, "config"));
    home.set("COSMOVISOR_DISABLE_LOGS", "true").genesis("echo \"$@\"");
    assertThat(home.run("run", "a", "--cosmovisor-config", "").out()).isEqualTo("a\n");
  }

  @Test
  @Scenario(20)
  void aFileThatIsMissingIsNamed(Home home) {
    home.genesis("exit 0");
    String error = "Error: config not found: at " + home.path("none") + " : no such file";
    for (String[] words :
        new String[][] {
          {"config", "-c", "none"},
          {"run", "--cosmovisor-config", "none"},
          {"version", "-c", "none"}
        }) {
      Ended end = home.from(home.path("")).run(words);

      assertThat(end.err().replace("failed to run version command: ", "")).startsWith(error);
      assertThat(end.err()).hasLineCount(1);
      assertThat(end.status()).isEqualTo(1);
    }
  }

  @Test
  @Scenario({21, 22})
  void whatTheFileLacksHasItsDefault(Home home) {
    home.unset("DAEMON_POLL_INTERVAL");
    home.write("x", "daemon_shutdown_grace = '7s'\n");

    assertThat(listing(home.from(home.path("")), "config", "-c", "x"))
        .contains(
            "DAEMON_POLL_INTERVAL: 300ms\n",
            "DAEMON_RESTART_AFTER_UPGRADE: true\n",
            "COSMOVISOR_TIMEFORMAT_LOGS: kitchen\n",
            "DAEMON_GRPC_ADDRESS: localhost:9090\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"300000000", "\"300ms\"", "'0.3s'"})
  @Scenario(23)
  void durationsAreNanosecondsOrTexts(String value, Home home) {
    home.unset("DAEMON_POLL_INTERVAL");
    home.write("x", "daemon_poll_interval = " + value + "\n");

    assertThat(listing(home.from(home.path("")), "config", "-c", "x"))
        .contains("DAEMON_POLL_INTERVAL: 300ms\n");
  }

  @Test
  @Scenario(24)
  void anUnknownKeyIsWarnedOfAndElseIgnored(Home home) {
    home.write("x", "daemon_restart_dely = '7s'\n");

    Ended end = home.from(home.path("")).run("config", "-c", "x");

    assertThat(end.err())
        .isEqualTo(
            "Warning: %s:1: unknown key daemon_restart_dely, did you mean daemon_restart_delay?\n"
                .formatted(home.path("x")));
    assertThat(end.out()).contains("DAEMON_RESTART_DELAY: 0s\n");
    assertThat(end.status()).isZero();
    assertThat(home.genesis("exit 0").run("run", "--cosmovisor-config", "x").out())
        .contains("WRN a setting has no effect", "did you mean daemon_restart_delay?");
  }

  @Test
  @Scenario(24)
  void allThatIsWrongWithAFileIsToldAtOnceWithItsLines(Home home) {
    home.write("x", "daemon_restart_delay = true\nunsafe_skip_backup = 'x'\n\n[daemon_name]\n");
    home.unset("UNSAFE_SKIP_BACKUP").unset("DAEMON_NAME");
    String file = Bytes.of(home.path("x"));

    Ended end = home.from(home.path("")).run("config", "-c", "x");

    assertThat(end.err().lines())
        .anyMatch(line -> line.contains(file + ":1: daemon_restart_delay must be"))
        .anyMatch(line -> line.contains(file + ":2: unsafe_skip_backup must be true or false"))
        .anyMatch(line -> line.contains(file + ":4: daemon_name must be"))
        .hasSize(3);
    assertThat(end.out()).isEmpty();
    assertThat(end.status()).isEqualTo(1);
  }

  @Test
  @Scenario(25)
  void noFileIsReadUnlessItIsNamed(Home home) {
    home.write("cosmovisor/config.toml", "daemon_restart_delay = '7s'\n");

    assertThat(listing(home.from(home.path("cosmovisor")), "config"))
        .contains("DAEMON_RESTART_DELAY: 0s\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run start --cosmovisor-config f --x",
        "run --cosmovisor-config f start --x",
        "run start -cosmovisor-config f --x",
        "run start --x --Cosmovisor-Config f",
        "run start --cosmovisor-config=f --x",
        "--cosmovisor-config f run start --x"
      })
  @Scenario({36, 38})
  void runTakesTheFileOutOfTheNodesWords(String words, Home home) {
    home.write("f", "cosmovisor_disable_logs = true\n");
    home.genesis("echo \"$@\"").from(home.path(""));

    assertThat(home.run(words.split(" "))).isEqualTo(new Ended(0, "start --x\n", ""));
  }

  @Test
  @Scenario(36)
  void onlyTheFirstIsTakenOut(Home home) {
    home.write("f", "cosmovisor_disable_logs = true\n");
    home.genesis("echo \"$@\"").from(home.path(""));

    assertThat(home.run("run", "--cosmovisor-config", "f", "--cosmovisor-config", "g", "-c", "h"))
        .isEqualTo(new Ended(0, "--cosmovisor-config g -c h\n", ""));
  }

  @Test
  @Scenario(37)
  void aFileThatIsNotNamedIsAnError(Home home) {
    home.genesis("exit 0");

    assertThat(home.run("run", "start", "--cosmovisor-config"))
        .isEqualTo(
            new Ended(
                1,
                "",
                "Error: failed to parse cosmovisor config: --cosmovisor-config requires an"
                    + " argument\n"));
  }

  @Test
  @Scenario(36)
  void theFilesNameMayHaveAnyBytesInAnyLocale(Home home) {
    home.write("\u00ff\u00e9 x", "cosmovisor_disable_logs = true\n");
    home.set("LC_ALL", "C").genesis("echo \"$@\"").from(home.path(""));

    assertThat(home.run("run", "a", "--cosmovisor-config", "\u00ff\u00e9 x").out())
        .isEqualTo("a\n");
  }
}
