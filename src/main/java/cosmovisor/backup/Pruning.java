package cosmovisor.backup;

import cosmovisor.os.Disk;
import cosmovisor.os.UserError;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Removes backups that nobody wants any more.
///
/// Only folders that are named as backups are, never a link. Never another home's, which may lie in
/// the same folder. Never the newest backup, by whatever measure, and never the newest with a
/// manifest: one without may not be whole.
///
/// @param folder where backups are
/// @param home whose are removed
public record Pruning(Path folder, Path home, Disk disk, ZonedDateTime now) {
  /// No backup takes so long: what has not been written to since was broken off.
  private static final Duration ABANDONED = Duration.ofDays(1);

  /// A backup that is to go.
  ///
  /// @param forRoom whether only because room is wanted
  /// @param why in half a sentence
  public record Doomed(Backup backup, boolean forRoom, String why) {
    /// Its name.
    public String name() {
      return backup.name();
    }
  }

  private record Dated(Backup backup, BackupName name, Instant taken) {
    BackupSubject subject() {
      return backup.manifest().orElseThrow().subject();
    }
  }

  /// What is to go, the oldest first. Of those that go for room as many as should do, if each sets
  /// as much free as it holds; shared blocks may not be set free.
  public List<Doomed> plan(Retention retention) throws IOException {
    List<Dated> newest = newestFirst();
    List<Dated> candidates = new ArrayList<>(newest);
    candidates.removeAll(untouchable(newest));
    List<Doomed> plan = new ArrayList<>();
    long room = retention.minFree() > 0 ? disk.room(folder) : Long.MAX_VALUE;
    for (Dated one : candidates.reversed()) {
      boolean tooMany = retention.keep() > 0 && newest.indexOf(one) >= retention.keep();
      boolean tooOld =
          retention.maxAge().isPositive()
              && one.taken().isBefore(now.toInstant().minus(retention.maxAge()));
      if (tooMany) {
        plan.add(new Doomed(one.backup(), false, "there are more than are kept"));
      } else if (tooOld) {
        plan.add(new Doomed(one.backup(), false, "it is older than allowed"));
      }
    }
    if (retention.minFree() > 0) {
      forRoom(retention, candidates, room, plan);
    }
    return plan;
  }

  /// The newest by each measure that there is. They differ where a clock was set back, or was ahead
  /// for a while, or after a rollback; then all of them stay.
  private static List<Dated> untouchable(List<Dated> newestFirst) {
    List<Dated> ours =
        newestFirst.stream().filter(one -> one.backup().manifest().isPresent()).toList();
    return Stream.of(
            newestFirst.stream().findFirst(),
            ours.stream().findFirst(),
            ours.stream().max(Comparator.comparingLong(one -> one.subject().plan().height())),
            ours.stream().max(Comparator.comparingLong(one -> one.subject().begun())))
        .flatMap(Optional::stream)
        .toList();
  }

  private void forRoom(Retention retention, List<Dated> candidates, long room, List<Doomed> plan)
      throws IOException {
    List<Backup> gone = new ArrayList<>();
    long expected = room;
    for (Doomed doomed : plan) {
      gone.add(doomed.backup());
      expected += bytes(doomed.backup());
    }
    for (Dated one : candidates.reversed()) {
      if (expected < retention.minFree() && !gone.contains(one.backup())) {
        plan.add(new Doomed(one.backup(), true, "room is wanted"));
        expected += bytes(one.backup());
      }
    }
  }

  private long bytes(Backup backup) throws IOException {
    return backup.manifest().isPresent()
        ? backup.manifest().get().bytes()
        : Tally.of(disk, backup.folder(), CopyMethod.COPY).bytes();
  }

  private List<Dated> newestFirst() throws IOException {
    List<Dated> dated = new ArrayList<>();
    List<Backup> ours =
        new Shelf(folder, disk).backups().stream().filter(backup -> backup.mayBeOf(home)).toList();
    for (Backup backup : ours) {
      BackupName.of(backup.folder())
          .ifPresent(name -> dated.add(new Dated(backup, name, taken(backup, name))));
    }
    dated.sort(
        Comparator.comparing(Dated::taken)
            .thenComparing(one -> one.name().day())
            .thenComparingInt(one -> one.name().number())
            .reversed());
    return dated;
  }

  /// Where no manifest tells the moment, the day in its name does, and it is taken for younger
  /// rather than older.
  private Instant taken(Backup backup, BackupName name) {
    return backup
        .taken()
        .orElseGet(() -> name.day().plusDays(1).atStartOfDay(now.getZone()).toInstant());
  }

  /// Removes one of the plan, or leaves it where it was to go for room and there is enough by now.
  ///
  /// @return whether it was removed
  /// @throws UserError if something else has its name by now
  public boolean remove(Doomed doomed, Retention retention) throws IOException, UserError {
    if (doomed.forRoom() && disk.room(folder) >= retention.minFree()) {
      return false;
    }
    new Removal(disk).remove(doomed.backup().folder());
    return true;
  }

  /// What removals and attempts that were broken off have left, by their hidden names.
  public List<Path> leftovers() throws IOException {
    List<Path> leftovers = new ArrayList<>();
    for (Path path : disk.list(folder)) {
      if (leftover(path).isPresent()) {
        leftovers.add(path);
      }
    }
    return leftovers;
  }

  /// Removes such a leftover.
  public void removeLeftover(Path path) throws IOException {
    Optional<BackupFiles> files = leftover(path);
    if (files.isPresent()) {
      if (path.equals(files.get().removing())) {
        new Removal(disk).finish(files.get());
      } else {
        new Removal(disk).removePartial(files.get());
      }
    }
  }

  private Optional<BackupFiles> leftover(Path path) throws IOException {
    String name = String.valueOf(path.getFileName());
    for (String ending : List.of(".removing", ".partial")) {
      if (name.startsWith(".") && name.endsWith(ending)) {
        Path backup = folder.resolve(name.substring(1, name.length() - ending.length()));
        BackupFiles files = new BackupFiles(backup);
        boolean isOne =
            BackupName.of(backup).isPresent()
                && disk.isFolder(path)
                && disk.look(backup).isEmpty()
                && (path.equals(files.removing()) || isAbandoned(files));
        return Optional.of(files).filter(_ -> isOne);
      }
    }
    return Optional.empty();
  }

  /// Another home's supervisor may be at work here.
  private boolean isAbandoned(BackupFiles files) throws IOException {
    long last = 0;
    for (Path path : List.of(files.partial(), files.list())) {
      last = Math.max(last, disk.look(path).map(Disk.Facts::modifiedMillis).orElse(0L));
    }
    return last < now.toInstant().minus(ABANDONED).toEpochMilli();
  }
}
