package cosmovisor.backup;

import cosmovisor.os.Disk;
import cosmovisor.os.Disk.Kind;
import cosmovisor.os.Failures;
import cosmovisor.os.UserError;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// Tells whether a backup still is what was backed up; changes nothing.
///
/// The list of its files is gone through once to know what there is to do, once to compare each of
/// them, and then for what is not in it ([Strays]).
///
/// @param laneCount how many files are read side by side
public record Verification(Disk disk, int laneCount) {

  /// Is told how many bytes were compared, of how many, from any thread.
  public interface Progress {
    void at(long done, long total);
  }

  /// Compares.
  ///
  /// @throws IOException if a folder can't be looked into; a file that can't be read is a
  ///   difference
  public Verdict verify(Backup backup, Progress progress) throws IOException {
    BackupFiles files = new BackupFiles(backup.folder());
    ListReader list = new ListReader(disk, files.list());
    Differences differences = new Differences();
    if (list.isThere()) {
      return compare(backup, files, list, differences, progress);
    }
    if (disk.look(files.manifest()).isPresent()) {
      differences.add("", "its list " + files.list().getFileName() + " is missing");
    }
    new Databases(disk, differences).check(backup.folder());
    Tally tally = Tally.of(disk, backup.folder(), CopyMethod.COPY);
    return new Verdict(
        backup,
        Verdict.Basis.STRUCTURE,
        tally.files(),
        tally.bytes(),
        0,
        differences.first(),
        differences.count());
  }

  private Verdict compare(
      Backup backup, BackupFiles files, ListReader list, Differences differences, Progress progress)
      throws IOException {
    Sum sum = new Sum();
    try {
      list.each(sum::add);
      agrees(backup, sum, differences);
      each(files, list, differences, sum.compared, progress);
      new Strays(disk, files, list, differences).find(sum.entries);
    } catch (UserError damaged) {
      differences.add("", damaged.line());
    }
    return new Verdict(
        backup,
        Verdict.Basis.LIST,
        sum.files,
        sum.bytes,
        sum.compared,
        differences.first(),
        differences.count());
  }

  /// What a list holds.
  private static final class Sum {
    private long entries;
    private long files;
    private long bytes;
    private long compared;

    void add(FileEntry entry) {
      entries++;
      if (entry.kind().isFile()) {
        files++;
        bytes += entry.bytes().orElse(0);
        compared += entry.checksum().isPresent() ? entry.bytes().orElse(0) : 0;
      }
    }
  }

  /// A list may have lost its end.
  private static void agrees(Backup backup, Sum sum, Differences differences) {
    backup
        .manifest()
        .filter(manifest -> manifest.files() != sum.files || manifest.bytes() != sum.bytes)
        .ifPresent(
            manifest ->
                differences.add(
                    "",
                    "its list has %,d files of %,d bytes, its manifest %,d of %,d"
                        .formatted(sum.files, sum.bytes, manifest.files(), manifest.bytes())));
  }

  private void each(
      BackupFiles files, ListReader list, Differences differences, long total, Progress progress)
      throws IOException, UserError {
    AtomicLong done = new AtomicLong();
    try (Lanes lanes = new Lanes(laneCount)) {
      list.each(
          entry ->
              lanes.run(
                  () -> {
                    how(entry, files).ifPresent(how -> differences.add(entry.path(), how));
                    if (entry.checksum().isPresent()) {
                      progress.at(done.addAndGet(entry.bytes().orElse(0)), total);
                    }
                  }));
      lanes.await();
    }
  }

  /// How something is different, if it is.
  private Optional<String> how(FileEntry entry, BackupFiles files) {
    try {
      return how(entry, files.place(ListedPath.parse(entry.path()).orElseThrow()));
    } catch (IOException failure) {
      return Optional.of("can't be read: " + Failures.line(failure));
    }
  }

  private Optional<String> how(FileEntry entry, Path path) throws IOException {
    Optional<Disk.Facts> facts = disk.look(path);
    if (facts.isEmpty()) {
      return Optional.of("is missing");
    }
    if (facts.get().kind() != kind(entry.kind())) {
      return Optional.of(
          "was " + words(kind(entry.kind())) + ", and is " + words(facts.get().kind()));
    }
    if (entry.kind().isFile() && facts.get().size() != entry.bytes().orElse(0)) {
      return Optional.of(
          "had %,d bytes, and has %,d".formatted(entry.bytes().orElse(0), facts.get().size()));
    }
    return entry.checksum().isPresent() && disk.checksum(path) != entry.checksum().getAsLong()
        ? Optional.of("has another content")
        : Optional.empty();
  }

  private static Kind kind(FileEntry.Kind kind) {
    return switch (kind) {
      case COPY, LINK, CLONE -> Kind.FILE;
      case FOLDER -> Kind.FOLDER;
      case SYMLINK -> Kind.LINK;
    };
  }

  private static String words(Kind kind) {
    return switch (kind) {
      case FILE -> "a file";
      case FOLDER -> "a folder";
      case LINK -> "a symbolic link";
      case OTHER -> "something else";
    };
  }
}
