package cosmovisor.backup;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What a backup will take, known while the node still runs.
///
/// @param why this method
/// @param bytes of all that is backed up
/// @param copied of those, bytes that have to be written
/// @param files how many
/// @param free bytes that may still be written where backups go
/// @param expected how long it will take, if an earlier one tells
/// @param folders by name, the data first
public record BackupNeed(
    CopyMethod method,
    String why,
    long bytes,
    long copied,
    long files,
    long free,
    Optional<Duration> expected,
    List<String> folders) {
  public BackupNeed {
    folders = List.copyOf(folders);
  }
}
