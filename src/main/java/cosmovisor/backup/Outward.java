package cosmovisor.backup;

import cosmovisor.os.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Links in the data by which a database was moved to another disk. A backup holds the link alone,
/// as the original's does: what lies there goes on changing.
public record Outward(Disk disk) {

  /// The names of such links in a folder that lead out of it to a folder.
  public List<Path> in(Path folder) throws IOException {
    Path root = disk.resolve(folder);
    List<Path> outward = new ArrayList<>();
    for (Path name : disk.list(root)) {
      boolean isLink = disk.look(name).filter(facts -> facts.kind() == Disk.Kind.LINK).isPresent();
      if (isLink && disk.leadsToFolder(name) && !disk.resolve(name).startsWith(root)) {
        outward.add(name);
      }
    }
    return outward;
  }

  /// Those of them that lead to a database.
  public List<Path> databasesIn(Path folder) throws IOException {
    List<Path> databases = new ArrayList<>();
    for (Path name : in(folder)) {
      boolean isDatabase =
          disk.list(name).stream()
              .map(path -> String.valueOf(path.getFileName()))
              .anyMatch(
                  file -> file.equals("CURRENT") || SortedTables.MANIFEST.matcher(file).matches());
      if (isDatabase) {
        databases.add(name);
      }
    }
    return databases;
  }
}
