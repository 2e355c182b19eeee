package cosmovisor.backup;

import cosmovisor.os.Clearance;
import cosmovisor.os.Disk;
import cosmovisor.os.UserError;
import java.io.IOException;
import java.nio.file.Path;

/// Removes a backup so that at no moment half of one bears a backup's name: first it loses its
/// name, in one step that lasts, then it is taken to pieces. What is broken off is ended by
/// [#finish].
record Removal(Disk disk) {

  /// Removes a whole backup.
  ///
  /// @throws UserError if something else has its name, as a link
  void remove(Path backup) throws IOException, UserError {
    BackupFiles files = new BackupFiles(backup);
    if (!disk.isFolder(backup)) {
      throw new UserError(backup + " is no folder: it is left alone");
    }
    if (disk.look(files.removing()).isPresent()) {
      clear(files.removing());
    }
    disk.rename(backup, files.removing());
    disk.sync(Disk.parent(backup));
    finish(files);
  }

  /// Ends a removal that has begun. No other backup has got the name meanwhile, see
  /// [BackupFiles#numberOf].
  void finish(BackupFiles files) throws IOException {
    disk.remove(files.manifest());
    disk.remove(files.list());
    clear(files.also());
    disk.remove(files.owner());
    clear(files.removing());
  }

  /// Removes what an attempt to back up has left.
  void removePartial(BackupFiles files) throws IOException {
    disk.remove(files.manifest());
    disk.remove(files.list());
    clear(files.also());
    disk.remove(files.owner());
    clear(files.partial());
  }

  private void clear(Path path) throws IOException {
    new Clearance(disk).remove(path);
  }
}
