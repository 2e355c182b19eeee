package cosmovisor.config;

import cosmovisor.config.Config.BackupMethod;
import cosmovisor.config.Config.Color;
import cosmovisor.config.Config.LogFormat;
import cosmovisor.config.Config.LogStyle;
import cosmovisor.os.Disk;
import cosmovisor.os.Environment;
import cosmovisor.os.Failures;
import cosmovisor.os.OsString;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Turns environment and configuration file into a [Config], or into everything that is wrong with
/// them.
public final class ConfigLoader {
  private static final String TIME_FORMATS =
      Stream.of(TimeFormat.values())
          .filter(format -> format != TimeFormat.NONE)
          .map(TimeFormat::word)
          .collect(Collectors.joining("|"));

  private final Sources sources;
  private final Disk disk;
  private final Purpose purpose;
  private final List<String> problems = new ArrayList<>();

  private ConfigLoader(Sources sources, Disk disk, Purpose purpose) {
    this.sources = sources;
    this.disk = disk;
    this.purpose = purpose;
    sources.file().ifPresent(file -> problems.addAll(file.problems()));
  }

  /// What the configuration is for.
  public enum Purpose {
    /// Working with a home, whose folders have to be there.
    USE,
    /// Making a home.
    INIT
  }

  /// Reads the environment alone, and checks.
  public static Loaded load(Environment environment, Disk disk) {
    return load(environment, Optional.empty(), disk, Purpose.USE);
  }

  /// Reads and checks.
  ///
  /// @param file named by the operator; no other is looked for
  public static Loaded load(
      Environment environment, Optional<Path> file, Disk disk, Purpose purpose) {
    var sources = new Sources(environment, file.map(path -> ConfigFile.read(path, disk)));
    var loader = new ConfigLoader(sources, disk, purpose);
    Config config = loader.read();
    Map<Setting, Origin> origins = new EnumMap<>(Setting.class);
    for (Setting setting : Setting.values()) {
      origins.put(setting, sources.given(setting).origin());
    }
    return new Loaded(config, origins, List.copyOf(loader.problems), sources.warnings());
  }

  /// What came of it.
  ///
  /// @param config to be used only if there are no problems; until then it serves for log lines
  /// @param origins of every setting's value
  /// @param problems one line each
  /// @param warnings what is set and has no effect, one line each
  public record Loaded(
      Config config, Map<Setting, Origin> origins, List<String> problems, List<String> warnings) {}

  private Config read() {
    boolean allowDownload = bool(Setting.DAEMON_ALLOW_DOWNLOAD_BINARIES);
    boolean mustHaveChecksum = bool(Setting.DAEMON_DOWNLOAD_MUST_HAVE_CHECKSUM);
    boolean restart = bool(Setting.DAEMON_RESTART_AFTER_UPGRADE);
    boolean skipBackup = bool(Setting.UNSAFE_SKIP_BACKUP);
    LogStyle logStyle = logStyle();
    boolean disableRecase = bool(Setting.COSMOVISOR_DISABLE_RECASE);
    Duration poll = interval();
    Duration delay = duration(Setting.DAEMON_RESTART_DELAY);
    Duration grace = duration(Setting.DAEMON_SHUTDOWN_GRACE);
    int retries = count(Setting.DAEMON_PREUPGRADE_MAX_RETRIES);
    int restarts = count(Setting.DAEMON_RESTART_ON_FAILURE);
    String grpcAddress = address(Setting.DAEMON_GRPC_ADDRESS);
    String rpcAddress = address(Setting.DAEMON_RPC_ADDRESS);
    OsString customPreUpgrade = text(Setting.COSMOVISOR_CUSTOM_PREUPGRADE);
    OsString name = name();
    Path home = home();
    Path backups = backupFolder(home, skipBackup);
    BackupMethod method = backupMethod();
    Config.Retention retention =
        new Config.Retention(
            count(Setting.DAEMON_BACKUP_KEEP),
            duration(Setting.DAEMON_BACKUP_MAX_AGE),
            size(Setting.DAEMON_BACKUP_MIN_FREE));
    List<String> also = backupAlso();
    Duration minInterval = duration(Setting.DAEMON_BACKUP_MIN_INTERVAL);
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
        method,
        retention,
        also,
        minInterval,
        retries,
        restarts,
        grpcAddress,
        rpcAddress,
        Optional.of(customPreUpgrade).filter(file -> !file.isEmpty()),
        disableRecase,
        logStyle);
  }

  private LogStyle logStyle() {
    return new LogStyle(bool(Setting.COSMOVISOR_DISABLE_LOGS), color(), timeFormat(), logFormat());
  }

  // Forms

  /// A value in the form that a setting has; what has another form is a problem.
  private <T> T value(Setting setting, Function<Raw, Optional<T>> form, T otherwise) {
    Given given = sources.given(setting);
    return form.apply(given.raw())
        .orElseGet(
            () -> {
              problems.add(misfit(given));
              return otherwise;
            });
  }

  private static <T> Function<Raw, Optional<T>> ofText(Function<String, Optional<T>> form) {
    return raw -> raw instanceof Raw.Text text ? form.apply(text.value().text()) : Optional.empty();
  }

  private static String misfit(Given given) {
    Setting setting = given.setting();
    if (given.origin() instanceof Origin.FromFile(Path file, int line)) {
      return "%s:%d: %s must be %s, got %s"
          .formatted(
              Raw.printable(OsString.of(file).text()),
              line,
              setting.key(),
              setting.kind().fileWords(),
              given.raw().found());
    }
    String found = given.raw().found();
    return switch (setting.kind()) {
      case BOOLEAN ->
          "env variable \"%s\" must have a boolean value (\"true\" or \"false\"), got %s"
              .formatted(setting, found.toLowerCase(Locale.ROOT));
      case INTERVAL ->
          "invalid: %s: could not parse %s into either a duration or uint (milliseconds)"
              .formatted(setting, found);
      case DURATION ->
          "invalid: %s: could not parse %s into a duration of 0 or more, such as 30s or 1m30s"
              .formatted(setting, found.replaceAll("^\"|\"$", "'"));
      case COUNT ->
          "%s could not be parsed to int: %s is not a whole number, 0 or more"
              .formatted(setting, found);
      case TIME_FORMAT ->
          "env variable \"%s\" must have a timeformat value (\"%s\"), got %s"
              .formatted(setting, TIME_FORMATS, found);
      case PATH, NAME, FILE_NAME, ADDRESS, SIZE, LOG_FORMAT, BACKUP_METHOD, FOLDER_NAMES ->
          "%s must be %s, got %s".formatted(setting, setting.kind().words(), found);
    };
  }

  private boolean bool(Setting setting) {
    return value(setting, this::truth, false);
  }

  /// As in the original, words are looser as soon as there is a file, in the environment too.
  private Optional<Boolean> truth(Raw raw) {
    return switch (raw) {
      case Raw.Truth truth -> Optional.of(truth.value());
      case Raw.Whole number -> Optional.of(number.value() != 0);
      case Raw.Other _ -> Optional.empty();
      case Raw.Text text ->
          switch (text.value().text().toLowerCase(Locale.ROOT)) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            case "1", "t" -> Optional.of(true).filter(_ -> sources.file().isPresent());
            case "0", "f", "" -> Optional.of(false).filter(_ -> sources.file().isPresent());
            default -> Optional.empty();
          };
    };
  }

  private Duration interval() {
    Setting setting = Setting.DAEMON_POLL_INTERVAL;
    Given given = sources.given(setting);
    boolean inFile = given.origin() instanceof Origin.FromFile;
    Duration interval =
        value(
            setting,
            raw ->
                raw instanceof Raw.Text text && !inFile && text.value().text().matches("\\d{1,9}")
                    ? Optional.of(Duration.ofMillis(Long.parseLong(text.value().text())))
                    : span(raw),
            Duration.ofMillis(300));
    if (!interval.isPositive()) {
      problems.add("invalid: " + setting + ": must be greater than 0" + where(setting));
      return Duration.ofMillis(300);
    }
    return interval;
  }

  private Duration duration(Setting setting) {
    return value(setting, raw -> span(raw).filter(span -> !span.isNegative()), Duration.ZERO);
  }

  private static Optional<Duration> span(Raw raw) {
    return switch (raw) {
      case Raw.Text text -> GoDuration.parse(text.value().text());
      case Raw.Whole number -> Optional.of(Duration.ofNanos(number.value()));
      case Raw.Truth _, Raw.Other _ -> Optional.empty();
    };
  }

  private int count(Setting setting) {
    return value(
        setting,
        raw ->
            raw instanceof Raw.Whole number
                ? whole(Long.toString(number.value()))
                : ConfigLoader.<Integer>ofText(ConfigLoader::whole).apply(raw),
        0);
  }

  private long size(Setting setting) {
    return value(
        setting,
        raw ->
            raw instanceof Raw.Whole number
                ? Optional.of(number.value()).filter(bytes -> bytes >= 0)
                : ConfigLoader.<Long>ofText(ByteSize::parse).apply(raw),
        0L);
  }

  private static Optional<Integer> whole(String text) {
    return text.matches("\\+?\\d{1,9}") ? Optional.of(Integer.parseInt(text)) : Optional.empty();
  }

  private Color color() {
    boolean color = bool(Setting.COSMOVISOR_COLOR_LOGS);
    boolean asked = // not by a file: the one that `init` writes has every setting in it
        sources.given(Setting.COSMOVISOR_COLOR_LOGS).origin() instanceof Origin.FromEnvironment;
    boolean unwanted =
        sources.environment().value("NO_COLOR").filter(value -> !value.isEmpty()).isPresent();
    if (!color || unwanted) {
      return Color.NOWHERE;
    }
    return asked ? Color.EVERYWHERE : Color.ON_TERMINALS;
  }

  private TimeFormat timeFormat() {
    Setting setting = Setting.COSMOVISOR_TIMEFORMAT_LOGS;
    boolean leftOut =
        sources.isEmptyInEnvironment(setting)
            && sources.given(setting).origin() instanceof Origin.FromDefault;
    return leftOut ? TimeFormat.NONE : value(setting, ofText(TimeFormat::of), TimeFormat.KITCHEN);
  }

  private LogFormat logFormat() {
    return value(Setting.COSMOVISOR_LOG_FORMAT, ofText(LogFormat::of), LogFormat.CONSOLE);
  }

  private BackupMethod backupMethod() {
    return value(Setting.DAEMON_BACKUP_METHOD, ofText(BackupMethod::of), BackupMethod.AUTO);
  }

  private List<String> backupAlso() {
    return value(Setting.DAEMON_BACKUP_ALSO, ofText(FolderNames::of), List.of());
  }

  private String address(Setting setting) {
    return value(
        setting,
        ofText(
            text -> Optional.of(text).filter(address -> !address.matches(".*[\\s\\p{Cntrl}].*"))),
        "");
  }

  private OsString text(Setting setting) {
    return value(
        setting,
        raw -> raw instanceof Raw.Text text ? Optional.of(text.value()) : Optional.empty(),
        OsString.of(""));
  }

  private boolean isUnset(Setting setting) {
    return sources.given(setting).raw() instanceof Raw.Text text && text.value().isEmpty();
  }

  /// Where a setting of a file stands, for the end of a sentence about it.
  private String where(Setting setting) {
    return sources.given(setting).origin() instanceof Origin.FromFile(Path file, int line)
        ? " (" + Raw.printable(OsString.of(file).text()) + ":" + line + ")"
        : "";
  }

  // What has to be true of the world

  private OsString name() {
    OsString name = text(Setting.DAEMON_NAME);
    if (name.isEmpty()) {
      if (isUnset(Setting.DAEMON_NAME)) {
        problems.add("DAEMON_NAME is not set");
      }
    } else if (name.text().contains("/") || name.text().equals(".") || name.text().equals("..")) {
      problems.add(
          "DAEMON_NAME must be the name of a file, not a path, got \"%s\""
                  .formatted(Raw.printable(name.text()))
              + where(Setting.DAEMON_NAME));
    }
    return name;
  }

  private Path home() {
    OsString home = text(Setting.DAEMON_HOME);
    if (home.isEmpty()) {
      if (isUnset(Setting.DAEMON_HOME)) {
        problems.add("DAEMON_HOME is not set");
      }
      return Path.of("/");
    }
    if (!home.isAbsolutePath()) {
      problems.add("DAEMON_HOME must be an absolute path" + where(Setting.DAEMON_HOME));
      return Path.of("/");
    }
    Path path = home.path().normalize();
    if (purpose == Purpose.USE) {
      folder(path.resolve("cosmovisor"), "cannot stat home dir: %s: %s", "%s is not a directory");
    }
    return path;
  }

  private Path backupFolder(Path home, boolean skipBackup) {
    OsString given = text(Setting.DAEMON_DATA_BACKUP_DIR);
    if (given.isEmpty()) {
      if (!skipBackup && purpose == Purpose.USE && isUnset(Setting.DAEMON_HOME)) {
        problems.add("DAEMON_DATA_BACKUP_DIR must not be empty");
      }
      return home;
    }
    if (!given.isAbsolutePath()) {
      if (!skipBackup) {
        problems.add(Raw.printable(given.text()) + " must be an absolute path");
      }
      return home;
    }
    Path folder = given.path().normalize();
    if (!skipBackup && purpose == Purpose.USE) {
      checkBackupFolder(folder, home);
    }
    return folder;
  }

  private void checkBackupFolder(Path folder, Path home) {
    folder(
        folder,
        "DAEMON_DATA_BACKUP_DIR: \"%s\" must be a valid directory: %s",
        "DAEMON_DATA_BACKUP_DIR: \"%s\" must be a valid directory");
    if (isInside(folder, home.resolve("data"))) {
      problems.add(
          "DAEMON_DATA_BACKUP_DIR: \"%s\" lies inside the data folder that it would hold: choose one"
                  .formatted(Raw.printable(folder.toString()))
              + " outside");
    }
  }

  private boolean isInside(Path folder, Path data) {
    try {
      return disk.resolve(folder).startsWith(disk.resolve(data));
    } catch (IOException missing) {
      return folder.startsWith(data);
    }
  }

  private void folder(Path path, String unreadable, String notAFolder) {
    String shown = Raw.printable(path.toString());
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
}
