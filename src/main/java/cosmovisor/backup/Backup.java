package cosmovisor.backup;

import java.nio.file.Path;
import java.util.Optional;

/// A backup that has its name, and so is whole.
///
/// @param folder the data
/// @param manifest what it is of; missing where something else than we has taken it, or its
///   manifest can't be read
public record Backup(Path folder, Optional<BackupManifest> manifest) {

  public String name() {
    return String.valueOf(folder.getFileName());
  }
}
