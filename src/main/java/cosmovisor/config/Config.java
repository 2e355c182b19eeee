package cosmovisor.config;

import cosmovisor.os.OsString;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// A checked configuration.
///
/// @param home the node's home, absolute
/// @param name of the node's binary, a single file name
/// @param shutdownGrace zero kills at once
/// @param backupFolder absolute, existing unless backups are skipped
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
    int preUpgradeMaxRetries,
    Optional<OsString> customPreUpgrade,
    boolean disableRecase,
    LogStyle logStyle) {

  /// How log lines look.
  ///
  /// @param silent none at all
  /// @param color with colours, where they go to a terminal
  public record LogStyle(boolean silent, boolean color, TimeFormat time) {
    /// Before anything has been read.
    public static final LogStyle DEFAULT = new LogStyle(false, true, TimeFormat.KITCHEN);
  }
}
