package cosmovisor.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cosmovisor.backup.Pruning.Doomed;
import cosmovisor.os.Disk;
import cosmovisor.os.FaultyDisk;
import cosmovisor.os.UserError;
import cosmovisor.os.posix.Posix;
import cosmovisor.plan.PlanName;
import cosmovisor.plan.UpgradePlan;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PruningTest {
  private static final ZonedDateTime NOW =
      ZonedDateTime.of(2026, 3, 10, 12, 0, 0, 0, ZoneOffset.UTC);
  private static final Retention ONE = new Retention(1, Duration.ZERO, 0);

  @TempDir private Path home;
  private final Disk disk = new Posix().disk();

  /// A backup of ours, taken on this day of March.
  private Path backup(int day) throws IOException, UserError {
    return backup(day, day, day);
  }

  private Path backup(int day, long height, long begun) throws IOException, UserError {
    Path data = home.resolve("data");
    Files.createDirectories(data.resolve("app.db"));
    Files.writeString(data.resolve("app.db/000001.log"), "0123456789");
    BackupSubject subject =
        new BackupSubject(
            new UpgradePlan(new PlanName("v" + height), height, ""), begun, Optional.empty());
    return new Backups(data, home, disk, Optional.of(CopyMethod.COPY), 1, (_, _) -> false)
        .take(subject, NOW.withDayOfMonth(day), _ -> {});
  }

  private Path original(String name) throws IOException {
    Path backup = Files.createDirectories(home.resolve(name));
    Files.writeString(backup.resolve("file"), "0123456789");
    return backup;
  }

  private Pruning pruning(Disk on) {
    return new Pruning(home, home, on, NOW);
  }

  private List<String> plan(Retention retention) throws IOException {
    return pruning(disk).plan(retention).stream().map(Doomed::name).toList();
  }

  private void prune(Disk on, Retention retention) throws IOException, UserError {
    Pruning pruning = pruning(on);
    for (Path leftover : pruning.leftovers()) {
      pruning.removeLeftover(leftover);
    }
    for (Doomed doomed : pruning.plan(retention)) {
      pruning.remove(doomed, retention);
    }
  }

  private List<String> names() throws IOException {
    try (Stream<Path> paths = Files.list(home)) {
      return paths
          .map(path -> path.getFileName().toString())
          .filter(name -> !name.equals("data"))
          .sorted()
          .toList();
    }
  }

  private static List<String> all(String name) {
    return List.of("." + name + ".files", "." + name + ".json", name);
  }

  @Test
  void theNewestAreKeptByNumber() throws IOException, UserError {
    for (int day : new int[] {1, 2, 3, 3, 10}) {
      backup(day);
    }
    assertThat(plan(Retention.EVERYTHING)).isEmpty();
    assertThat(plan(new Retention(5, Duration.ZERO, 0))).isEmpty();
    assertThat(plan(new Retention(2, Duration.ZERO, 0)))
        .containsExactly("data-backup-2026-3-1", "data-backup-2026-3-2", "data-backup-2026-3-3");
    prune(disk, ONE);
    assertThat(names()).isEqualTo(all("data-backup-2026-3-10"));
  }

  @Test
  void anotherHomesBackupsInTheSameFolderNeitherGoNorCount() throws IOException, UserError {
    Path other = home.resolve("other");
    Files.createDirectories(other.resolve("data"));
    backup(1);
    backup(2);
    new Backups(other.resolve("data"), home, disk, Optional.of(CopyMethod.COPY), 1, (_, _) -> false)
        .take(
            new BackupSubject(
                new UpgradePlan(new PlanName("v1"), 1, ""), 1, Optional.of("genesis")),
            NOW.withDayOfMonth(1),
            _ -> {});
    assertThat(plan(ONE)).containsExactly("data-backup-2026-3-1");
    assertThat(new Pruning(home, other, disk, NOW).plan(ONE)).isEmpty();
  }

  @Test
  void theOldGoByAgeAndTheNewestStaysHoweverOldItIs() throws IOException, UserError {
    backup(1);
    backup(8);
    assertThat(plan(new Retention(0, Duration.ofDays(9), 0))).isEmpty();
    assertThat(plan(new Retention(0, Duration.ofDays(8), 0)))
        .containsExactly("data-backup-2026-3-1");
    assertThat(plan(new Retention(0, Duration.ofSeconds(1), 0)))
        .containsExactly("data-backup-2026-3-1");
  }

  @Test
  void theLastThatWasTakenStaysThoughTheClockWasSetBackOrTheDataWentBack()
      throws IOException, UserError {
    backup(9, 10, 1);
    backup(1, 5, 1);
    backup(3, 20, 2);
    backup(4, 15, 3);
    assertThat(plan(ONE)).containsExactly("data-backup-2026-3-1");
  }

  /// The day alone is known of those without a manifest; they count from its end.
  @Test
  void theNewestWithAManifestStaysBesideANewerOneWithout() throws IOException, UserError {
    backup(1);
    backup(2);
    original("data-backup-2026-3-3");
    original("data-backup-2026-2-3");
    assertThat(plan(ONE)).containsExactly("data-backup-2026-2-3", "data-backup-2026-3-1");
  }

  /// This disk with so much room, and ten bytes more for each folder of a backup that is gone.
  private Disk withRoom(long bytes) {
    return (Disk)
        Proxy.newProxyInstance(
            Disk.class.getClassLoader(),
            new Class<?>[] {Disk.class},
            (_, method, arguments) ->
                method.getName().equals("room")
                    ? bytes + 10 * (3 - names().stream().filter(n -> n.startsWith("data")).count())
                    : method.invoke(disk, arguments));
  }

  @Test
  void theOldestGoUntilThereIsRoom() throws IOException, UserError {
    backup(1);
    backup(2);
    backup(3);
    Retention room = new Retention(0, Duration.ZERO, 100);
    assertThat(pruning(withRoom(100)).plan(room)).isEmpty();
    assertThat(pruning(withRoom(90)).plan(room))
        .extracting(Doomed::name)
        .containsExactly("data-backup-2026-3-1");
    List<Doomed> both = pruning(withRoom(81)).plan(room);
    assertThat(both)
        .extracting(Doomed::name)
        .containsExactly("data-backup-2026-3-1", "data-backup-2026-3-2");
    assertThat(pruning(withRoom(0)).plan(room)).isEqualTo(both);
    assertThat(pruning(withRoom(90)).remove(both.get(0), room)).isTrue();
    assertThat(pruning(withRoom(90)).remove(both.get(1), room)).as("enough by now").isFalse();
    assertThat(names()).contains("data-backup-2026-3-2").doesNotContain("data-backup-2026-3-1");
  }

  @Test
  void whatIsNotNamedAsABackupIsNeverTouched() throws IOException, UserError {
    Path outside = Files.createDirectories(home.resolve("outside"));
    Files.writeString(outside.resolve("file"), "");
    for (String name :
        List.of(
            "data-backup-old",
            "data-backup-2026-13-1",
            "data-backup-2026-2-30",
            "data-backup-2026-2-3-x",
            "data-backup-2026-2-3.bak",
            ".data-backup-x.removing",
            ".data-backup-x.partial")) {
      original(name);
    }
    Files.createSymbolicLink(home.resolve("data-backup-2026-2-1"), outside);
    Files.createSymbolicLink(home.resolve(".data-backup-2026-2-4.removing"), outside);
    Files.writeString(home.resolve("data-backup-2026-2-2"), "a file");
    backup(9);
    List<String> before = names();
    prune(disk, new Retention(1, Duration.ofSeconds(1), Long.MAX_VALUE));
    assertThat(names()).isEqualTo(before);
    assertThat(outside.resolve("file")).exists();
  }

  @Test
  void aLinkThatTakesABackupsPlaceMeanwhileIsNotFollowed() throws IOException, UserError {
    Path first = backup(1);
    backup(2);
    Doomed doomed = pruning(disk).plan(ONE).getFirst();
    Path outside = home.resolve("outside");
    Files.move(first, outside);
    Files.createSymbolicLink(first, outside);
    assertThatThrownBy(() -> pruning(disk).remove(doomed, ONE))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("left alone");
    assertThat(outside.resolve("app.db/000001.log")).exists();
  }

  @Test
  void linksInABackupAreNotFollowed() throws IOException, UserError {
    Path outside = Files.createDirectories(home.resolve("outside"));
    Files.writeString(outside.resolve("file"), "");
    Files.createSymbolicLink(backup(1).resolve("link"), outside);
    backup(2);
    prune(disk, ONE);
    assertThat(home.resolve("data-backup-2026-3-1")).doesNotExist();
    assertThat(outside.resolve("file")).exists();
  }

  @Test
  void foldersThatForbidItAreRemovedAsWell() throws IOException, UserError {
    Path first = backup(1);
    backup(2);
    Files.setPosixFilePermissions(
        first.resolve("app.db"), PosixFilePermissions.fromString("r-xr-x---"));
    prune(disk, ONE);
    assertThat(names()).isEqualTo(all("data-backup-2026-3-2"));
  }

  @Test
  void whatLiesBesideIsRemovedWithIt() throws IOException, UserError {
    backup(1);
    original(".data-backup-2026-3-1.also");
    backup(2);
    prune(disk, ONE);
    assertThat(names()).isEqualTo(all("data-backup-2026-3-2"));
  }

  /// Wherever it fails or is cut off: either all of the backup is there under its name, or nothing
  /// is; the next prune ends it; and no new backup takes the name before.
  @ParameterizedTest
  @ValueSource(strings = {"look", "read", "list", "rename", "sync", "remove", "room"})
  void noHalfOfABackupBearsItsNameWhateverFails(String verb) throws IOException, UserError {
    int failures = 0;
    for (int nth = 1; nth < 100; nth++) {
      for (Path left : disk.list(home)) {
        disk.remove(left);
      }
      Path first = backup(1);
      original(".data-backup-2026-3-1.also");
      backup(2);
      AtomicInteger calls = new AtomicInteger();
      int n = nth;
      Disk failing =
          FaultyDisk.of(
              disk,
              (name, _) -> {
                if (name.equals(verb) && calls.incrementAndGet() == n) {
                  throw new IOException("Input/output error");
                }
              });
      boolean failed = false;
      try {
        prune(failing, new Retention(1, Duration.ZERO, 1));
      } catch (IOException failure) {
        failed = true;
        failures++;
      }
      if (Files.exists(first)) {
        assertThat(names()).containsAll(all("data-backup-2026-3-1"));
        Backup whole = Backup.read(disk, first);
        disk.remove(home.resolve(".data-backup-2026-3-1.also"));
        assertThat(new Verification(disk, 1).verify(whole, (_, _) -> {}).isGood()).isTrue();
      } else if (Files.exists(home.resolve(".data-backup-2026-3-1.removing"))) {
        assertThat(backup(1).getFileName()).hasToString("data-backup-2026-3-1-2");
      }
      prune(disk, ONE);
      assertThat(names()).as(verb + " " + nth).isEqualTo(all("data-backup-2026-3-2"));
      if (!failed) {
        break;
      }
    }
    assertThat(failures).isPositive().isLessThan(98);
  }

  @Test
  void aPartialBackupGoesWhenNobodyHasWrittenToItForADay() throws IOException, UserError {
    backup(2);
    Path partial = original(".data-backup-2026-3-1.partial");
    Path list = Files.writeString(home.resolve(".data-backup-2026-3-1.files"), "");
    Files.setLastModifiedTime(partial, FileTime.from(NOW.minusDays(2).toInstant()));
    Files.setLastModifiedTime(list, FileTime.from(NOW.minusHours(2).toInstant()));
    assertThat(pruning(disk).leftovers()).isEmpty();
    Files.setLastModifiedTime(list, FileTime.from(NOW.minusDays(2).toInstant()));
    prune(disk, Retention.EVERYTHING);
    assertThat(names()).isEqualTo(all("data-backup-2026-3-2"));
  }
}
