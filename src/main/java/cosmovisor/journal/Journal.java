package cosmovisor.journal;

import cosmovisor.machine.Effect;
import cosmovisor.machine.JournalEntry;
import cosmovisor.os.Disk;
import cosmovisor.os.Failures;
import cosmovisor.os.UserError;
import cosmovisor.plan.UpgradePlan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/// The journal of a home: lines, each on the disk before the next thing is done.
///
/// # What a crash leaves
///
/// A line is written in one go behind the others, then synced. A crash in between leaves a part of
/// it, which the checksum tells from a whole one; it stood for nothing that was begun, and is cut
/// off at the next start. Damage before a whole line is no crash's: the file is set aside for
/// whoever wants to look, and what can be read of it counts. That is safe, since which version runs
/// is said by the disk alone; what a lost line costs is a stage that is done twice.
///
/// # Bounds
///
/// An upgrade writes some ten lines, each start of a node one. A file that has grown large is
/// shortened to its newest lines, when it is opened and at each start of a node: nothing is under
/// way then but what these lines tell.
public final class Journal {
  private static final int LARGE_BYTES = 64 << 10;
  private static final int KEPT_BYTES = 32 << 10;

  /// More than we ever leave; a larger file is not ours, or was damaged.
  private static final int MAX_BYTES = 8 << 20;

  private final Path file;
  private final Disk disk;
  private final InstantSource clock;
  private final Consumer<Path> damage;

  private long lastId;
  private long bytes;

  /// The backups that were begun since a node was started.
  private final List<JournalEntry.Begun> backups = new ArrayList<>();

  private Optional<JournalEntry.RollbackBegun> rollback = Optional.empty();

  /// Whether the file may end in a part of a line.
  private boolean torn;

  /// @param damage is told where a damaged journal was set aside
  public Journal(Path file, Disk disk, InstantSource clock, Consumer<Path> damage) {
    this.file = file;
    this.disk = disk;
    this.clock = clock;
    this.damage = damage;
  }

  /// Reads what earlier lives have written, and makes the file fit to be written on.
  ///
  /// @return the entries, the oldest first
  /// @throws UserError if it can't be read, or is of a version to come
  public List<JournalEntry> open() throws UserError {
    try {
      List<JournalEntry> entries = mended();
      entries.forEach(this::note);
      bytes = size();
      return entries;
    } catch (IOException failure) {
      throw new UserError(
          "the journal can't be read, and without it nobody knows whether an older node still"
              + " runs: "
              + Failures.line(failure));
    }
  }

  /// What a journal holds, without a hand laid on it: beside a supervisor that writes it.
  public static List<JournalEntry> peek(Path file, Disk disk) throws IOException {
    return disk.follow(file).filter(facts -> facts.kind() == Disk.Kind.FILE).isEmpty()
        ? List.of()
        : Content.of(new String(disk.read(file, MAX_BYTES), StandardCharsets.UTF_8)).entries();
  }

  /// The rollback that was begun and has not come to its end, according to these entries.
  public static Optional<JournalEntry.RollbackBegun> openRollback(List<JournalEntry> entries) {
    Optional<JournalEntry.RollbackBegun> open = Optional.empty();
    for (JournalEntry entry : entries) {
      open = openAfter(open, entry);
    }
    return open;
  }

  private static Optional<JournalEntry.RollbackBegun> openAfter(
      Optional<JournalEntry.RollbackBegun> open, JournalEntry entry) {
    return switch (entry) {
      case JournalEntry.RollbackBegun begun -> Optional.of(begun);
      case JournalEntry.Done done -> open.filter(begun -> begun.id() != done.id());
      case JournalEntry.Failed failed -> open.filter(begun -> begun.id() != failed.id());
      default -> open;
    };
  }

  private List<JournalEntry> mended() throws IOException, UserError {
    Optional<Disk.Facts> facts = disk.follow(file);
    if (facts.isEmpty()) {
      disk.write(file, new byte[0]);
      disk.sync(Disk.parent(file));
      return List.of();
    }
    if (facts.get().kind() != Disk.Kind.FILE) {
      throw new UserError(file + " is not a regular file: move it away, if no node runs");
    }
    Content content = Content.of(new String(disk.read(file, MAX_BYTES), StandardCharsets.UTF_8));
    if (content.version() > EntryLine.VERSION) {
      throw new UserError(
          file
              + " was written by a newer cosmovisor (version "
              + content.version()
              + " of the journal): start that one, or move the file away if no node runs");
    }
    if (content.damaged()) {
      setAside();
    }
    if (content.damaged() || content.torn() || facts.get().size() > LARGE_BYTES) {
      disk.replace(file, content.newest(KEPT_BYTES).getBytes(StandardCharsets.UTF_8));
    }
    return content.entries();
  }

  private void setAside() throws IOException {
    for (int i = 1; ; i++) {
      Path aside = file.resolveSibling(file.getFileName() + ".damaged-" + i);
      if (disk.look(aside).isEmpty()) {
        disk.copyContent(file, aside);
        damage.accept(aside);
        return;
      }
    }
  }

  private void note(JournalEntry entry) {
    switch (entry) {
      case JournalEntry.Begun begun -> {
        lastId = Math.max(lastId, begun.id());
        if (begun.effect() instanceof Effect.TakeBackup) {
          backups.add(begun);
        }
      }
      case JournalEntry.NodeStarted _ -> backups.clear();
      case JournalEntry.RollbackBegun begun -> lastId = Math.max(lastId, begun.id());
      case JournalEntry.Done done -> {
        if (rollback.filter(begun -> begun.id() == done.id()).isPresent()) {
          backups.clear(); // they were of other data
        }
      }
      case JournalEntry.Failed _, JournalEntry.HookStarted _ -> {}
    }
    rollback = openAfter(rollback, entry);
  }

  /// Whether a backup that was begun under this number was of this upgrade, and no node has changed
  /// the data since. That it is whole, its name says.
  public synchronized boolean backupStands(UpgradePlan plan, long id) {
    return backups.stream()
        .anyMatch(
            begun ->
                begun.id() == id
                    && begun.effect() instanceof Effect.TakeBackup(UpgradePlan of)
                    && of.isSamePlanAs(plan));
  }

  /// The rollback that was begun and has not come to its end.
  public synchronized Optional<JournalEntry.RollbackBegun> openRollback() {
    return rollback;
  }

  /// Writes down that the data is about to be set back.
  ///
  /// @param begun given the number of its beginning
  public JournalEntry.RollbackBegun begun(LongFunction<JournalEntry.RollbackBegun> begun)
      throws IOException {
    JournalEntry.RollbackBegun entry = begun.apply(lastId + 1);
    append(entry);
    return entry;
  }

  /// Writes down that something is about to be done.
  ///
  /// @return its number
  public long begun(Effect.Durable effect) throws IOException {
    long id = lastId + 1;
    append(new JournalEntry.Begun(id, effect));
    return id;
  }

  /// Writes down that it is done.
  ///
  /// @param status the exit status of the program that it was; 0 if it was none
  public void done(long id, int status) throws IOException {
    append(new JournalEntry.Done(id, status));
  }

  /// Writes down that it could not be done.
  public void failed(long id, String why) throws IOException {
    append(new JournalEntry.Failed(id, why));
  }

  /// Writes down a node that is about to run.
  public void nodeStarted(long pid, String birth) throws IOException {
    shortenIfLarge();
    append(new JournalEntry.NodeStarted(pid, birth));
  }

  /// A life can be long. A failure is no hindrance: the next start of a node tries again.
  private synchronized void shortenIfLarge() {
    if (bytes <= LARGE_BYTES || torn) {
      return;
    }
    try {
      // Counted anew, since an attempt that has failed may have come to its end all the same.
      bytes = size();
      if (bytes > LARGE_BYTES) {
        keep(wholeLines(disk.read(file, bytes - KEPT_BYTES, KEPT_BYTES)));
      }
    } catch (IOException leftAsItIs) {
      // The journal still stands under its name, the old one or the new.
    }
  }

  private void keep(byte[] newest) throws IOException {
    disk.replace(file, newest);
    bytes = newest.length;
  }

  private long size() throws IOException {
    return disk.follow(file).map(Disk.Facts::size).orElse(0L);
  }

  private static byte[] wholeLines(byte[] piece) {
    int first = 0;
    while (first < piece.length && piece[first] != '\n') {
      first++;
    }
    return Arrays.copyOfRange(piece, Math.min(first + 1, piece.length), piece.length);
  }

  /// Writes down a hook that is about to run.
  public void hookStarted(long pid, String birth) throws IOException {
    append(new JournalEntry.HookStarted(pid, birth));
  }

  /// From the job's thread and the supervisor's; never at once, since no node is started during a
  /// job.
  private synchronized void append(JournalEntry entry) throws IOException {
    if (torn) {
      Content content = Content.of(new String(disk.read(file, MAX_BYTES), StandardCharsets.UTF_8));
      keep(content.newest(KEPT_BYTES).getBytes(StandardCharsets.UTF_8));
    }
    torn = true;
    byte[] line = EntryLine.write(entry, clock.instant()).getBytes(StandardCharsets.UTF_8);
    disk.append(file, line);
    disk.sync(file);
    torn = false;
    bytes += line.length;
    note(entry);
  }

  /// What a file holds.
  ///
  /// @param lines the whole ones
  /// @param damaged whether something else stands before one of them
  /// @param torn whether something else stands behind the last
  /// @param version the highest that any line claims
  private record Content(
      List<String> lines, List<JournalEntry> entries, boolean damaged, boolean torn, int version) {

    static Content of(String text) {
      List<String> lines = new ArrayList<>();
      List<JournalEntry> entries = new ArrayList<>();
      boolean damaged = false;
      boolean broken = false;
      int version = 0;
      int start = 0;
      while (start < text.length()) {
        int end = text.indexOf('\n', start);
        String line = end < 0 ? "" : text.substring(start, end);
        Optional<JournalEntry> entry = EntryLine.read(line);
        version = Math.max(version, EntryLine.version(line));
        if (entry.isPresent()) {
          lines.add(line);
          entries.add(entry.get());
          damaged |= broken;
        } else {
          broken = true;
        }
        start = end < 0 ? text.length() : end + 1;
      }
      return new Content(lines, entries, damaged, broken, version);
    }

    /// The last whole lines, as many as there is room for.
    String newest(int bytes) {
      int first = lines.size();
      int sum = 0;
      while (first > 0 && sum + lines.get(first - 1).length() < bytes) {
        first--;
        sum += lines.get(first).length() + 1;
      }
      return String.join(
          "", lines.subList(first, lines.size()).stream().map(l -> l + "\n").toList());
    }
  }
}
