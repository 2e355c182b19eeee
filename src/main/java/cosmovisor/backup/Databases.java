package cosmovisor.backup;

import cosmovisor.os.Disk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Whether the databases in a folder have what they need to be opened; all that can be told of a
/// backup of which nothing was recorded.
///
/// goleveldb and rocksdb name the manifest to go by in `CURRENT`, newer pebbles in the name of an
/// empty file: `marker.manifest.000002.MANIFEST-000007`.
record Databases(Disk disk, Differences differences) {
  private static final String MANIFEST = SortedTables.MANIFEST.pattern();
  private static final String MARKER = "marker\\.manifest\\.\\d{1,18}\\.";
  private static final int MAX_CURRENT_BYTES = 100;

  /// Looks at all databases below a folder.
  void check(Path root) throws IOException {
    check(root, root);
  }

  private void check(Path root, Path folder) throws IOException {
    List<Path> paths = disk.list(folder);
    look(paths.stream().map(path -> String.valueOf(path.getFileName())).toList(), root, folder);
    for (Path path : paths) {
      if (disk.isFolder(path)) {
        check(root, path);
      }
    }
  }

  private void look(List<String> names, Path root, Path folder) throws IOException {
    boolean isDatabase =
        names.contains("CURRENT") || names.stream().anyMatch(name -> name.matches(MANIFEST));
    if (!isDatabase) {
      return;
    }
    String path = BackupFiles.DATA + "/" + FileList.escaped(root, folder);
    Optional<String> marker =
        names.stream().filter(name -> name.matches(MARKER + MANIFEST)).findAny();
    if (marker.isPresent()) {
      mustBeThere(marker.get().replaceFirst(MARKER, ""), folder, path);
    } else if (names.contains("CURRENT")) {
      current(folder, path);
    } else {
      differences.add(path, "is a database without its CURRENT");
    }
  }

  private void current(Path folder, String path) throws IOException {
    String manifest =
        new String(
                disk.read(folder.resolve("CURRENT"), MAX_CURRENT_BYTES),
                StandardCharsets.ISO_8859_1)
            .strip();
    if (manifest.matches(MANIFEST)) {
      mustBeThere(manifest, folder, path);
    } else {
      differences.add(path + "/CURRENT", "names no manifest");
    }
  }

  private void mustBeThere(String manifest, Path folder, String path) throws IOException {
    boolean isThere =
        disk.look(folder.resolve(manifest))
            .filter(facts -> facts.kind() == Disk.Kind.FILE && facts.size() > 0)
            .isPresent();
    if (!isThere) {
      differences.add(path + "/" + manifest, "is missing or empty, and the database begins there");
    }
  }
}
