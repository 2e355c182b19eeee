package cosmovisor.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cosmovisor.os.Disk;
import cosmovisor.os.FaultyDisk;
import cosmovisor.os.UserError;
import cosmovisor.os.posix.Posix;
import cosmovisor.plan.PlanName;
import cosmovisor.plan.UpgradePlan;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BackupsTest {
  private static final ZonedDateTime JULY_3 =
      ZonedDateTime.of(2024, 7, 3, 1, 2, 3, 0, ZoneOffset.UTC);
  private static final UpgradePlan V2 = new UpgradePlan(new PlanName("v2"), 20, "");
  private static final UpgradePlan V3 = new UpgradePlan(new PlanName("v3"), 30, "");

  private static BackupSubject of(UpgradePlan plan, long begun) {
    return new BackupSubject(plan, begun, Optional.of("genesis"));
  }

  @TempDir private Path home;
  private final Disk disk = new Posix().disk();
  private final Set<UpgradePlan> standing = new HashSet<>(Set.of(V2, V3));

  private boolean stands(UpgradePlan plan, long begun) {
    return begun == 1 && standing.contains(plan);
  }

  private Backups backups;

  @BeforeEach
  void makeData() throws IOException, UserError {
    Files.createDirectories(home.resolve("data/app.db"));
    Files.writeString(home.resolve("data/app.db/000001.ldb"), "one");
    Files.writeString(home.resolve("data/priv_validator_state.json"), "{}");
    Files.createSymbolicLink(home.resolve("data/link"), Path.of("app.db"));
    Files.setPosixFilePermissions(
        home.resolve("data/app.db/000001.ldb"), PosixFilePermissions.fromString("rw-r-----"));
    Files.setPosixFilePermissions(
        home.resolve("data/app.db"), PosixFilePermissions.fromString("r-xr-x---"));
    backups = new Backups(home.resolve("data"), home, disk, Optional.empty(), 4, this::stands);
  }

  private List<String> names() throws IOException, UserError {
    try (Stream<Path> names = Files.list(home)) {
      return names.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aBackupIsTheDataAndNothingElse() throws IOException, UserError {
    Path backup = backups.take(of(V2, 1), JULY_3, _ -> {});
    assertThat(backup).isEqualTo(home.resolve("data-backup-2024-7-3"));
    assertThat(tree(backup)).isEqualTo(tree(home.resolve("data"))).hasSize(5);
  }

  /// Each name with its kind, permissions and content.
  private static List<String> tree(Path root) throws IOException, UserError {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.sorted().toList()) {
        String content =
            Files.isSymbolicLink(path)
                ? "-> " + Files.readSymbolicLink(path)
                : Files.isDirectory(path) ? "/" : Files.readString(path);
        String mode =
            Files.isSymbolicLink(path)
                ? ""
                : PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        lines.add(root.relativize(path) + " " + mode + " " + content);
      }
    }
    return lines;
  }

  @Test
  void theSecondOneOfADayHasItsOwnName() throws IOException, UserError {
    Path first = backups.take(of(V2, 1), JULY_3, _ -> {});
    List<String> before = tree(first);
    Files.writeString(home.resolve("data/new"), "new");
    assertThat(backups.take(of(V3, 1), JULY_3, _ -> {}))
        .isEqualTo(home.resolve("data-backup-2024-7-3-2"));
    assertThat(tree(first)).isEqualTo(before);
  }

  @Test
  void aBackupIsFoundByTheUpgradeThatItIsOf() throws IOException, UserError {
    UpgradePlan shouted = new UpgradePlan(new PlanName("V2"), 20, "x");
    UpgradePlan later = new UpgradePlan(new PlanName("v2"), 21, "");
    standing.addAll(List.of(shouted, later));
    assertThat(backups.standing(V2)).isEmpty();
    Path backup = backups.take(of(V2, 1), JULY_3, _ -> {});
    assertThat(backups.standing(V2)).contains(backup);
    assertThat(backups.standing(shouted)).contains(backup);
    assertThat(backups.standing(V3)).isEmpty();
    assertThat(backups.standing(later)).isEmpty();
  }

  @Test
  void aBackupThatTheNodeHasLeftBehindIsNoneForTheUpgrade() throws IOException, UserError {
    Path left = backups.take(of(V2, 7), JULY_3, _ -> {});
    assertThat(backups.standing(V2)).isEmpty();
    Path later = backups.take(of(V2, 1), JULY_3.plusMinutes(1), _ -> {});
    assertThat(backups.standing(V2)).contains(later);
    standing.remove(V2);
    assertThat(backups.standing(V2)).isEmpty();
    assertThat(left).exists();
  }

  @Test
  void aBackupWithoutItsFolderOrOfAnotherToolIsNone() throws IOException, UserError {
    Path backup = backups.take(of(V2, 1), JULY_3, _ -> {});
    disk.remove(backup);
    assertThat(backups.standing(V2)).isEmpty();
    Files.createDirectories(home.resolve("data-backup-2024-7-4"));
    for (String notOurs :
        List.of(
            "{\"upgrade\":",
            "[]",
            "{\"version\":2,\"upgrade\":\"v2\",\"height\":20}",
            "{\"version\":1,\"height\":20}",
            "{\"version\":1,\"upgrade\":\"..\",\"height\":20}")) {
      Files.writeString(home.resolve(".data-backup-2024-7-4.json"), notOurs);
      assertThat(backups.standing(V2)).as(notOurs).isEmpty();
    }
  }

  /// Behind the loss of a journal its numbers begin anew.
  @Test
  void aBackupThatBearsTheNumberOfTheAttemptThatIsUnderWayIsAnOlderOne() throws Exception {
    Path older = backups.take(of(V2, 1), JULY_3, _ -> {});
    assertThat(backups.keep(V2, 1)).isEmpty();
    assertThat(backups.keep(V2, 2)).contains(older);
  }

  @Test
  void aBackupThatFailsLeavesNothing() throws IOException, UserError {
    Disk full = FaultyDisk.fullFor(disk, "000001.ldb");
    assertThatThrownBy(
            () ->
                new Backups(home.resolve("data"), home, full, Optional.empty(), 4, this::stands)
                    .take(of(V2, 1), JULY_3, _ -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("No space left");
    assertThat(names()).containsExactly("data");
  }

  @Test
  void aWholeBackupWhoseNameMayNotLastIsKeptAndMadeToLast() throws IOException, UserError {
    List<Path> synced = new ArrayList<>();
    Backups faulty =
        new Backups(
            home.resolve("data"),
            home,
            FaultyDisk.of(
                disk,
                (verb, arguments) -> {
                  if (verb.equals("sync") && arguments[0].equals(home)) {
                    synced.add(home);
                    if (synced.size() == 2) { // the first is the manifest's
                      throw new IOException("Input/output error");
                    }
                  }
                }),
            Optional.empty(),
            4,
            this::stands);
    assertThatThrownBy(() -> faulty.take(of(V2, 1), JULY_3, _ -> {}))
        .hasMessageContaining("Input/output");

    assertThat(faulty.keep(V2, 2)).contains(home.resolve("data-backup-2024-7-3"));
    assertThat(synced).hasSize(3);
    assertThat(names())
        .containsExactly(
            ".data-backup-2024-7-3.files",
            ".data-backup-2024-7-3.json",
            "data",
            "data-backup-2024-7-3");
  }

  @Test
  void aBackupThatIsBrokenOffLeavesNothing() throws IOException, UserError {
    Thread supervisor = Thread.currentThread();
    assertThatThrownBy(() -> backups.take(of(V2, 1), JULY_3, _ -> supervisor.interrupt()))
        .isInstanceOf(InterruptedIOException.class);
    assertThat(names()).containsExactly("data");
  }

  @Test
  void whatAKilledAttemptLeftIsReplaced() throws IOException, UserError {
    Files.createDirectories(home.resolve(".data-backup-2024-7-3.partial/stale"));
    Path backup = backups.take(of(V2, 1), JULY_3, _ -> {});
    assertThat(backup.resolve("stale")).doesNotExist();
    assertThat(names())
        .containsExactly(
            ".data-backup-2024-7-3.files",
            ".data-backup-2024-7-3.json",
            "data",
            "data-backup-2024-7-3");
  }

  /// Two nodes of a chain come to their upgrade at the same moment.
  @Test
  void twoHomesThatBackUpIntoOneFolderAtOnceAreNotInEachOthersWay() throws Exception {
    Path folder = Files.createDirectory(home.resolve("backups"));
    Path other = Files.createDirectories(home.resolve("other/data"));
    Files.writeString(other.resolve("file"), "other");
    Backups theirs = new Backups(other, folder, disk, Optional.empty(), 1, this::stands);
    Backups ours =
        new Backups(home.resolve("data"), folder, disk, Optional.empty(), 1, this::stands);
    List<Path> second = new ArrayList<>();

    Path first =
        ours.take(
            of(V2, 1),
            JULY_3,
            _ -> {
              if (second.isEmpty()) {
                second.add(taken(theirs));
              }
            });

    assertThat(first).isEqualTo(folder.resolve("data-backup-2024-7-3"));
    assertThat(second).containsExactly(folder.resolve("data-backup-2024-7-3-2"));
    assertThat(tree(first)).isEqualTo(tree(home.resolve("data")));
    assertThat(tree(second.getFirst())).isEqualTo(tree(other));
    assertThat(disk.list(folder)).hasSize(6);
  }

  private static Path taken(Backups backups) {
    try {
      return backups.take(of(V2, 1), JULY_3, _ -> {});
    } catch (IOException | UserError failure) {
      throw new AssertionError(failure);
    }
  }

  @Test
  void aNameThatAKilledAttemptOfThisHomeHasTakenIsItsOwnAgain() throws Exception {
    Path folder = Files.createDirectory(home.resolve("backups"));
    Files.createDirectories(folder.resolve(".data-backup-2024-7-3.partial/stale"));
    Files.createSymbolicLink(folder.resolve(".data-backup-2024-7-3.owner"), home);
    Backups ours =
        new Backups(home.resolve("data"), folder, disk, Optional.empty(), 1, this::stands);
    assertThat(ours.take(of(V2, 1), JULY_3, _ -> {}))
        .isEqualTo(folder.resolve("data-backup-2024-7-3"));
    assertThat(disk.list(folder)).hasSize(3);
  }

  @Test
  void aNumberThatIsNoneOfOursIsNotGivenTwice() throws Exception {
    Files.createDirectory(home.resolve("data-backup-2024-7-3-999999999"));
    Path first = backups.take(of(V2, 2), JULY_3, _ -> {});
    assertThat(backups.take(of(V2, 3), JULY_3, _ -> {})).isNotEqualTo(first);
  }

  @Test
  void aFolderKeepsWhoseItIsAndWhoseWillBeWhatIsMadeInIt() throws Exception {
    Path folder = home.resolve("data/app.db");
    Files.setAttribute(folder, "unix:mode", 02770);
    boolean isAdministrator = Files.getAttribute(home, "unix:uid").equals(0);
    if (isAdministrator) {
      Files.setAttribute(folder, "unix:uid", 65534);
      Files.setAttribute(folder, "unix:gid", 65534);
      Files.setAttribute(folder, "unix:mode", 02770);
    }
    Path copy = backups.take(of(V2, 1), JULY_3, _ -> {}).resolve("app.db");
    for (String attribute : List.of("unix:mode", "unix:uid", "unix:gid")) {
      assertThat(Files.getAttribute(copy, attribute))
          .as(attribute)
          .isEqualTo(Files.getAttribute(folder, attribute));
    }
  }

  @Test
  void bytesAreCounted() throws Exception {
    // Two threads may tell in another order than they have counted.
    Set<Long> progress = ConcurrentHashMap.newKeySet();
    backups.take(of(V2, 1), JULY_3, progress::add);
    assertThat(Collections.max(progress)).isEqualTo(5L);
    assertThat(backups.size()).isEqualTo(5L);
    backups.need(V3);
  }

  /// Somebody keeps a backup on another disk: what lies beside it here is still its own.
  @Test
  void theNameOfABackupThatWasMovedElsewhereIsNotGivenAgain() throws IOException, UserError {
    Path moved = backups.take(of(V2, 1), JULY_3, _ -> {});
    Path list = home.resolve(".data-backup-2024-7-3.files");
    String was = Files.readString(list);
    Files.move(moved, home.resolve("elsewhere"));

    Path next = backups.take(of(V3, 2), JULY_3, _ -> {});

    assertThat(next).isEqualTo(home.resolve("data-backup-2024-7-3-2"));
    assertThat(list).hasContent(was);
  }
}
