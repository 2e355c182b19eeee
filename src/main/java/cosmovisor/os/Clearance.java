package cosmovisor.os;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;

/// Removes what is ours whatever its permissions: copied data has the data's, also where they
/// forbid to take something out of a folder.
public record Clearance(Disk disk) {

  /// Removes a name, and if it is a folder all below it; nothing happens if it is missing.
  public void remove(Path path) throws IOException {
    try {
      disk.remove(path);
    } catch (AccessDeniedException readOnly) {
      open(path);
      disk.remove(path);
    }
  }

  private void open(Path folder) throws IOException {
    if (disk.isFolder(folder)) {
      disk.setPermissions(folder, "rwx------");
      for (Path below : disk.list(folder)) {
        open(below);
      }
    }
  }
}
