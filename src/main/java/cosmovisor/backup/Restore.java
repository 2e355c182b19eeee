package cosmovisor.backup;

import cosmovisor.os.Disk;
import cosmovisor.os.UserError;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// Brings a backup's content to where it is wanted, and looks on the way whether it still is what
/// was backed up.
///
/// Linked tables stay linked: the database writes to none of them, whichever of its names it knows.
/// All else is cloned or copied, so that the backup stays what it is.
///
/// @param wanted by the operator; otherwise the best method that can be had
/// @param laneCount how many files are brought side by side
public record Restore(Disk disk, Optional<CopyMethod> wanted, int laneCount) {
  /// What it will take.
  ///
  /// @param part the data, or a folder beside it
  /// @param target whose folder is there
  public BackupNeed need(Backup backup, String part, Path target) throws IOException, UserError {
    refuseUnfit(backup);
    Path folder = Disk.parent(target);
    MethodChoice.Chosen chosen = choose(backup.part(part), part, folder);
    Tally tally = Tally.of(disk, backup.part(part), chosen.method());
    return new BackupNeed(
        chosen.method(),
        chosen.why(),
        tally.bytes(),
        tally.copied(),
        tally.files(),
        disk.room(folder),
        Optional.empty(),
        List.of(part));
  }

  private MethodChoice.Chosen choose(Path from, String part, Path folder)
      throws IOException, UserError {
    return new MethodChoice(disk, from, folder, wanted).choose(part);
  }

  /// Brings it; nobody may write to the backup meanwhile.
  ///
  /// @param part the data, or a folder beside it, as the backup's list calls it
  /// @param target is made
  /// @param progress is told the bytes of each file that has come, from any thread
  /// @throws UserError if something is not as it was backed up, or the operator's method can't be
  ///   had
  public void bring(Backup backup, String part, Path target, LongConsumer progress)
      throws IOException, UserError {
    refuseUnfit(backup);
    Path from = backup.part(part);
    CopyMethod method = choose(from, part, Disk.parent(target)).method();
    Comparison comparison = comparison(backup, part);
    try (Lanes lanes = new Lanes(laneCount)) {
      new TreeCopy(disk, method, lanes, comparison::add, part, progress).copy(from, target);
    }
    comparison.end();
  }

  /// What has no list can't be compared on the way. Of the original's it is normal; such a one that
  /// was cut short is known by its databases, some of the time.
  private void refuseUnfit(Backup backup) throws IOException, UserError {
    BackupFiles files = new BackupFiles(backup.folder());
    List<Path> outward = new Outward(disk).databasesIn(backup.folder());
    if (!outward.isEmpty()) {
      throw new UserError(
          "%s holds %s as a link to %s, whose database was not backed up and has changed since: put the database of then in the link's place, or take another backup"
              .formatted(
                  backup.name(),
                  outward.getFirst().getFileName(),
                  disk.resolve(outward.getFirst())));
    }
    if (new ListReader(disk, files.list()).isThere()) {
      return;
    }
    if (disk.look(files.manifest()).isPresent()) {
      throw unfit(files, "its list " + files.list().getFileName() + " is missing");
    }
    Differences differences = new Differences();
    new Databases(disk, differences).check(backup.folder());
    if (differences.count() > 0) {
      throw unfit(files, differences.first().getFirst().line());
    }
  }

  private static UserError unfit(BackupFiles files, String how) {
    return new UserError(
        files.backup().getFileName()
            + " is not what was backed up: "
            + how
            + ": take another backup (cosmovisor backups verify tells which are whole)");
  }

  private Comparison comparison(Backup backup, String part) throws IOException, UserError {
    BackupFiles files = new BackupFiles(backup.folder());
    ListReader list = new ListReader(disk, files.list());
    return new Comparison(
        disk, files, list.isThere() ? Optional.of(Recorded.read(list, part)) : Optional.empty());
  }

  /// What comes, beside what was recorded; nothing if a backup has no list.
  private static final class Comparison {
    private final Disk disk;
    private final BackupFiles files;
    private final Optional<Recorded> recorded;
    private final AtomicReference<@Nullable String> difference = new AtomicReference<>();

    Comparison(Disk disk, BackupFiles files, Optional<Recorded> recorded) {
      this.disk = disk;
      this.files = files;
      this.recorded = recorded;
    }

    void add(FileEntry found) throws IOException {
      if (recorded.isEmpty() || !found.kind().isFile()) {
        return;
      }
      if (!recorded.get().meets(found)) {
        differs(found.path() + " has another size, or was not in it");
      } else if (hasOtherContent(found, recorded.get().checksum(found))) {
        differs(found.path() + " has another content");
      }
    }

    /// What was cloned or linked was not read on the way.
    private boolean hasOtherContent(FileEntry found, OptionalLong was) throws IOException {
      if (was.isEmpty()) {
        return false;
      }
      long is =
          found.checksum().isPresent()
              ? found.checksum().getAsLong()
              : disk.checksum(files.place(ListedPath.parse(found.path()).orElseThrow()));
      return is != was.getAsLong();
    }

    private void differs(String how) {
      difference.compareAndSet(null, how);
    }

    void end() throws UserError {
      if (recorded.isPresent() && recorded.get().left() > 0) {
        differs("%,d of its files are missing".formatted(recorded.get().left()));
      }
      if (difference.get() != null) {
        throw unfit(files, difference.get());
      }
    }
  }
}
