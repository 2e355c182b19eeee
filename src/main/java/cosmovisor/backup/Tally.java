package cosmovisor.backup;

import cosmovisor.os.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// How much there is to bring by a method.
///
/// @param bytes of all files
/// @param copied bytes that have to be written
record Tally(long files, long bytes, long copied) {
  static final Tally NOTHING = new Tally(0, 0, 0);

  /// Counts what a folder holds; a running node's files come and go meanwhile.
  static Tally of(Disk disk, Path folder, CopyMethod method) throws IOException {
    return of(disk, folder, method, new Sweeping());
  }

  private static Tally of(Disk disk, Path folder, CopyMethod method, Sweeping sweeping)
      throws IOException {
    List<Path> names = disk.list(folder);
    SortedTables tables = new SortedTables(names);
    Tally sum = NOTHING;
    for (Path name : names) {
      sweeping.next();
      Optional<Disk.Facts> facts = disk.look(name);
      sum =
          sum.plus(
              switch (facts.map(Disk.Facts::kind).orElse(Disk.Kind.OTHER)) {
                case FILE -> file(facts.get().size(), method, tables.has(name));
                case FOLDER -> of(disk, name, method, sweeping);
                case LINK, OTHER -> NOTHING;
              });
    }
    return sum;
  }

  private static Tally file(long bytes, CopyMethod method, boolean stays) {
    boolean isCopied =
        switch (method) {
          case CLONE -> false;
          case LINK -> !stays;
          case COPY -> true;
        };
    return new Tally(1, bytes, isCopied ? bytes : 0);
  }

  Tally plus(Tally other) {
    return new Tally(files + other.files, bytes + other.bytes, copied + other.copied);
  }
}
