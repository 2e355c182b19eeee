package cosmovisor.config;

import cosmovisor.os.OsString;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// A checked configuration.
///
/// @param home the node's home, absolute
/// @param name of the node's binary, a single file name
/// @param shutdownGrace zero kills at once
/// @param backupFolder absolute, existing unless backups are skipped
/// @param backupAlso names of folders below the home that are backed up with the data
/// @param backupMinInterval zero: a backup before each upgrade
/// @param grpcAddress where the node answers gRPC
/// @param rpcAddress where the node answers RPC; empty if its own configuration has to be asked
/// @param customPreUpgrade a file name below the home's `cosmovisor/`
public record Config(
    Path home,
    OsString name,
    boolean allowDownload,
    boolean mustHaveChecksum,
    boolean restartAfterUpgrade,
    Duration restartDelay,
    Duration shutdownGrace,
    Duration pollInterval,
    boolean skipBackup,
    Path backupFolder,
    BackupMethod backupMethod,
    Retention retention,
    List<String> backupAlso,
    Duration backupMinInterval,
    int preUpgradeMaxRetries,
    int restartsOnFailure,
    String grpcAddress,
    String rpcAddress,
    Optional<OsString> customPreUpgrade,
    boolean disableRecase,
    LogStyle logStyle) {
  public Config {
    backupAlso = List.copyOf(backupAlso);
  }

  /// How log lines look.
  ///
  /// @param silent none at all
  /// @param time the form of the time in a line for people
  public record LogStyle(boolean silent, Color color, TimeFormat time, LogFormat format) {}

  /// Which backups may go.
  ///
  /// @param keep so many stay; 0: all
  /// @param maxAge older ones go; zero: none
  /// @param minFree bytes for which the oldest go; 0: none
  public record Retention(int keep, Duration maxAge, long minFree) {}

  /// How the data is backed up.
  public enum BackupMethod {
    AUTO,
    CLONE,
    LINK,
    COPY;

    /// Its word.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /// The method of this word, exact in the case of letters.
    static Optional<BackupMethod> of(String word) {
      return Stream.of(values()).filter(method -> method.word().equals(word)).findFirst();
    }
  }

  /// Where log lines have colours.
  public enum Color {
    NOWHERE,
    ON_TERMINALS,
    EVERYWHERE
  }

  /// What a log line is made for.
  public enum LogFormat {
    CONSOLE,
    JSON;

    /// Its word.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /// The format of this word, exact in the case of letters.
    static Optional<LogFormat> of(String word) {
      return Stream.of(values()).filter(format -> format.word().equals(word)).findFirst();
    }
  }

  /// The value of a setting as text, in the form in which it can be set.
  public String shown(Setting setting) {
    return switch (setting) {
      case DAEMON_HOME -> OsString.of(home).text();
      case DAEMON_NAME -> name.text();
      case DAEMON_ALLOW_DOWNLOAD_BINARIES -> String.valueOf(allowDownload);
      case DAEMON_DOWNLOAD_MUST_HAVE_CHECKSUM -> String.valueOf(mustHaveChecksum);
      case DAEMON_RESTART_AFTER_UPGRADE -> String.valueOf(restartAfterUpgrade);
      case DAEMON_RESTART_DELAY -> GoDuration.print(restartDelay);
      case DAEMON_SHUTDOWN_GRACE -> GoDuration.print(shutdownGrace);
      case DAEMON_POLL_INTERVAL -> GoDuration.print(pollInterval);
      case UNSAFE_SKIP_BACKUP -> String.valueOf(skipBackup);
      case DAEMON_DATA_BACKUP_DIR -> OsString.of(backupFolder).text();
      case DAEMON_BACKUP_METHOD -> backupMethod.word();
      case DAEMON_BACKUP_KEEP -> String.valueOf(retention.keep());
      case DAEMON_BACKUP_MAX_AGE -> GoDuration.print(retention.maxAge());
      case DAEMON_BACKUP_MIN_FREE -> ByteSize.print(retention.minFree());
      case DAEMON_BACKUP_ALSO -> FolderNames.shown(backupAlso);
      case DAEMON_BACKUP_MIN_INTERVAL -> GoDuration.print(backupMinInterval);
      case DAEMON_PREUPGRADE_MAX_RETRIES -> String.valueOf(preUpgradeMaxRetries);
      case DAEMON_RESTART_ON_FAILURE -> String.valueOf(restartsOnFailure);
      case DAEMON_GRPC_ADDRESS -> grpcAddress;
      case DAEMON_RPC_ADDRESS -> rpcAddress;
      case COSMOVISOR_DISABLE_LOGS -> String.valueOf(logStyle.silent());
      case COSMOVISOR_COLOR_LOGS -> String.valueOf(logStyle.color() != Color.NOWHERE);
      case COSMOVISOR_TIMEFORMAT_LOGS -> logStyle.time().word();
      case COSMOVISOR_LOG_FORMAT -> logStyle.format().word();
      case COSMOVISOR_CUSTOM_PREUPGRADE -> customPreUpgrade.map(OsString::text).orElse("");
      case COSMOVISOR_DISABLE_RECASE -> String.valueOf(disableRecase);
    };
  }
}
