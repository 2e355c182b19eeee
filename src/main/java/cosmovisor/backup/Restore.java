package cosmovisor.backup;

import cosmovisor.os.Disk;
import cosmovisor.os.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/// Brings a backup's content to where it is wanted, and looks on the way whether it still is what
/// was backed up.
///
/// Linked tables stay linked: the database writes to none of them, whichever of its names it knows.
/// All else is cloned or copied, so that the backup stays what it is.
///
/// @param wanted by the operator; otherwise the best method that can be had
/// @param laneCount how many files are brought side by side
public record Restore(Disk disk, Optional<CopyMethod> wanted, int laneCount) {
  /// Some million files.
  private static final int MAX_LIST_BYTES = 256 << 20;

  /// What it will take.
  ///
  /// @param target whose folder is there
  public BackupNeed need(Path backup, Path target) throws IOException, UserError {
    Path folder = Disk.parent(target);
    MethodChoice.Chosen chosen = new MethodChoice(disk, backup, folder, wanted).choose();
    Tally tally = Tally.of(disk, backup, chosen.method());
    return new BackupNeed(
        chosen.method(),
        chosen.why(),
        tally.bytes(),
        tally.copied(),
        tally.files(),
        disk.room(folder));
  }

  /// Brings it; nobody may write to the backup meanwhile.
  ///
  /// @param from a folder of the backup
  /// @param part what it is called in the backup's list
  /// @param target is made
  /// @param progress is told the bytes that have come so far, from any thread
  /// @throws UserError if something is not as it was backed up, or the operator's method can't be
  ///   had
  public void bring(Backup backup, Path from, String part, Path target, LongConsumer progress)
      throws IOException, UserError {
    CopyMethod method = new MethodChoice(disk, from, Disk.parent(target), wanted).choose().method();
    Comparison comparison = new Comparison(recorded(backup, part), backup.name());
    AtomicLong bytes = new AtomicLong();
    try (Lanes lanes = new Lanes(laneCount)) {
      new TreeCopy(
              disk,
              method,
              lanes,
              comparison::add,
              part,
              more -> progress.accept(bytes.addAndGet(more)))
          .copy(from, target);
    }
    comparison.end();
  }

  /// What is known of the files of a part, by path; nothing if the backup has no list.
  private Optional<Map<String, FileEntry>> recorded(Backup backup, String part) throws IOException {
    Path file = new BackupFiles(backup.folder()).list();
    if (disk.look(file).filter(facts -> facts.kind() == Disk.Kind.FILE).isEmpty()) {
      return Optional.empty();
    }
    Map<String, FileEntry> entries = new HashMap<>();
    new String(disk.read(file, MAX_LIST_BYTES), StandardCharsets.US_ASCII)
        .lines()
        .skip(1)
        .flatMap(line -> FileEntry.parse(line).stream())
        .filter(entry -> entry.path().startsWith(part + "/"))
        .forEach(entry -> entries.put(entry.path(), entry));
    return Optional.of(entries);
  }

  /// What comes, beside what was recorded.
  private static final class Comparison {
    private final Optional<Map<String, FileEntry>> recorded;
    private final String name;
    private Optional<String> difference = Optional.empty();

    Comparison(Optional<Map<String, FileEntry>> recorded, String name) {
      this.recorded = recorded;
      this.name = name;
    }

    synchronized void add(FileEntry found) {
      if (recorded.isPresent()) {
        FileEntry was = recorded.get().remove(found.path());
        if (was == null) {
          differs(found.path() + " was not in it when it was taken");
        } else if (was.kind().isFile() != found.kind().isFile()
            || !was.bytes().equals(found.bytes())) {
          differs(found.path() + " has another size");
        } else if (differ(was.checksum(), found.checksum())) {
          differs(found.path() + " has another content");
        }
      }
    }

    private static boolean differ(OptionalLong one, OptionalLong other) {
      return one.isPresent() && other.isPresent() && one.getAsLong() != other.getAsLong();
    }

    private void differs(String how) {
      difference = difference.or(() -> Optional.of(how));
    }

    synchronized void end() throws UserError {
      if (recorded.isPresent() && !recorded.get().isEmpty()) {
        differs(recorded.get().keySet().iterator().next() + " is missing");
      }
      if (difference.isPresent()) {
        throw new UserError(
            name
                + " is not what was backed up: "
                + difference.get()
                + ": take another backup (cosmovisor backups verify tells which are whole)");
      }
    }
  }
}
