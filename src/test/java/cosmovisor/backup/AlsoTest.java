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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Folders beside the data that are backed up with it.
final class AlsoTest {
  private static final ZonedDateTime JULY_3 =
      ZonedDateTime.of(2024, 7, 3, 1, 2, 3, 0, ZoneOffset.UTC);
  private static final UpgradePlan V2 = new UpgradePlan(new PlanName("v2"), 20, "");
  private static final String BACKUP = "data-backup-2024-7-3";
  private static final String CODE = "." + BACKUP + ".also/wasm/state/code";

  /// More verbs than a backup has.
  private static final int MANY = 300;

  @TempDir private Path folder;
  private Path home = Path.of("/");
  private final Disk disk = new Posix().disk();

  /// Thrown where a process is killed.
  @SuppressWarnings("serial")
  private static final class Killed extends Error {}

  @BeforeEach
  void makeHome() throws IOException {
    home = folder.resolve("home");
    write("data/application.db/MANIFEST-000004", "manifest");
    write("data/application.db/000009.log", "journal");
    write("data/application.db/000005.ldb", "table");
    write("wasm/state/code", "code");
  }

  private void write(String below, String text) throws IOException {
    Path file = home.resolve(below);
    Files.createDirectories(Disk.parent(file));
    Files.writeString(file, text);
  }

  private String read(String below) throws IOException {
    return Files.readString(home.resolve(below));
  }

  private boolean exists(String below) {
    return Files.exists(home.resolve(below));
  }

  private Backups backups(Disk on, Optional<CopyMethod> method) {
    return new Backups(home.resolve("data"), home, on, method, 1, (_, _) -> true)
        .with(List.of("wasm", "ibc_08-wasm"));
  }

  private Path take(Disk on) throws IOException, UserError {
    return backups(on, Optional.empty())
        .take(new BackupSubject(V2, 1, Optional.of("genesis")), JULY_3, _ -> {});
  }

  private Disk without(String verb) {
    return refusing(verb, "/");
  }

  private Disk refusing(String verb, String inPath) {
    return FaultyDisk.of(
        disk,
        (name, arguments) -> {
          if (name.equals(verb) && arguments[0].toString().contains(inPath)) {
            throw new IOException("operation not permitted");
          }
        });
  }

  private void assertWhole() throws IOException {
    assertThat(read(BACKUP + "/application.db/000005.ldb")).isEqualTo("table");
    assertThat(read(CODE)).isEqualTo("code");
    assertThat(read("." + BACKUP + ".files"))
        .contains("copy 4 ", " wasm/state/code\n", "folder - - wasm/state\n", " data/");
    assertThat(Backup.read(disk, home.resolve(BACKUP)).also()).containsExactly("wasm");
    assertThat(exists("." + BACKUP + ".partial")).isFalse();
  }

  @Test
  void codeBesideTheDataIsCopiedWhereTablesAreLinked() throws IOException, UserError {
    take(without("cloneFile"));
    assertWhole();
    write("wasm/state/code", "another");
    assertThat(read(CODE)).isEqualTo("code");
    assertThat(
            Files.isSameFile(
                home.resolve("data/application.db/000005.ldb"),
                home.resolve(BACKUP + "/application.db/000005.ldb")))
        .isTrue();
  }

  @Test
  void itCountsForWhatABackupWillTake() throws IOException, UserError {
    Backups backups = backups(without("cloneFile"), Optional.empty());
    BackupNeed need = backups.need(V2).orElseThrow();
    assertThat(need.files()).isEqualTo(4);
    assertThat(need.bytes()).isEqualTo(8 + 7 + 5 + 4);
    assertThat(need.copied()).isEqualTo(8 + 7 + 4);
    assertThat(need.folders()).containsExactly("data", "wasm");
    assertThat(backups.size()).isEqualTo(need.bytes());
  }

  @Test
  void aLinkToAnotherDiskIsFollowed() throws IOException, UserError {
    Files.move(home.resolve("wasm"), folder.resolve("elsewhere"));
    Files.createSymbolicLink(home.resolve("wasm"), folder.resolve("elsewhere"));
    take(disk);
    assertWhole();
  }

  @Test
  void whatLiesInTheDataIsInTheBackupAlready() throws IOException, UserError {
    Files.move(home.resolve("wasm"), home.resolve("data/wasm"));
    Files.createSymbolicLink(home.resolve("wasm"), Path.of("data/wasm"));
    take(disk);
    assertThat(read(BACKUP + "/wasm/state/code")).isEqualTo("code");
    assertThat(exists("." + BACKUP + ".also")).isFalse();
  }

  @Test
  void aFolderAroundTheDataOrTheBackupsIsRefused() throws IOException {
    disk.remove(home.resolve("wasm"));
    Files.createSymbolicLink(home.resolve("wasm"), home);
    assertThatThrownBy(() -> backups(disk, Optional.empty()).need(V2))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("holds the data or the backups themselves");
  }

  @Test
  void aMethodIsChosenForEachFolderAsTheyMayLieOnTwoDisks() throws IOException, UserError {
    Disk cloning =
        FaultyDisk.of(
            refusing("cloneFile", "wasm"),
            (verb, arguments) -> {
              if (verb.equals("cloneFile") && !arguments[0].toString().contains("wasm")) {
                disk.copyChecked((Path) arguments[0], (Path) arguments[1]);
                throw new FaultyDisk.Instead();
              }
            });
    assertThatThrownBy(() -> backups(cloning, Optional.of(CopyMethod.CLONE)).need(V2))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("DAEMON_BACKUP_METHOD is clone");
    take(cloning);
    assertWhole();
    assertThat(read("." + BACKUP + ".files")).contains("clone 5 - data/application.db/000005.ldb");
  }

  @Test
  void whereTablesAreToBeLinkedCodeIsCopiedAllTheSame() throws IOException, UserError {
    backups(disk, Optional.of(CopyMethod.LINK))
        .take(new BackupSubject(V2, 1, Optional.of("genesis")), JULY_3, _ -> {});
    assertWhole();
  }

  @Test
  void aKillAtAnyVerbLeavesItWholeOrAbsent() throws IOException, UserError {
    boolean killed = true;
    for (int verb = 1; killed; verb++) {
      killed = struckAt(verb, true);
      assertThat(verb).isLessThan(MANY);
    }
  }

  @Test
  void aFailureAtAnyVerbLeavesItWholeOrAbsent() throws IOException, UserError {
    boolean failed = true;
    for (int verb = 1; failed; verb++) {
      failed = struckAt(verb, false);
      assertThat(verb).isLessThan(MANY);
    }
  }

  /// Takes a backup that is struck at a verb, looks at what is left, and has the next attempt come.
  ///
  /// @return whether it had so many verbs
  private boolean struckAt(int verb, boolean kill) throws IOException, UserError {
    int[] count = {0};
    boolean[] struck = {false};
    Disk faulty =
        FaultyDisk.of(
            disk,
            (_, _) -> {
              if (++count[0] == verb) {
                struck[0] = true;
                if (kill) {
                  throw new Killed();
                }
                throw new IOException("No space left on device");
              }
            });
    try {
      take(faulty);
    } catch (Killed | IOException expected) {
      // seen in what it leaves
    }
    if (exists(BACKUP)) {
      assertWhole();
    } else {
      if (!kill) {
        assertThat(disk.list(home))
            .as("verb " + verb)
            .noneMatch(name -> name.getFileName().toString().startsWith("." + BACKUP));
      }
      take(disk);
      assertWhole();
    }
    for (String name : List.of("", ".json", ".files", ".also")) {
      disk.remove(home.resolve((name.isEmpty() ? "" : ".") + BACKUP + name));
    }
    return struck[0];
  }

  @Test
  void namesThatLeadElsewhereMakeNoManifest() {
    for (String names : List.of("[\"..\"]", "[\"a/b\"]", "[\"data\"]", "[\"\"]", "[1]")) {
      String text = "{\"version\":1,\"upgrade\":\"v2\",\"height\":20,\"method\":\"copy\",\"also\":";
      assertThat(BackupManifest.parse((text + names + "}").getBytes(StandardCharsets.UTF_8)))
          .as(names)
          .isEmpty();
    }
  }
}
