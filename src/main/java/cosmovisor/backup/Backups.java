package cosmovisor.backup;

import cosmovisor.os.Disk;
import cosmovisor.os.Failures;
import cosmovisor.os.OsString;
import cosmovisor.os.UserError;
import cosmovisor.plan.UpgradePlan;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/// Takes and finds the backups of a data folder.
///
/// A backup of 3 July 2024 is `data-backup-2024-7-3`, as the original names it, then
/// `data-backup-2024-7-3-2`; beside it `.data-backup-2024-7-3.json` says what it is of, hidden so
/// that `data-backup-*` finds backups alone. It is put together in `.data-backup-….partial` and
/// gets its name by one rename when all of it is on the disk, so what bears the name is whole. What
/// lies beside the data and belongs to it comes before that to `.data-backup-….also`. A partial one
/// is removed by the next attempt.
public final class Backups {
  /// How many files are usually brought side by side: enough to keep a disk busy while a file's end
  /// waits for the next one's beginning.
  public static final int LANES = 4;

  /// What must stay free when the copy is done: the node wants to write as well.
  private static final long RESERVE_BYTES = 64L << 20;

  /// Ten years; a manifest that promises more is none of ours, and its number fits nowhere.
  private static final long MAX_EXPECTED_SECONDS = 10L * 365 * 24 * 3600;

  private static final long NOT_BEGUN = -1;
  private static final long NANOS_A_SECOND = 1_000_000_000L;

  private final Path data;
  private final Path folder;
  private final Disk disk;
  private final Optional<CopyMethod> method;
  private final int laneCount;
  private final Standing standing;
  private final List<String> also;

  /// @param data the folder to be backed up
  /// @param folder where backups go; not inside `data`
  /// @param method what the operator wants; otherwise the best that can be had
  /// @param laneCount how many files are brought side by side
  /// @param standing whether nobody has changed the data since a backup was taken
  public Backups(
      Path data,
      Path folder,
      Disk disk,
      Optional<CopyMethod> method,
      int laneCount,
      Standing standing) {
    this(data, folder, disk, method, laneCount, standing, List.of());
  }

  private Backups(
      Path data,
      Path folder,
      Disk disk,
      Optional<CopyMethod> method,
      int laneCount,
      Standing standing,
      List<String> also) {
    this.data = data;
    this.folder = folder;
    this.disk = disk;
    this.method = method;
    this.laneCount = laneCount;
    this.standing = standing;
    this.also = List.copyOf(also);
  }

  /// The same, with folders beside the data in each backup.
  ///
  /// @param names of them; those that are not there are left out
  public Backups with(List<String> names) {
    return new Backups(data, folder, disk, method, laneCount, standing, names);
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
    return standing(plan, NOT_BEGUN);
  }

  private Optional<Path> standing(UpgradePlan plan, long underWay) throws IOException {
    for (Backup backup : ours()) {
      boolean stands =
          backup
              .manifest()
              .filter(manifest -> manifest.isOf(plan))
              .filter(manifest -> manifest.subject().begun() != underWay)
              .filter(manifest -> standing.test(plan, manifest.subject().begun()))
              .isPresent();
      if (stands) {
        return Optional.of(backup.folder());
      }
    }
    return Optional.empty();
  }

  /// The whole backups of this home that we have taken, in the order of their names. Another node's
  /// may lie in the same folder, of the same upgrade.
  List<Backup> ours() throws IOException {
    return new Shelf(folder, disk)
        .backups().stream()
            .filter(backup -> backup.manifest().isPresent() && backup.mayBeOf(Disk.parent(data)))
            .toList();
  }

  private String home() {
    return OsString.of(Disk.parent(data)).text();
  }

  /// What a backup for this upgrade will take, and that there is room for it; found out beforehand
  /// and, but for one small trial, without writing. Nothing if it was taken already.
  ///
  /// @throws UserError if there is no room, or the operator's method can't be had
  public Optional<BackupNeed> need(UpgradePlan plan) throws UserError {
    try {
      if (standing(plan).isPresent()) {
        return Optional.empty();
      }
      List<Planned> parts = planned();
      MethodChoice.Chosen chosen = parts.getFirst().chosen();
      Tally tally = Tally.NOTHING;
      for (Planned part : parts) {
        tally = tally.plus(Tally.of(disk, part.folder(), part.chosen().method()));
      }
      long room = disk.room(folder);
      long needed = tally.copied() + RESERVE_BYTES;
      if (room < needed) {
        throw new UserError(
            "no room for the backup: %s needs %,d MiB, %s has %,d MiB free: free some, or set DAEMON_DATA_BACKUP_DIR to a larger disk"
                .formatted(data, needed >> 20, folder, room >> 20));
      }
      return Optional.of(
          new BackupNeed(
              chosen.method(),
              chosen.why(),
              tally.bytes(),
              tally.copied(),
              tally.files(),
              room,
              expected(chosen.method(), tally),
              parts.stream().map(Planned::name).toList()));
    } catch (IOException failure) {
      throw new UserError("the backup can't be planned: " + Failures.line(failure));
    }
  }

  /// How long the newest of our backups by the same method would have taken, were it as large:
  /// copying costs by the byte, a clone or a link by the file.
  private Optional<Duration> expected(CopyMethod method, Tally tally) throws IOException {
    return ours().stream()
        .flatMap(backup -> backup.manifest().stream())
        .filter(manifest -> manifest.method() == method && manifest.seconds() > 0)
        .max(Comparator.comparing(manifest -> manifest.taken().orElse(Instant.EPOCH)))
        .map(
            manifest ->
                method == CopyMethod.COPY
                    ? scaled(manifest.seconds(), tally.bytes(), manifest.bytes())
                    : scaled(manifest.seconds(), tally.files(), manifest.files()));
  }

  private static Duration scaled(long seconds, long now, long then) {
    double scaled = Math.ceil((double) seconds * now / Math.max(then, 1));
    return Duration.ofSeconds((long) Math.min(scaled, MAX_EXPECTED_SECONDS));
  }

  private List<BackupSource.Part> parts() throws IOException, UserError {
    return new BackupSource(disk, data, also, folder).parts();
  }

  /// What is backed up, and how.
  private record Planned(String name, Path folder, MethodChoice.Chosen chosen) {}

  /// All parts with their methods, each tried once.
  private List<Planned> planned() throws IOException, UserError {
    List<Planned> planned = new ArrayList<>();
    for (BackupSource.Part part : parts()) {
      MethodChoice choice = new MethodChoice(disk, part.folder(), folder, method);
      planned.add(new Planned(part.name(), part.folder(), choice.choose(part.name())));
    }
    return planned;
  }

  /// What a backup will not hold though it belongs to the data.
  public List<Path> leftOut() throws IOException {
    return new Outward(disk).in(data);
  }

  /// Bytes in all files that a backup holds.
  public long size() throws IOException, UserError {
    long sum = 0;
    for (BackupSource.Part part : parts()) {
      sum += Tally.of(disk, part.folder(), CopyMethod.COPY).bytes();
    }
    return sum;
  }

  /// Backs the data folder up, and what belongs to it; nobody may write to them meanwhile.
  ///
  /// @param now names the backup
  /// @param progress is told the bytes that have come so far, from any thread
  /// @return the backup's folder
  /// @throws IOException if something fails, or this thread is interrupted; nothing is left then
  ///   but perhaps a partial one under a hidden name, or the whole backup if only making its name
  ///   last has failed
  /// @throws UserError if the operator's method can't be had
  public Path take(BackupSubject subject, ZonedDateTime now, LongConsumer progress)
      throws IOException, UserError {
    BackupFiles files = freeName(now);
    long start = System.nanoTime();
    try {
      files.removePartial(disk);
      List<Planned> parts = planned();
      Brought brought = bring(parts, files, progress);
      disk.syncFileSystem(files.partial());
      disk.publish(
          files.manifest(),
          new BackupManifest(
                  subject,
                  parts.getFirst().chosen().method(),
                  brought.files().get(),
                  brought.bytes().get(),
                  DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(now.withNano(0)),
                  Math.ceilDiv(System.nanoTime() - start, NANOS_A_SECOND),
                  Optional.of(home()),
                  parts.stream().skip(1).map(Planned::name).toList())
              .render());
      disk.rename(files.partial(), files.backup());
    } catch (IOException | UserError failure) {
      tidy(files, failure);
      throw failure;
    }
    // From here on it is whole, and known by its manifest, whatever becomes of this.
    disk.sync(folder);
    release(files);
    return files.backup();
  }

  /// The whole backup that an earlier attempt has taken for this upgrade, if there is one, its name
  /// made to last: that attempt may have been cut short just before.
  ///
  /// @param begun the number of this attempt's beginning. A backup that bears it is of a journal
  ///   that was lost since: numbers begin anew then
  public Optional<Path> keep(UpgradePlan plan, long begun) throws IOException {
    Optional<Path> kept = standing(plan, begun);
    if (kept.isPresent()) {
      disk.sync(folder);
    }
    return kept;
  }

  /// How much has come so far.
  private record Brought(AtomicLong files, AtomicLong bytes) {

    long more(long size) {
      files.incrementAndGet();
      return bytes.addAndGet(size);
    }
  }

  private Brought bring(List<Planned> parts, BackupFiles files, LongConsumer progress)
      throws IOException {
    if (parts.size() > 1) {
      disk.makeFolders(files.also());
    }
    FileList list = new FileList(files.list(), disk);
    Brought brought = new Brought(new AtomicLong(), new AtomicLong());
    try (Lanes lanes = new Lanes(laneCount)) {
      for (Planned part : parts) {
        new TreeCopy(
                disk,
                part.chosen().method(),
                lanes,
                list::add,
                part.name(),
                size -> progress.accept(brought.more(size)))
            .copy(part.folder(), files.target(part.name()));
      }
    }
    list.close();
    return brought;
  }

  private void tidy(BackupFiles files, Exception cause) {
    try {
      if (disk.look(files.backup()).isPresent()) {
        return; // it got its name, whatever we were told
      }
      files.removePartial(disk);
      release(files);
    } catch (IOException left) {
      cause.addSuppressed(left);
    }
  }

  /// Behind the last of the day, so that a name that was given once and pruned is not given again
  /// to something newer than what bears the next one.
  private BackupFiles freeName(ZonedDateTime now) throws IOException {
    int last = 0;
    for (Path path : disk.list(folder)) {
      last = Math.max(last, BackupFiles.numberOf(path, now.toLocalDate()));
    }
    String base =
        Shelf.PREFIX + now.getYear() + "-" + now.getMonthValue() + "-" + now.getDayOfMonth();
    for (int number = last + 1; ; number++) {
      BackupFiles files = new BackupFiles(folder.resolve(number == 1 ? base : base + "-" + number));
      if (!isShared() || files.claim(disk, Disk.parent(data))) {
        // Only now: who had claimed it until then may have given it to a backup.
        if (disk.look(files.backup()).isEmpty() && !files.isOfOneElsewhere(disk)) {
          return files;
        }
        release(files);
      }
    }
  }

  /// Whether another home may have the same folder. Within the home there is one supervisor.
  private boolean isShared() {
    return !folder.equals(Disk.parent(data));
  }

  private void release(BackupFiles files) throws IOException {
    if (isShared()) {
      disk.remove(files.owner());
    }
  }
}
