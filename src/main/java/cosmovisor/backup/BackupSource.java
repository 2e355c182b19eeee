package cosmovisor.backup;

import cosmovisor.os.Disk;
import cosmovisor.os.UserError;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What is backed up: the data, and folders beside it that a node can't run without. Contract code
/// is such a one; the data names it and does not hold it.
///
/// @param data may be a link to another disk, as may be what lies beside it
/// @param also names of folders beside it; those that are not there are left out
/// @param target where backups go
record BackupSource(Disk disk, Path data, List<String> also, Path target) {

  /// A folder.
  ///
  /// @param name what it is called in the list of files
  /// @param folder with no link in its path; links inside stay links
  record Part(String name, Path folder) {}

  /// All there are, the data first; none lies in another.
  ///
  /// @throws UserError if a folder would take in what is no business of a backup
  List<Part> parts() throws IOException, UserError {
    List<Part> parts = new ArrayList<>();
    parts.add(new Part(BackupFiles.DATA, disk.resolve(data)));
    for (String name : also) {
      Path beside = data.resolveSibling(name);
      if (disk.leadsToFolder(beside)) {
        Path folder = disk.resolve(beside);
        boolean isIn = parts.stream().anyMatch(part -> folder.startsWith(part.folder()));
        if (!isIn) {
          refuseAround(parts, name, folder);
          parts.add(new Part(name, folder));
        }
      }
    }
    return parts;
  }

  private void refuseAround(List<Part> parts, String name, Path folder)
      throws IOException, UserError {
    boolean isAround =
        disk.resolve(target).startsWith(folder)
            || parts.stream().anyMatch(part -> part.folder().startsWith(folder));
    if (isAround) {
      throw new UserError(
          "DAEMON_BACKUP_ALSO names %s, and %s holds the data or the backups themselves: leave it out"
              .formatted(name, folder));
    }
  }
}
