package cosmovisor.backup;

import cosmovisor.os.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The backups in a folder, whoever took them.
///
/// @param folder where backups go
public record Shelf(Path folder, Disk disk) {
  static final String PREFIX = "data-backup-";
  private static final int MAX_MANIFEST_BYTES = 64 << 10;

  /// All of them, in the order of their names.
  public List<Backup> backups() throws IOException {
    List<Backup> found = new ArrayList<>();
    for (Path path : disk.list(folder)) {
      if (String.valueOf(path.getFileName()).startsWith(PREFIX)
          && disk.look(path).filter(facts -> facts.kind() == Disk.Kind.FOLDER).isPresent()) {
        found.add(new Backup(path, manifest(path)));
      }
    }
    return found;
  }

  private Optional<BackupManifest> manifest(Path backup) throws IOException {
    Path file = new BackupFiles(backup).manifest();
    return disk.look(file).filter(facts -> facts.kind() == Disk.Kind.FILE).isEmpty()
        ? Optional.empty()
        : BackupManifest.parse(disk.read(file, MAX_MANIFEST_BYTES));
  }
}
