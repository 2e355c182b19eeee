package cosmovisor.realchain;

import static org.assertj.core.api.Assertions.assertThat;

import cosmovisor.backup.Backup;
import cosmovisor.backup.BackupSubject;
import cosmovisor.backup.Backups;
import cosmovisor.backup.CopyMethod;
import cosmovisor.backup.Restore;
import cosmovisor.os.Disk;
import cosmovisor.os.UserError;
import cosmovisor.os.posix.Posix;
import cosmovisor.plan.PlanName;
import cosmovisor.plan.UpgradePlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/// A database is written to and killed, backed up by links, and then has a few more lives: killed
/// again, its manifest lost, put back from the backup. The backup has to be what it was throughout.
final class EngineRound {
  /// Enough for an engine's opening, and what it tidies up there.
  private static final int CALLS_OF_AN_OPENING = 120;

  private static final int CALLS = 4_000;

  /// After so many there are tables.
  private static final int CALLS_OF_A_BEGINNING = 500;

  private static final UpgradePlan PLAN = new UpgradePlan(new PlanName("v2"), 20, "");
  private static final int LANES = 2;
  private static final ZonedDateTime JULY_3 =
      ZonedDateTime.of(2024, 7, 3, 0, 0, 0, 0, ZoneOffset.UTC);

  private final Engine engine;
  private final Path programs;
  private final Path home;
  private final Random random;
  private final Disk disk = new Posix().disk();
  private final StringBuilder story = new StringBuilder();

  /// What a round has seen.
  ///
  /// @param linked tables that the backup shares with the data
  /// @param copied tables that it doesn't, because the database may still write to them
  /// @param overwritten of those, tables that the database did write to
  record Seen(int linked, int copied, int overwritten) {
    Seen plus(Seen other) {
      return new Seen(
          linked + other.linked, copied + other.copied, overwritten + other.overwritten);
    }
  }

  EngineRound(Engine engine, Path programs, Path home, long seed) {
    this.engine = engine;
    this.programs = programs;
    this.home = home;
    this.random = new Random(seed);
  }

  Seen run() throws Exception {
    Files.createDirectories(database(data()));
    live(CALLS_OF_A_BEGINNING + random.nextInt(CALLS));
    lives(random.nextInt(3));
    Optional<Path> taken = backup();
    if (taken.isEmpty()) {
      return new Seen(0, 0, 0);
    }
    Path backup = taken.get();
    Contents before = Contents.of(data());
    assertThat(Contents.of(backup)).as("the backup is the data").isEqualTo(before);
    Map<Path, Table> copied = tables(1);
    int linked = tables(2).size();

    lives(1 + random.nextInt(4));
    int overwritten = overwritten(copied);
    unchanged(backup, before);
    putBack(backup);
    lives(1 + random.nextInt(3));
    unchanged(backup, before);
    readable(backup);
    return new Seen(linked, copied.size(), overwritten);
  }

  /// For a report of what went wrong.
  @Override
  public String toString() {
    return engine + ": " + story;
  }

  private Path data() {
    return home.resolve("data");
  }

  private static Path database(Path data) {
    return data.resolve("app.db");
  }

  private void lives(int count) throws Exception {
    for (int i = 0; i < count; i++) {
      long calls =
          switch (random.nextInt(8)) {
            case 0 -> 0;
            case 1, 2, 3 -> 1 + random.nextInt(CALLS_OF_AN_OPENING);
            default -> 1 + random.nextInt(CALLS);
          };
      if (engine.recovers() && random.nextInt(6) == 0) {
        loseManifest();
        story.append(" recover ").append(calls);
        engine.recover(programs, database(data()), random.nextLong(), calls);
      } else {
        live(calls);
      }
    }
  }

  private void live(long calls) throws Exception {
    story.append(" write ").append(calls);
    try {
      engine.write(programs, database(data()), random.nextLong(), calls);
    } catch (IOException unreadable) {
      if (!engine.recovers()) {
        throw unreadable;
      }
      // It was killed in recovering from a lost manifest: what the operator does is try again.
      story.append(" (unreadable) recover ").append(calls);
      engine.recover(programs, database(data()), random.nextLong(), calls);
    }
  }

  private void loseManifest() throws IOException {
    if (random.nextBoolean()) {
      for (Path file : files(database(data()))) {
        if (name(file).matches("(MANIFEST|CURRENT).*")) {
          story.append(" lose ").append(name(file));
          Files.delete(file);
        }
      }
    }
  }

  /// Nothing if there is not one table that might be linked.
  private Optional<Path> backup() throws IOException, UserError {
    story.append(" backup");
    Backups backups =
        new Backups(data(), home, disk, Optional.of(CopyMethod.LINK), LANES, (_, _) -> false);
    try {
      return Optional.of(
          backups.take(new BackupSubject(PLAN, 1, Optional.empty()), JULY_3, _ -> {}));
    } catch (UserError refused) {
      if (String.valueOf(refused.getMessage()).contains("there are no sorted tables")) {
        return Optional.empty();
      }
      throw refused;
    }
  }

  /// One table, as it was.
  private record Table(Object inode, String content) {
    static Table of(Path file) throws IOException {
      return new Table(Files.getAttribute(file, "unix:ino"), Contents.content(file));
    }
  }

  /// The data's tables that have so many names.
  private Map<Path, Table> tables(int names) throws IOException {
    Map<Path, Table> tables = new TreeMap<>();
    for (Path file : files(database(data()))) {
      if (name(file).matches("\\d+\\.(ldb|sst)")
          && Files.getAttribute(file, "unix:nlink").equals(names)) {
        tables.put(file, Table.of(file));
      }
    }
    return tables;
  }

  private static int overwritten(Map<Path, Table> before) throws IOException {
    int count = 0;
    for (Map.Entry<Path, Table> table : before.entrySet()) {
      if (Files.exists(table.getKey())) {
        Table now = Table.of(table.getKey());
        if (now.inode().equals(table.getValue().inode()) && !now.equals(table.getValue())) {
          count++;
        }
      }
    }
    return count;
  }

  private void unchanged(Path backup, Contents before) throws IOException {
    assertThat(Contents.of(backup).files())
        .as("the backup is what it was: %s", this)
        .isEqualTo(before.files());
  }

  private void putBack(Path backup) throws Exception {
    story.append(" restore");
    disk.remove(data());
    new Restore(disk, Optional.of(CopyMethod.LINK), LANES)
        .bring(Backup.read(disk, backup), "data", data(), _ -> {});
    assertThat(Contents.of(data())).isEqualTo(Contents.of(backup));
  }

  /// That it can be opened as well as what it was made from is seen on a copy, since that writes.
  private void readable(Path backup) throws Exception {
    disk.remove(data());
    new Restore(disk, Optional.of(CopyMethod.COPY), LANES)
        .bring(Backup.read(disk, backup), "data", data(), _ -> {});
    if (!story.toString().contains("recover")) {
      assertThat(engine.check(programs, database(data()))).as("%s", this).isNotNegative();
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }
}
