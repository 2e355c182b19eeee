package cosmovisor.backup;

import cosmovisor.os.Disk;
import cosmovisor.os.Failures;
import cosmovisor.os.UserError;
import cosmovisor.plan.UpgradePlan;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.LongConsumer;

/// Takes and finds the backups of a data folder.
///
/// A backup of 3 July 2024 is `data-backup-2024-7-3`, as the original names it, then
/// `data-backup-2024-7-3-2`; beside it `.data-backup-2024-7-3.json` says what it is of, hidden so
/// that `data-backup-*` finds backups alone. It is put together in `.data-backup-….partial` and
/// gets its name by one rename when all of it is on the disk, so what bears the name is whole. A
/// partial one is removed by the next attempt.
public final class Backups {
  private static final String PREFIX = "data-backup-";
  private static final String MANIFEST = ".json";
  private static final int MAX_MANIFEST_BYTES = 64 << 10;

  /// What must stay free when the copy is done: the node wants to write as well.
  private static final long RESERVE_BYTES = 64L << 20;

  private final Path data;
  private final Path folder;
  private final Disk disk;
  private final Standing standing;

  /// @param data the folder to be backed up
  /// @param folder where backups go; not inside `data`
  /// @param standing whether nobody has changed the data since a backup was taken
  public Backups(Path data, Path folder, Disk disk, Standing standing) {
    this.data = data;
    this.folder = folder;
    this.disk = disk;
    this.standing = standing;
  }

  /// Tells whether nobody has changed the data since a backup was taken.
  public interface Standing {

    /// Whether this holds for a backup of this upgrade.
    ///
    /// @param begun the number of its beginning
    boolean test(UpgradePlan plan, long begun);
  }

  /// The whole backup that was taken for this upgrade, if it is what a new one would be. One that
  /// the node has left behind is not: whoever restored it would go back farther than to the
  /// upgrade, and a validator would sign again what it has signed.
  public Optional<Path> standing(UpgradePlan plan) throws IOException {
    for (Path path : disk.list(folder)) {
      String name = String.valueOf(path.getFileName());
      if (name.startsWith("." + PREFIX) && name.endsWith(MANIFEST)) {
        Path backup = path.resolveSibling(name.substring(1, name.length() - MANIFEST.length()));
        boolean stands =
            BackupManifest.parse(disk.read(path, MAX_MANIFEST_BYTES))
                .filter(manifest -> manifest.isOf(plan))
                .filter(manifest -> standing.test(plan, manifest.begun()))
                .isPresent();
        if (stands && disk.look(backup).isPresent()) {
          return Optional.of(backup);
        }
      }
    }
    return Optional.empty();
  }

  /// Makes sure that there is room for a backup, beforehand and without writing.
  ///
  /// @throws UserError if there is not
  public void checkRoom(UpgradePlan plan) throws UserError {
    try {
      if (standing(plan).isPresent()) {
        return;
      }
      long needed = size() + RESERVE_BYTES;
      long room = disk.room(folder);
      if (room < needed) {
        throw new UserError(
            "no room for the backup: %s needs %,d MiB, %s has %,d MiB free: free some, or set DAEMON_DATA_BACKUP_DIR to a larger disk"
                .formatted(data, needed >> 20, folder, room >> 20));
      }
    } catch (IOException failure) {
      throw new UserError("the backup can't be planned: " + Failures.line(failure));
    }
  }

  /// Bytes in all files of the data folder.
  public long size() throws IOException {
    return size(disk.resolve(data));
  }

  private long size(Path path) throws IOException {
    Optional<Disk.Facts> facts = disk.look(path);
    if (facts.isEmpty()) {
      return 0; // a running node removes files all the time
    }
    return switch (facts.get().kind()) {
      case FILE -> facts.get().size();
      case LINK, OTHER -> 0;
      case FOLDER -> {
        long sum = 0;
        for (Path below : disk.list(path)) {
          sum += size(below);
        }
        yield sum;
      }
    };
  }

  /// Copies the data folder; nobody may write to it meanwhile.
  ///
  /// @param begun the number of its beginning
  /// @param now names the backup
  /// @param progress is told the bytes copied so far
  /// @return the backup's folder
  /// @throws IOException if something fails, or this thread is interrupted; nothing is left then
  ///   but perhaps a partial copy under a hidden name, or the whole backup if only making its name
  ///   last has failed
  public Path take(UpgradePlan plan, long begun, ZonedDateTime now, LongConsumer progress)
      throws IOException {
    Path backup = freeName(now);
    Path partial = backup.resolveSibling("." + backup.getFileName() + ".partial");
    Path manifest = backup.resolveSibling("." + backup.getFileName() + MANIFEST);
    try {
      disk.remove(partial);
      // The folder itself may be a link to another disk; links inside stay links.
      long bytes = copy(disk.resolve(data), partial, 0, progress);
      disk.syncFileSystem(partial);
      disk.publish(
          manifest,
          new BackupManifest(
                  plan.name(),
                  plan.height(),
                  begun,
                  "copy",
                  bytes,
                  DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(now.withNano(0)))
              .render());
      disk.rename(partial, backup);
    } catch (IOException failure) {
      tidy(partial, manifest, failure);
      throw failure;
    }
    // From here on it is whole, and known by its manifest, whatever becomes of this.
    disk.sync(folder);
    return backup;
  }

  /// The whole backup that an earlier attempt has taken for this upgrade, if there is one, its name
  /// made to last: that attempt may have been cut short just before.
  public Optional<Path> keep(UpgradePlan plan) throws IOException {
    Optional<Path> kept = standing(plan);
    if (kept.isPresent()) {
      disk.sync(folder);
    }
    return kept;
  }

  private void tidy(Path partial, Path manifest, IOException cause) {
    try {
      disk.remove(partial);
      disk.remove(manifest);
    } catch (IOException left) {
      cause.addSuppressed(left);
    }
  }

  private Path freeName(ZonedDateTime now) throws IOException {
    String base = PREFIX + now.getYear() + "-" + now.getMonthValue() + "-" + now.getDayOfMonth();
    for (int i = 1; ; i++) {
      Path name = folder.resolve(i == 1 ? base : base + "-" + i);
      if (disk.look(name).isEmpty()) {
        return name;
      }
    }
  }

  private long copy(Path from, Path to, long before, LongConsumer progress) throws IOException {
    if (Thread.interrupted()) {
      throw new InterruptedIOException("stopped");
    }
    Disk.Kind kind = disk.look(from).map(Disk.Facts::kind).orElse(Disk.Kind.OTHER);
    if (kind == Disk.Kind.OTHER) {
      return before; // sockets and pipes hold nothing
    }
    long bytes = before + disk.copy(from, to);
    progress.accept(bytes);
    if (kind == Disk.Kind.FOLDER) {
      for (Path below : disk.list(from)) {
        bytes = copy(below, to.resolve(below.getFileName()), bytes, progress);
      }
      disk.copyPermissions(from, to);
    }
    return bytes;
  }
}
