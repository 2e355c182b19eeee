package cosmovisor.config;

import cosmovisor.config.Config.LogStyle;
import cosmovisor.os.Disk;
import cosmovisor.os.Environment;
import cosmovisor.os.Failures;
import cosmovisor.os.OsString;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// Turns the environment into a [Config], or into everything that is wrong with it.
public final class ConfigLoader {
  private final Environment environment;
  private final Disk disk;
  private final List<String> problems = new ArrayList<>();

  private ConfigLoader(Environment environment, Disk disk) {
    this.environment = environment;
    this.disk = disk;
  }

  /// Reads and checks.
  public static Loaded load(Environment environment, Disk disk) {
    var loader = new ConfigLoader(environment, disk);
    Config config = loader.read();
    return new Loaded(config, List.copyOf(loader.problems));
  }

  /// What came of it.
  ///
  /// @param config to be used only if there are no problems; until then it serves for log lines
  /// @param problems one line each
  public record Loaded(Config config, List<String> problems) {}

  private Config read() {
    boolean allowDownload = bool(Setting.DAEMON_ALLOW_DOWNLOAD_BINARIES);
    boolean mustHaveChecksum = bool(Setting.DAEMON_DOWNLOAD_MUST_HAVE_CHECKSUM);
    boolean restart = bool(Setting.DAEMON_RESTART_AFTER_UPGRADE);
    boolean skipBackup = bool(Setting.UNSAFE_SKIP_BACKUP);
    boolean silent = bool(Setting.COSMOVISOR_DISABLE_LOGS);
    boolean color = bool(Setting.COSMOVISOR_COLOR_LOGS);
    TimeFormat time = timeFormat();
    boolean disableRecase = bool(Setting.COSMOVISOR_DISABLE_RECASE);
    Duration poll = interval();
    Duration delay = duration(Setting.DAEMON_RESTART_DELAY);
    Duration grace = duration(Setting.DAEMON_SHUTDOWN_GRACE);
    int retries = count(Setting.DAEMON_PREUPGRADE_MAX_RETRIES);
    OsString name = name();
    Path home = home();
    Path backups = backupFolder(home, skipBackup);
    return new Config(
        home,
        name,
        allowDownload,
        mustHaveChecksum,
        restart,
        delay,
        grace,
        poll,
        skipBackup,
        backups,
        retries,
        given(Setting.COSMOVISOR_CUSTOM_PREUPGRADE),
        disableRecase,
        new LogStyle(silent, color, time));
  }

  /// The value that is set; empty counts as not set.
  private Optional<OsString> given(Setting setting) {
    return environment.value(setting.name()).filter(value -> !value.isEmpty());
  }

  private String text(Setting setting) {
    return given(setting).map(OsString::text).orElse(setting.defaultValue());
  }

  private boolean bool(Setting setting) {
    String value = text(setting).toLowerCase(Locale.ROOT);
    if (!value.equals("true") && !value.equals("false")) {
      problems.add(
          "env variable \"%s\" must have a boolean value (\"true\" or \"false\"), got \"%s\""
              .formatted(setting, printable(value)));
    }
    return value.equals("true");
  }

  private Duration interval() {
    String value = text(Setting.DAEMON_POLL_INTERVAL);
    Optional<Duration> parsed =
        value.matches("\\d{1,9}")
            ? Optional.of(Duration.ofMillis(Long.parseLong(value)))
            : GoDuration.parse(value);
    return parsed
        .filter(interval -> interval.isPositive())
        .orElseGet(
            () -> {
              problems.add(
                  "invalid: DAEMON_POLL_INTERVAL: "
                      + (parsed.isPresent()
                          ? "must be greater than 0"
                          : "could not parse \"%s\" into either a duration or uint (milliseconds)"
                              .formatted(printable(value))));
              return Duration.ofMillis(300);
            });
  }

  private Duration duration(Setting setting) {
    return value(
        setting,
        text -> GoDuration.parse(text).filter(duration -> !duration.isNegative()),
        "invalid: %s: could not parse '%s' into a duration of 0 or more, such as 30s or 1m30s",
        Duration.ZERO);
  }

  private int count(Setting setting) {
    return value(
        setting,
        text ->
            text.matches("\\+?\\d{1,9}")
                ? Optional.of(Integer.parseInt(text))
                : Optional.<Integer>empty(),
        "%s could not be parsed to int: \"%s\" is not a whole number, 0 or more",
        0);
  }

  private TimeFormat timeFormat() {
    if (environment
        .value(Setting.COSMOVISOR_TIMEFORMAT_LOGS.name())
        .filter(OsString::isEmpty)
        .isPresent()) {
      return TimeFormat.NONE;
    }
    List<String> words = new ArrayList<>();
    for (TimeFormat format : TimeFormat.values()) {
      if (format != TimeFormat.NONE) {
        words.add(format.word());
      }
    }
    return value(
        Setting.COSMOVISOR_TIMEFORMAT_LOGS,
        TimeFormat::of,
        "env variable \"%s\" must have a timeformat value (\""
            + String.join("|", words)
            + "\"), got \"%s\"",
        TimeFormat.KITCHEN);
  }

  private <T> T value(
      Setting setting, Function<String, Optional<T>> parse, String problem, T otherwise) {
    String text = text(setting);
    return parse
        .apply(text)
        .orElseGet(
            () -> {
              problems.add(problem.formatted(setting, printable(text)));
              return otherwise;
            });
  }

  private OsString name() {
    OsString name = given(Setting.DAEMON_NAME).orElse(OsString.of(""));
    if (name.isEmpty()) {
      problems.add("DAEMON_NAME is not set");
    } else if (name.text().contains("/") || name.text().equals(".") || name.text().equals("..")) {
      problems.add(
          "DAEMON_NAME must be the name of a file, not a path, got \"%s\""
              .formatted(printable(name.text())));
    }
    return name;
  }

  private Path home() {
    Optional<OsString> home = given(Setting.DAEMON_HOME);
    if (home.isEmpty()) {
      problems.add("DAEMON_HOME is not set");
      return Path.of("/");
    }
    if (!home.get().isAbsolutePath()) {
      problems.add("DAEMON_HOME must be an absolute path");
      return Path.of("/");
    }
    Path path = home.get().path().normalize();
    folder(path.resolve("cosmovisor"), "cannot stat home dir: %s: %s", "%s is not a directory");
    return path;
  }

  private Path backupFolder(Path home, boolean skipBackup) {
    Optional<OsString> given = given(Setting.DAEMON_DATA_BACKUP_DIR);
    if (skipBackup) {
      return home;
    }
    if (given.isEmpty()) {
      if (given(Setting.DAEMON_HOME).isEmpty()) {
        problems.add("DAEMON_DATA_BACKUP_DIR must not be empty");
      }
      return home;
    }
    if (!given.get().isAbsolutePath()) {
      problems.add(printable(given.get().text()) + " must be an absolute path");
      return home;
    }
    Path folder = given.get().path().normalize();
    folder(
        folder,
        "DAEMON_DATA_BACKUP_DIR: \"%s\" must be a valid directory: %s",
        "DAEMON_DATA_BACKUP_DIR: \"%s\" must be a valid directory");
    if (isInside(folder, home.resolve("data"))) {
      problems.add(
          "DAEMON_DATA_BACKUP_DIR: \"%s\" lies inside the data folder that it would hold: choose one"
                  .formatted(printable(folder.toString()))
              + " outside");
    }
    return folder;
  }

  private boolean isInside(Path folder, Path data) {
    try {
      return disk.resolve(folder).startsWith(disk.resolve(data));
    } catch (IOException missing) {
      return folder.startsWith(data);
    }
  }

  private void folder(Path path, String unreadable, String notAFolder) {
    String shown = printable(path.toString());
    try {
      Optional<Disk.Facts> facts = disk.follow(path);
      if (facts.isEmpty()) {
        problems.add(unreadable.formatted(shown, "no such file or directory"));
      } else if (facts.get().kind() != Disk.Kind.FOLDER) {
        problems.add(notAFolder.formatted(shown));
      }
    } catch (IOException failure) {
      problems.add(unreadable.formatted(shown, Failures.line(failure)));
    }
  }

  /// Set by whoever writes the unit file, but printed to a terminal: no control characters.
  private static String printable(String value) {
    return value.replaceAll("\\p{Cntrl}", "?");
  }
}
