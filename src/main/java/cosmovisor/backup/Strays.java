package cosmovisor.backup;

import cosmovisor.os.Disk;
import cosmovisor.os.OsString;
import cosmovisor.os.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/// Finds what lies in a backup and is not in its list.
///
/// The list is in no order and may be long, so it is not kept: of each path its [PathHash] is, and
/// where there are more than `PASS` paths, the list and the folder are gone through several times,
/// each time for the paths of one residue. What is in memory is bounded, whatever the size of the
/// backup.
final class Strays {
  private static final int PASS = 250_000;

  private final Disk disk;
  private final BackupFiles files;
  private final ListReader list;
  private final Differences differences;
  private final PathHash hash = new PathHash();
  private final long[] known = new long[PASS * 2];
  private int size;
  private int passes = 1;
  private int pass;

  Strays(Disk disk, BackupFiles files, ListReader list, Differences differences) {
    this.disk = disk;
    this.files = files;
    this.list = list;
    this.differences = differences;
  }

  /// Looks for them.
  ///
  /// @param entries how many the list has
  void find(long entries) throws IOException, UserError {
    passes = (int) Math.min(Integer.MAX_VALUE, 1 + entries / PASS);
    for (pass = 0; pass < passes; pass++) {
      learn();
      walk(files.backup(), files.backup(), BackupFiles.DATA + "/", true);
      if (disk.isFolder(files.also())) {
        walk(files.also(), files.also(), "", false);
      }
    }
  }

  private void learn() throws IOException, UserError {
    size = 0;
    list.each(
        entry -> {
          long key = key(entry.path());
          if (isOfThisPass(key) && size < known.length) {
            known[size++] = key;
          }
        });
    Arrays.sort(known, 0, size);
    for (int i = 1; i < size; i++) {
      if (known[i] == known[i - 1]) {
        differences.add("", "its list names something twice");
        return;
      }
    }
  }

  /// @param strict whether folders have to be listed too; the topmost of a part are not
  private void walk(Path root, Path folder, String part, boolean strict) throws IOException {
    for (Path name : disk.list(folder)) {
      boolean isFolder = disk.isFolder(name);
      String path = part + FileList.escaped(root, name);
      long key = key(path);
      if ((strict || !isFolder)
          && isOfThisPass(key)
          && Arrays.binarySearch(known, 0, size, key) < 0) {
        differences.add(path, "was not in it when it was taken");
      }
      if (isFolder) {
        walk(root, name, part, strict);
      }
    }
  }

  private boolean isOfThisPass(long key) {
    return Long.remainderUnsigned(key, passes) == pass;
  }

  /// Of the bytes that a path means, since one byte can be written in two ways.
  private long key(String escaped) {
    byte[] bytes =
        ListedPath.parse(escaped)
            .map(OsString::bytes)
            .orElseGet(() -> escaped.getBytes(StandardCharsets.US_ASCII));
    return hash.of(bytes);
  }
}
