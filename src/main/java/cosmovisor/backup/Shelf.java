package cosmovisor.backup;

import cosmovisor.os.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The backups in a folder, whoever took them.
///
/// @param folder where backups go
public record Shelf(Path folder, Disk disk) {
  static final String PREFIX = "data-backup-";

  /// All of them, in the order of their names.
  public List<Backup> backups() throws IOException {
    List<Backup> found = new ArrayList<>();
    for (Path path : disk.list(folder)) {
      if (String.valueOf(path.getFileName()).startsWith(PREFIX) && disk.isFolder(path)) {
        found.add(Backup.read(disk, path));
      }
    }
    return found;
  }
}
