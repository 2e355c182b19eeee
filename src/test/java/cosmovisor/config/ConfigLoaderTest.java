package cosmovisor.config;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ConfigLoaderTest {
  private static final Disk DISK = new Posix().disk();

  @TempDir private Path home;

  @BeforeEach
  void makeHome() throws IOException {
    Files.createDirectories(home.resolve("cosmovisor"));
    Files.createDirectories(home.resolve("data"));
  }

  private ConfigLoader.Loaded load(Map<String, String> more) {
    List<OsString> entries = new ArrayList<>();
    more.forEach((name, value) -> entries.add(OsString.of(name + "=" + value)));
    entries.add(OsString.of("DAEMON_HOME=" + home));
    entries.add(OsString.of("DAEMON_NAME=simd"));
    return ConfigLoader.load(new Environment(entries), DISK);
  }

  private Config good(String name, String value) {
    ConfigLoader.Loaded loaded = load(Map.of(name, value));
    assertThat(loaded.problems()).isEmpty();
    return loaded.config();
  }

  private List<String> problems(String name, String value) {
    return load(Map.of(name, value)).problems();
  }

  @Test
  void nothingSetIsThreeProblems() {
    assertThat(ConfigLoader.load(new Environment(List.of()), DISK).problems())
        .containsExactly(
            "DAEMON_NAME is not set",
            "DAEMON_HOME is not set",
            "DAEMON_DATA_BACKUP_DIR must not be empty");
  }

  @Test
  void defaultsAreThoseOfTheOriginalExceptTheGrace() {
    Config config = load(Map.of()).config();
    assertThat(config.allowDownload()).isFalse();
    assertThat(config.restartAfterUpgrade()).isTrue();
    assertThat(config.skipBackup()).isFalse();
    assertThat(config.pollInterval()).isEqualTo(Duration.ofMillis(300));
    assertThat(config.restartDelay()).isZero();
    assertThat(config.shutdownGrace()).isEqualTo(Duration.ofMinutes(2));
    assertThat(config.preUpgradeMaxRetries()).isZero();
    assertThat(config.backupFolder()).isEqualTo(home);
    assertThat(config.disableRecase()).isFalse();
  }

  @Test
  void everyProblemIsToldAtOnce() {
    assertThat(
            ConfigLoader.load(
                    new Environment(
                        List.of(
                            OsString.of("DAEMON_HOME=rel"),
                            OsString.of("DAEMON_ALLOW_DOWNLOAD_BINARIES=bad"),
                            OsString.of("DAEMON_DOWNLOAD_MUST_HAVE_CHECKSUM=bad"),
                            OsString.of("DAEMON_RESTART_AFTER_UPGRADE=bad"),
                            OsString.of("UNSAFE_SKIP_BACKUP=bad"),
                            OsString.of("COSMOVISOR_DISABLE_LOGS=bad"),
                            OsString.of("COSMOVISOR_COLOR_LOGS=bad"),
                            OsString.of("COSMOVISOR_TIMEFORMAT_LOGS=bad"),
                            OsString.of("COSMOVISOR_DISABLE_RECASE=bad"),
                            OsString.of("DAEMON_POLL_INTERVAL=bad"),
                            OsString.of("DAEMON_RESTART_DELAY=bad"),
                            OsString.of("DAEMON_SHUTDOWN_GRACE=bad"),
                            OsString.of("DAEMON_PREUPGRADE_MAX_RETRIES=bad"),
                            OsString.of("DAEMON_DATA_BACKUP_DIR=rel"))),
                    DISK)
                .problems())
        .hasSize(15);
  }

  @ParameterizedTest
  @CsvSource({"true,true", "TRUE,true", "True,true", "false,false", "FALSE,false", "'',true"})
  void booleansAreReadInAnyCaseAndEmptyIsTheDefault(String text, boolean value) {
    assertThat(good("DAEMON_RESTART_AFTER_UPGRADE", text).restartAfterUpgrade()).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"truly", "1", "0", "yes", "on", "t", " true"})
  void anythingElseIsNoBoolean(String text) {
    assertThat(problems("UNSAFE_SKIP_BACKUP", text))
        .containsExactly(
            "env variable \"UNSAFE_SKIP_BACKUP\" must have a boolean value (\"true\" or \"false\"),"
                + " got \""
                + text
                + "\"");
  }

  @ParameterizedTest
  @CsvSource({"600,600", "1s,1000", "300ms,300", "1.5s,1500", "'',300"})
  void theIntervalIsMillisecondsOrADuration(String text, long millis) {
    assertThat(good("DAEMON_POLL_INTERVAL", text).pollInterval())
        .isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @CsvSource({
    "bad,could not parse",
    "0,must be greater than 0",
    "0s,must be greater than 0",
    "-3m,must be greater than 0",
    "99999999999999999999,could not parse",
    "-5,could not parse"
  })
  void aBadIntervalIsNamed(String text, String problem) {
    assertThat(problems("DAEMON_POLL_INTERVAL", text))
        .singleElement()
        .asString()
        .startsWith("invalid: DAEMON_POLL_INTERVAL: ")
        .contains(problem);
  }

  @ParameterizedTest
  @CsvSource({"0,0", "0s,0", "2s,2000"})
  void aGraceOfZeroCanBeSaid(String text, long millis) {
    assertThat(good("DAEMON_SHUTDOWN_GRACE", text).shutdownGrace())
        .isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bad", "-1", "1.5", "99999999999"})
  void retriesAreAWholeNumber(String text) {
    assertThat(problems("DAEMON_PREUPGRADE_MAX_RETRIES", text))
        .singleElement()
        .asString()
        .contains("could not be parsed to int");
  }

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "1B,1",
    "10GiB,10737418240",
    "1.5 KiB,1536",
    "2TB,2000000000000",
    "'',0",
  })
  void aSizeHasAUnit(String text, long bytes) {
    Config config = good("DAEMON_BACKUP_MIN_FREE", text);
    assertThat(config.retention().minFree()).isEqualTo(bytes);
    assertThat(ByteSize.parse(config.shown(Setting.DAEMON_BACKUP_MIN_FREE))).contains(bytes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"10", "-1B", "1gib", "1 PiB", "GiB", "9999999999999 TiB", "1e3KB", "0x1B"})
  void whatIsNoSizeIsNamed(String text) {
    assertThat(problems("DAEMON_BACKUP_MIN_FREE", text))
        .containsExactly(
            "DAEMON_BACKUP_MIN_FREE must be a size such as 10GiB, or 0, got \"" + text + "\"");
  }

  @ParameterizedTest
  @EnumSource(value = TimeFormat.class)
  void everyTimeFormatIsKnownByItsWord(TimeFormat format) {
    assertThat(good("COSMOVISOR_TIMEFORMAT_LOGS", format.word()).logStyle().time())
        .isEqualTo(format);
  }

  @Test
  void aTimeFormatOfAnotherCaseIsNone() {
    assertThat(problems("COSMOVISOR_TIMEFORMAT_LOGS", "Kitchen"))
        .singleElement()
        .asString()
        .contains("layout|ansic|unixdate");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b", ".", "..", "../simd"})
  void theNameIsOneOfAFile(String name) {
    Environment environment =
        new Environment(
            List.of(OsString.of("DAEMON_HOME=" + home), OsString.of("DAEMON_NAME=" + name)));
    assertThat(ConfigLoader.load(environment, DISK).problems())
        .singleElement()
        .asString()
        .contains("not a path");
  }

  @Test
  void theRootMustBeAFolder() throws IOException {
    Files.delete(home.resolve("cosmovisor"));
    assertThat(load(Map.of()).problems())
        .containsExactly(
            "cannot stat home dir: " + home.resolve("cosmovisor") + ": no such file or directory");
    Files.createFile(home.resolve("cosmovisor"));
    assertThat(load(Map.of()).problems())
        .containsExactly(home.resolve("cosmovisor") + " is not a directory");
  }

  @Test
  void theBackupFolderMustBeThereUnlessBackupsAreSkipped() {
    assertThat(problems("DAEMON_DATA_BACKUP_DIR", "rel"))
        .containsExactly("rel must be an absolute path");
    assertThat(problems("DAEMON_DATA_BACKUP_DIR", home + "/none"))
        .singleElement()
        .asString()
        .contains("must be a valid directory: no such file");
    assertThat(
            load(Map.of("DAEMON_DATA_BACKUP_DIR", "rel", "UNSAFE_SKIP_BACKUP", "true")).problems())
        .isEmpty();
  }

  @Test
  void theBackupFolderMustNotLieInTheData() throws IOException {
    Files.createDirectories(home.resolve("data/backups"));
    Files.createSymbolicLink(home.resolve("elsewhere"), home.resolve("data/backups"));
    for (String folder : List.of("/data", "/data/backups", "/elsewhere")) {
      assertThat(problems("DAEMON_DATA_BACKUP_DIR", home + folder))
          .as(folder)
          .singleElement()
          .asString()
          .contains("lies inside the data folder");
    }
  }

  @Test
  void aValueFromOutsideCannotWriteToTheTerminal() {
    assertThat(problems("UNSAFE_SKIP_BACKUP", "\u001b[2Jx\n"))
        .singleElement()
        .asString()
        .doesNotContain("\u001b")
        .doesNotContain("\n");
  }
}
