package cosmovisor.backup;

import java.util.List;

/// What a backup will take, known while the node still runs.
///
/// @param why this method
/// @param bytes of all that is backed up
/// @param copied of those, bytes that have to be written
/// @param files how many
/// @param free bytes that may still be written where backups go
/// @param folders by name, the data first
public record BackupNeed(
    CopyMethod method,
    String why,
    long bytes,
    long copied,
    long files,
    long free,
    List<String> folders) {
  public BackupNeed {
    folders = List.copyOf(folders);
  }
}
