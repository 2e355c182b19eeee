package cosmovisor.config;

import static org.assertj.core.api.Assertions.assertThat;

import cosmovisor.config.ConfigLoader.Loaded;
import cosmovisor.config.ConfigLoader.Purpose;
import cosmovisor.os.Disk;
import cosmovisor.os.Environment;
import cosmovisor.os.OsString;
import cosmovisor.os.posix.Posix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ConfigFileTest {
  private static final Disk DISK = new Posix().disk();

  @TempDir private Path home;
  private Path file;

  @BeforeEach
  void makeHome() throws IOException {
    Files.createDirectories(home.resolve("cosmovisor"));
    Files.createDirectories(home.resolve("data"));
    file = home.resolve("config.toml");
  }

  private Loaded load(Purpose purpose, String toml, String... variables) throws IOException {
    Files.writeString(file, toml);
    List<OsString> entries = new ArrayList<>();
    for (String variable : variables) {
      entries.add(OsString.of(variable));
    }
    return ConfigLoader.load(new Environment(entries), Optional.of(file), DISK, purpose);
  }

  /// Home and name are in the file too.
  private Loaded load(String toml, String... variables) throws IOException {
    return load(
        Purpose.USE,
        "daemon_home = '%s'\ndaemon_name = 'simd'\n".formatted(home) + toml,
        variables);
  }

  private Config good(String toml, String... variables) throws IOException {
    Loaded loaded = load(toml, variables);
    assertThat(loaded.problems()).isEmpty();
    return loaded.config();
  }

  @Test
  void aFileSetsWhatTheEnvironmentDoesNot() throws IOException {
    Loaded loaded =
        load(
            """
            daemon_restart_after_upgrade = false
            daemon_grpc_address = "localhost:1"
            daemon_poll_interval = "1s"
            """,
            "DAEMON_GRPC_ADDRESS=localhost:2",
            "DAEMON_POLL_INTERVAL=");
    assertThat(loaded.problems()).isEmpty();
    Config config = loaded.config();
    assertThat(config.home()).isEqualTo(home);
    assertThat(config.name()).isEqualTo(OsString.of("simd"));
    assertThat(config.restartAfterUpgrade()).isFalse();
    assertThat(config.grpcAddress()).isEqualTo("localhost:2");
    assertThat(config.pollInterval()).isEqualTo(Duration.ofSeconds(1));
    assertThat(loaded.origins())
        .containsEntry(Setting.DAEMON_NAME, new Origin.FromFile(file, 2))
        .containsEntry(Setting.DAEMON_GRPC_ADDRESS, new Origin.FromEnvironment())
        .containsEntry(Setting.DAEMON_POLL_INTERVAL, new Origin.FromFile(file, 5))
        .containsEntry(Setting.DAEMON_RPC_ADDRESS, new Origin.FromDefault());
  }

  @ParameterizedTest
  @EnumSource(Setting.class)
  void aKeyThatIsMissingHasItsDefault(Setting setting) throws IOException {
    String expected =
        switch (setting) {
          case DAEMON_HOME, DAEMON_DATA_BACKUP_DIR -> home.toString();
          case DAEMON_NAME -> "simd";
          default -> setting.defaultValue();
        };
    assertThat(good("").shown(setting).replace("2m0s", "2m")).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "300000000, 300",
    "'\"300ms\"', 300",
    "'''1m30s''', 90000",
    "1_500_000_000, 1500",
    "0x11e1a300, 300"
  })
  void durationsAreNanosecondsOrTexts(String value, long millis) throws IOException {
    Config config = good("daemon_poll_interval = " + value + "\ndaemon_restart_delay = " + value);
    assertThat(config.pollInterval()).isEqualTo(Duration.ofMillis(millis));
    assertThat(config.restartDelay()).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @CsvSource({
    "true,true",
    "false,false",
    "'\"true\"',true",
    "'\"TRUE\"',true",
    "'\"t\"',true",
    "'\"1\"',true",
    "1,true",
    "-7,true",
    "0,false",
    "'\"0\"',false",
    "'\"F\"',false",
    "'\"\"',false"
  })
  void booleansAreLoose(String value, boolean truth) throws IOException {
    assertThat(good("daemon_restart_after_upgrade = " + value).restartAfterUpgrade())
        .isEqualTo(truth);
  }

  @Test
  void besideAFileBooleansOfTheEnvironmentAreLooseToo() throws IOException {
    assertThat(good("", "UNSAFE_SKIP_BACKUP=1").skipBackup()).isTrue();
  }

  @Test
  void keysAreReadInAnyCase() throws IOException {
    assertThat(good("Daemon_PreUpgrade_Max_Retries = 5").preUpgradeMaxRetries()).isEqualTo(5);
    assertThat(good("DAEMON_PREUPGRADE_MAX_RETRIES = '5'").preUpgradeMaxRetries()).isEqualTo(5);
  }

  @Test
  void anEmptyTimeFormatLeavesTimesOut() throws IOException {
    assertThat(good("cosmovisor_timeformat_logs = ''").logStyle().time())
        .isEqualTo(TimeFormat.NONE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "daemon_poll_interval = true | a whole number of nanoseconds, got the boolean true",
        "daemon_poll_interval = 'soon' | a whole number of nanoseconds, got \"soon\"",
        "daemon_poll_interval = '600' | a whole number of nanoseconds, got \"600\"",
        "daemon_poll_interval = 1.5 | a whole number of nanoseconds, got the number 1.5",
        "daemon_restart_delay = -1 | a whole number of nanoseconds, got the number -1",
        "daemon_allow_download_binaries = [] | must be true or false, got a list",
        "daemon_allow_download_binaries = 'maybe' | must be true or false, got \"maybe\"",
        "daemon_preupgrade_max_retries = -1 | a whole number, 0 or more, got the number -1",
        "daemon_data_backup_dir = 5 | must be an absolute path, got the number 5",
        "daemon_rpc_address = 2026-01-01 | got a date or time",
        "daemon_grpc_address = 'a b' | must be an address such as localhost:9090, got \"a b\"",
        "cosmovisor_log_format = 'xml' | must be console or json, got \"xml\"",
        "[daemon_grpc_address] | got a table",
      })
  void aValueThatDoesNotFitIsNamedWithItsLine(String toml, String problem) throws IOException {
    String key = toml.replaceAll("\\[|]| =.*", "");
    assertThat(load(toml).problems())
        .singleElement()
        .asString()
        .startsWith(file + ":3: " + key + " must be ")
        .endsWith(problem);
  }

  @Test
  void anIntervalOfZeroIsRefusedWithItsPlace() throws IOException {
    assertThat(load("daemon_poll_interval = 0").problems())
        .containsExactly("invalid: DAEMON_POLL_INTERVAL: must be greater than 0 (" + file + ":3)");
  }

  @Test
  void everyProblemIsToldAtOnce() throws IOException {
    assertThat(
            load(
                    Purpose.USE,
                    """
                    daemon_name = 5
                    daemon_poll_interval = "x"
                    unsafe_skip_backup = "x"
                    """,
                    "COSMOVISOR_COLOR_LOGS=blue")
                .problems())
        .satisfiesExactly(
            one -> assertThat(one).startsWith(file + ":3: unsafe_skip_backup"),
            two -> assertThat(two).startsWith("env variable \"COSMOVISOR_COLOR_LOGS\""),
            three -> assertThat(three).startsWith(file + ":2: daemon_poll_interval"),
            four -> assertThat(four).startsWith(file + ":1: daemon_name must be a file name"),
            five -> assertThat(five).isEqualTo("DAEMON_HOME is not set"),
            six -> assertThat(six).isEqualTo("DAEMON_DATA_BACKUP_DIR must not be empty"));
  }

  @Test
  void whatIsNoTomlIsToldWithItsLine() throws IOException {
    assertThat(load("daemon_restart_delay: 5\n\u001b").problems())
        .first()
        .asString()
        .startsWith("failed to read config file: " + file + ":3: ")
        .doesNotContain("\u001b");
  }

  @Test
  void whatTheParserItselfTripsOverIsToldToo() throws IOException {
    String far = "failed to read config file: " + file + " is far from being TOML";
    assertThat(load("a = " + "[".repeat(100_000)).problems()).contains(far);
    assertThat(load("a = \"\\ \"").problems()).isNotEmpty();
  }

  @Test
  void aKeySetTwiceIsRefusedInAnyCase() throws IOException {
    assertThat(load("DAEMON_NAME = 'x'").problems())
        .containsExactly(file + ":3: DAEMON_NAME is set twice: remove one of the two");
    assertThat(load("daemon_name = 'x'").problems()).first().asString().contains(file + ":3: ");
  }

  @Test
  void unknownKeysAreWarnedOfWithTheNearest() throws IOException {
    Loaded loaded =
        load("daemon_restart_after_upgade = false\n[p2p]\nladdr = ''", "DEAMON_HOME=/x", "A_B=c");
    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.warnings())
        .containsExactly(
            file
                + ":3: unknown key daemon_restart_after_upgade, did you mean"
                + " daemon_restart_after_upgrade?",
            file + ":4: unknown key p2p",
            "unknown environment variable DEAMON_HOME, did you mean DAEMON_HOME?");
  }

  @Test
  void aFileThatCannotBeReadIsNamed() throws IOException {
    assertThat(problems(home.resolve("none")))
        .contains("config not found: at " + home.resolve("none") + " : no such file or directory");
    assertThat(problems(home)).contains("failed to read config file: " + home + " is a directory");
    Files.write(file, new byte[] {(byte) 0xff});
    assertThat(problems(file))
        .contains("failed to read config file: " + file + " is not UTF-8 text");
    Files.write(file, new byte[2 << 20]);
    assertThat(problems(file))
        .contains("failed to read config file: " + file + " is larger than 1 MiB");
  }

  private static List<String> problems(Path path) {
    return ConfigLoader.load(new Environment(List.of()), Optional.of(path), DISK, Purpose.USE)
        .problems();
  }

  @Test
  void forAHomeToBeMadeNothingHasToBeThere() throws IOException {
    String toml =
        "daemon_home = '/none'\ndaemon_name = 'simd'\ndaemon_data_backup_dir = '/none/b'\n";
    assertThat(load(Purpose.INIT, toml).problems()).isEmpty();
    assertThat(load(Purpose.USE, toml).problems()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void noMutilatedFileMakesItThrow(long seed) throws IOException {
    Random random = new Random(seed);
    String whole =
        "daemon_home = '/x'\ndaemon_poll_interval = 300_000\n[a.b]\nc = [1, {d = \"\\u00e9\"}]\n";
    for (int i = 0; i < 200; i++) {
      StringBuilder text = new StringBuilder(whole);
      for (int slips = random.nextInt(1, 6); slips > 0; slips--) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(3)) {
          case 0 -> text.deleteCharAt(at);
          case 1 -> text.insert(at, (char) random.nextInt(0, 0x250));
          default -> text.setCharAt(at, "'\"[]{}=.#\n\\\0".charAt(random.nextInt(12)));
        }
      }
      assertThat(load(Purpose.USE, text.toString()).problems())
          .as("seed %d: %s", seed, text)
          .noneMatch(problem -> problem.contains("\n"));
    }
  }
}
