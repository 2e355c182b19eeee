package cosmovisor.backup;

import cosmovisor.os.Disk;
import java.io.IOException;
import java.nio.file.Path;

/// A backup and what lies beside it.
///
/// ```
/// data-backup-2026-1-2/          the data, and nothing but
/// .data-backup-2026-1-2.json     what it is of
/// .data-backup-2026-1-2.files    everything in it
/// .data-backup-2026-1-2.partial  while it is made
/// ```
record BackupFiles(Path backup) {
  /// What the data is called in the list of files.
  static final String DATA = "data";

  Path partial() {
    return beside(".partial");
  }

  Path manifest() {
    return beside(".json");
  }

  Path list() {
    return beside(".files");
  }

  private Path beside(String ending) {
    return backup.resolveSibling("." + backup.getFileName() + ending);
  }

  /// What an attempt that was broken off has left.
  void removePartial(Disk disk) throws IOException {
    disk.remove(partial());
    disk.remove(list());
  }
}
