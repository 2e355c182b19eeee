package cosmovisor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import cosmovisor.e2e.Cosmovisor.Ended;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What can be set, and what is said about a value that can't be used: by `help`, behind its text
/// and with status 0, and by `run`, on stderr and with status 1.
@EndToEnd
final class ConfigurationIT {
  private static final List<String> BOOLEANS =
      List.of(
          "DAEMON_ALLOW_DOWNLOAD_BINARIES",
          "DAEMON_DOWNLOAD_MUST_HAVE_CHECKSUM",
          "DAEMON_RESTART_AFTER_UPGRADE",
          "UNSAFE_SKIP_BACKUP",
          "COSMOVISOR_DISABLE_LOGS",
          "COSMOVISOR_COLOR_LOGS",
          "COSMOVISOR_DISABLE_RECASE");

  @Test
  @Scenario(1)
  void withNothingSetThreeProblemsAreTold(Home home) {
    home.unsetAll();

    assertThat(problems(home))
        .containsExactlyInAnyOrder(
            "DAEMON_NAME is not set",
            "DAEMON_HOME is not set",
            "DAEMON_DATA_BACKUP_DIR must not be empty");
  }

  @Test
  @Scenario(2)
  void allProblemsAreToldAtOnce(Home home) {
    home.unsetAll().set("DAEMON_HOME", "here").set("COSMOVISOR_TIMEFORMAT_LOGS", "bad");
    BOOLEANS.stream().filter(name -> !name.equals("UNSAFE_SKIP_BACKUP")).forEach(n -> bad(home, n));
    for (String name :
        List.of(
            "DAEMON_POLL_INTERVAL",
            "DAEMON_RESTART_DELAY",
            "DAEMON_SHUTDOWN_GRACE",
            "DAEMON_PREUPGRADE_MAX_RETRIES",
            "DAEMON_DATA_BACKUP_DIR")) {
      bad(home, name);
    }

    assertThat(problems(home)).hasSize(14).doesNotHaveDuplicates();
  }

  private static void bad(Home home, String name) {
    home.set(name, "bad");
  }

  @Test
  @Scenario({3, 7, 16})
  void aGoodConfigurationHasNoProblems(Home home) {
    home.unset("UNSAFE_SKIP_BACKUP").unset("DAEMON_POLL_INTERVAL");

    assertThat(problems(home)).isEmpty();
  }

  @Test
  @Scenario(1)
  void everyProblemIsALineOfTheErrorOfRun(Home home) {
    Ended end = home.unset("DAEMON_NAME").set("DAEMON_POLL_INTERVAL", "bad").run("run", "start");

    assertThat(end.err().lines())
        .anyMatch(line -> line.contains("DAEMON_NAME is not set"))
        .anyMatch(line -> line.contains("DAEMON_POLL_INTERVAL"))
        .hasSize(2);
    assertThat(end.err()).startsWith("Error: ");
    assertThat(end.out()).isEmpty();
    assertThat(end.status()).isEqualTo(1);
  }

  @Test
  @Scenario(4)
  void aBadBooleanIsNamedWithItsValue(Home home) {
    for (String name : BOOLEANS) {
      bad(home, name);
    }

    assertThat(problems(home))
        .containsAll(BOOLEANS.stream().map(name -> notABoolean(name, "bad")).toList());
  }

  @Test
  @Scenario(6)
  void noOtherWordIsABoolean(Home home) {
    List<String> words = List.of("truly", "1", "0", "yes", " true", "true ", "t");
    for (int i = 0; i < words.size(); i++) {
      home.set(BOOLEANS.get(i), words.get(i));
    }

    assertThat(problems(home)).hasSameSizeAs(words);
    for (int i = 0; i < words.size(); i++) {
      assertThat(problems(home)).contains(notABoolean(BOOLEANS.get(i), words.get(i)));
    }
  }

  private static String notABoolean(String name, String value) {
    return "env variable \"%s\" must have a boolean value (\"true\" or \"false\"), got \"%s\""
        .formatted(name, value);
  }

  @ParameterizedTest
  @CsvSource({"true,true", "TRUE,true", "True,true", "false,false", "FALSE,false", "'',false"})
  @Scenario(5)
  void aBooleanIsReadInAnyCaseAndEmptyIsItsDefault(String value, boolean silent, Home home) {
    home.set("COSMOVISOR_DISABLE_LOGS", value).genesis("exit 0");

    assertThat(home.run("run").out().isEmpty()).isEqualTo(silent);
  }

  @ParameterizedTest
  @CsvSource({"1s,300ms,1m30s", ".5s,0s,1.5h", "1\u00c2\u00b5s,0,+2s", "'','',''"})
  @Scenario({8, 10})
  void durationsAreGoDurations(String interval, String delay, String grace, Home home) {
    home.set("DAEMON_POLL_INTERVAL", interval)
        .set("DAEMON_RESTART_DELAY", delay)
        .set("DAEMON_SHUTDOWN_GRACE", grace);

    assertThat(problems(home)).isEmpty();
  }

  @Test
  @Scenario(9)
  void thePollIntervalMayBeAPlainNumberOfMilliseconds(Home home) {
    home.set("DAEMON_POLL_INTERVAL", "600").genesis("exit 0");

    assertThat(home.run("run").status()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "bad, could not parse",
    "1d, could not parse",
    "0, must be greater than 0",
    "-3m, must be greater than 0"
  })
  @Scenario(8)
  void aBadPollIntervalIsNamed(String value, String reason, Home home) {
    home.set("DAEMON_POLL_INTERVAL", value);

    assertThat(problems(home))
        .singleElement()
        .asString()
        .startsWith("invalid: DAEMON_POLL_INTERVAL: " + reason);
  }

  @ParameterizedTest
  @CsvSource({"bad,-3m", "600,5 s", "-1s,1d"})
  @Scenario(10)
  void aBadDelayOrGraceIsNamedWithItsValue(String delay, String grace, Home home) {
    home.set("DAEMON_RESTART_DELAY", delay).set("DAEMON_SHUTDOWN_GRACE", grace);

    assertThat(problems(home))
        .satisfiesExactly(
            first -> assertThat(first).contains("DAEMON_RESTART_DELAY", "'" + delay + "'"),
            second -> assertThat(second).contains("DAEMON_SHUTDOWN_GRACE", "'" + grace + "'"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "5", ""})
  @Scenario(11)
  void retriesAreACount(String value, Home home) {
    home.set("DAEMON_PREUPGRADE_MAX_RETRIES", value);

    assertThat(problems(home)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bad", "-1", "99999999999"})
  @Scenario(11)
  void aBadCountOfRetriesIsNamedWithItsValue(String value, Home home) {
    home.set("DAEMON_PREUPGRADE_MAX_RETRIES", value);

    assertThat(problems(home))
        .singleElement()
        .asString()
        .startsWith("DAEMON_PREUPGRADE_MAX_RETRIES could not be parsed to int: \"" + value + "\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "layout;      \\d\\d/\\d\\d \\d\\d:\\d\\d:\\d\\d[AP]M '\\d\\d [+-]\\d{4}",
        "ansic;       [A-Z].. [A-Z].. [ \\d]\\d \\d\\d:\\d\\d:\\d\\d \\d{4}",
        "unixdate;    [A-Z].. [A-Z].. [ \\d]\\d \\d\\d:\\d\\d:\\d\\d \\S+ \\d{4}",
        "rubydate;    [A-Z].. [A-Z].. \\d\\d \\d\\d:\\d\\d:\\d\\d [+-]\\d{4} \\d{4}",
        "rfc822;      \\d\\d [A-Z].. \\d\\d \\d\\d:\\d\\d \\S+",
        "rfc822z;     \\d\\d [A-Z].. \\d\\d \\d\\d:\\d\\d [+-]\\d{4}",
        "rfc850;      [A-Z]\\w+day, \\d\\d-[A-Z]..-\\d\\d \\d\\d:\\d\\d:\\d\\d \\S+",
        "rfc1123;     [A-Z].., \\d\\d [A-Z].. \\d{4} \\d\\d:\\d\\d:\\d\\d \\S+",
        "rfc1123z;    [A-Z].., \\d\\d [A-Z].. \\d{4} \\d\\d:\\d\\d:\\d\\d [+-]\\d{4}",
        "rfc3339;     \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(Z|[+-]\\d\\d:\\d\\d)",
        "rfc3339nano; \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(Z|[+-]\\d\\d:\\d\\d)",
        "kitchen;     \\d?\\d:\\d\\d[AP]M"
      })
  @Scenario({12, 13})
  void everyTimeFormatShapesTheTimeOfALogLine(String word, String shape, Home home) {
    home.set("COSMOVISOR_TIMEFORMAT_LOGS", word).genesis("exit 0");

    assertThat(home.run("run").out()).matches("(?s)(?:" + shape + ") INF running app .*");
  }

  @Test
  @Scenario(12)
  void timesAreKitchenTimesByDefaultAndAnEmptyFormatLeavesThemOut(Home home) {
    home.genesis("exit 0");

    assertThat(home.run("run").out()).matches("(?s)\\d?\\d:\\d\\d[AP]M INF running app .*");
    assertThat(home.set("COSMOVISOR_TIMEFORMAT_LOGS", "").run("run").out())
        .startsWith("INF running app ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bad", "RFC3339", "none"})
  @Scenario(12)
  void aBadTimeFormatIsToldWithTheGoodOnes(String value, Home home) {
    home.set("COSMOVISOR_TIMEFORMAT_LOGS", value);

    assertThat(problems(home))
        .containsExactly(
            "env variable \"COSMOVISOR_TIMEFORMAT_LOGS\" must have a timeformat value"
                + " (\"layout|ansic|unixdate|rubydate|rfc822|rfc822z|rfc850|rfc1123|rfc1123z"
                + "|rfc3339|rfc3339nano|kitchen\"), got \""
                + value
                + "\"");
  }

  @Test
  @Scenario(14)
  void theHomeMustBeAbsolute(Home home) {
    home.set("DAEMON_HOME", "home");

    assertThat(problems(home)).containsExactly("DAEMON_HOME must be an absolute path");
  }

  @Test
  @Scenario(14)
  void theHomeMustHoldAFolderForUs(Home home) {
    home.set("DAEMON_HOME", Bytes.of(home.path("missing")));

    assertThat(problems(home))
        .containsExactly(
            "cannot stat home dir: %s: no such file or directory"
                .formatted(home.path("missing/cosmovisor")));
  }

  @Test
  @Scenario(14)
  void ourFolderInTheHomeMustBeOne(Home home) {
    home.write("other/cosmovisor", "a file");
    home.set("DAEMON_HOME", Bytes.of(home.path("other")));

    assertThat(problems(home))
        .containsExactly(home.path("other/cosmovisor") + " is not a directory");
  }

  @Test
  @Scenario(15)
  void theBackupFolderMustBeAnExistingFolderWithAnAbsolutePath(Home home) {
    home.set("UNSAFE_SKIP_BACKUP", "false");
    String file = Bytes.of(home.write("file", ""));

    assertThat(problems(home.set("DAEMON_DATA_BACKUP_DIR", "there")))
        .containsExactly("there must be an absolute path");
    assertThat(problems(home.set("DAEMON_DATA_BACKUP_DIR", file + "s")))
        .singleElement()
        .asString()
        .contains("\"" + file + "s\" must be a valid directory");
    assertThat(problems(home.set("DAEMON_DATA_BACKUP_DIR", file)))
        .singleElement()
        .asString()
        .contains("\"" + file + "\" must be a valid directory");
  }

  @Test
  @Scenario({15, 99})
  void theBackupFolderMustNotLieInTheData(Home home) {
    String inside = Bytes.of(home.makeFolder("data/backups"));
    home.set("UNSAFE_SKIP_BACKUP", "false").set("DAEMON_DATA_BACKUP_DIR", inside);

    assertThat(problems(home)).singleElement().asString().contains(inside, "inside the data");
  }

  @Test
  @Scenario({15, 99})
  void noLinkHidesThatTheBackupFolderLiesInTheData(Home home) {
    home.makeFolder("data/backups");
    home.link("backups", "data/backups");
    home.set("UNSAFE_SKIP_BACKUP", "false");
    home.set("DAEMON_DATA_BACKUP_DIR", Bytes.of(home.path("backups")));

    assertThat(problems(home)).singleElement().asString().contains("inside the data");
  }

  @Test
  @Scenario(15)
  void nobodyLooksAtTheBackupFolderWhereNoBackupIsTaken(Home home) {
    home.set("UNSAFE_SKIP_BACKUP", "true").set("DAEMON_DATA_BACKUP_DIR", "nowhere");

    assertThat(problems(home)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bin/app", "/app", "..", "."})
  void theNameMustBeAFileName(String name, Home home) {
    home.set("DAEMON_NAME", name);

    assertThat(problems(home))
        .containsExactly(
            "DAEMON_NAME must be the name of a file, not a path, got \"" + name + "\"");
  }

  @Test
  void aNameWithALineBreakIsToldInOneLine(Home home) {
    Ended end = home.set("DAEMON_NAME", "a\nb").run("run");

    assertThat(end.err()).startsWith("Error: ").hasLineCount(1);
    assertThat(end.status()).isEqualTo(1);
  }

  @Test
  void noValueDrivesTheTerminalOfWhoReadsTheProblem(Home home) {
    home.set("DAEMON_NAME", "a/\u001b[31m\nforged").set("DAEMON_POLL_INTERVAL", "\u001b]0;x\u0007");

    Ended end = home.run("run");

    assertThat(end.err()).hasLineCount(2).doesNotContain("\u001b", "\u0007");
  }

  @Test
  @Scenario(14)
  void theHomeMustHoldTheData(Home home) {
    home.genesis("exit 0").remove("data");

    assertDataMissing(home);
    home.write("data", "a file");
    assertDataMissing(home);
  }

  private static void assertDataMissing(Home home) {
    Ended end = home.run("run");
    assertThat(end.err())
        .startsWith("Error: invalid path: " + home.path("data") + " must be an existing directory")
        .hasLineCount(1);
    assertThat(end.status()).isEqualTo(1);
  }

  /// What `help` says behind its text.
  private static List<String> problems(Home home) {
    Ended help = home.run("help");
    assertThat(help.status()).isZero();
    assertThat(help.err()).isEmpty();
    List<String> verdict =
        help.out().lines().dropWhile(line -> !line.startsWith("Documentation: ")).skip(2).toList();
    if (verdict.equals(List.of("The configuration is valid."))) {
      return List.of();
    }
    assertThat(verdict.getFirst())
        .isEqualTo("Problems of the configuration, which `run` would refuse:");
    return verdict.stream().skip(1).map(String::strip).toList();
  }
}
