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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CopyMethodTest {
  private static final ZonedDateTime JULY_3 =
      ZonedDateTime.of(2024, 7, 3, 1, 2, 3, 0, ZoneOffset.UTC);
  private static final UpgradePlan V2 = new UpgradePlan(new PlanName("v2"), 20, "");
  private static final String TABLE = "application.db/000005.ldb";
  private static final String JOURNAL = "application.db/000009.log";

  private static BackupSubject of(UpgradePlan plan, long begun) {
    return new BackupSubject(plan, begun, Optional.of("genesis"));
  }

  @TempDir private Path home;
  private final Disk disk = new Posix().disk();

  @BeforeEach
  void makeData() throws IOException {
    write("application.db/MANIFEST-000004", "manifest");
    write(JOURNAL, "journal");
    write(TABLE, "table");
    write("application.db/000010.ldb", "unfinished");
    write("priv_validator_state.json", "{}");
  }

  private void write(String below, String text) throws IOException {
    Path file = home.resolve("data").resolve(below);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private Backups backups(Disk on, Optional<CopyMethod> method) {
    return new Backups(home.resolve("data"), home, on, method, 2, (_, _) -> false);
  }

  /// This disk, on which files can be cloned, or seem to be.
  private Disk cloning() {
    return FaultyDisk.of(
        disk,
        (verb, arguments) -> {
          if (verb.equals("cloneFile")) {
            disk.copyChecked((Path) arguments[0], (Path) arguments[1]);
            throw new FaultyDisk.Instead();
          }
        });
  }

  private Disk without(String... verbs) {
    return FaultyDisk.of(
        disk,
        (verb, _) -> {
          if (List.of(verbs).contains(verb)) {
            throw new IOException("operation not permitted");
          }
        });
  }

  private static Object inode(Path file) throws IOException {
    return Files.getAttribute(file, "unix:ino");
  }

  @Test
  void linksAreMadeOfTablesThatStayAsTheyAreAndOfNothingElse() throws IOException, UserError {
    Path backup = backups(without("cloneFile"), Optional.empty()).take(of(V2, 1), JULY_3, _ -> {});
    Path data = home.resolve("data");
    assertThat(inode(backup.resolve(TABLE))).isEqualTo(inode(data.resolve(TABLE)));
    for (String other :
        List.of(JOURNAL, "application.db/000010.ldb", "priv_validator_state.json")) {
      assertThat(inode(backup.resolve(other))).as(other).isNotEqualTo(inode(data.resolve(other)));
      assertThat(backup.resolve(other)).hasSameTextualContentAs(data.resolve(other));
    }
    assertThat(Files.readString(home.resolve(".data-backup-2024-7-3.json")))
        .contains("\"method\":\"link\"");
  }

  @Test
  void everythingInABackupIsListedWithItsWay() throws IOException, UserError {
    write("a b\nc", "123456789");
    backups(without("cloneFile"), Optional.empty()).take(of(V2, 1), JULY_3, _ -> {});
    assertThat(Files.readAllLines(home.resolve(".data-backup-2024-7-3.files")))
        .startsWith("cosmovisor backup 1")
        .contains(
            "copy 9 e3069283 data/a%20b%0Ac",
            "folder - - data/application.db", "link 5 - data/application.db/000005.ldb")
        .hasSize(8);
  }

  @Test
  void theBestMethodThatCanBeHadIsTakenAndTheReasonKnown() throws UserError {
    assertThat(need(cloning()).method()).isEqualTo(CopyMethod.CLONE);
    BackupNeed linked = need(without("cloneFile"));
    assertThat(linked.method()).isEqualTo(CopyMethod.LINK);
    assertThat(linked.why()).isEqualTo("no clones: operation not permitted");
    assertThat(linked.bytes() - linked.copied()).as("the table's").isEqualTo(5);
    BackupNeed copied = need(without("cloneFile", "hardLink"));
    assertThat(copied.method()).isEqualTo(CopyMethod.COPY);
    assertThat(copied.why()).contains("no clones: ", "no links: ");
    assertThat(copied.copied()).isEqualTo(copied.bytes());
  }

  private BackupNeed need(Disk on) throws UserError {
    return backups(on, Optional.empty()).need(V2).orElseThrow();
  }

  @Test
  void withoutTablesThereIsNothingToLink() throws UserError, IOException {
    disk.remove(home.resolve("data/" + JOURNAL));
    assertThat(need(without("cloneFile")).why()).contains("there are no sorted tables");
  }

  @Test
  void aMethodThatIsSetIsTakenOrRefusedAndNeverReplaced() throws IOException, UserError {
    Backups copying = backups(cloning(), Optional.of(CopyMethod.COPY));
    assertThat(copying.need(V2).orElseThrow().method()).isEqualTo(CopyMethod.COPY);
    Backups cloning = backups(without("cloneFile"), Optional.of(CopyMethod.CLONE));
    assertThatThrownBy(() -> cloning.need(V2))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("DAEMON_BACKUP_METHOD is clone")
        .hasMessageContaining("operation not permitted");
    assertThatThrownBy(() -> cloning.take(of(V2, 1), JULY_3, _ -> {}))
        .isInstanceOf(UserError.class);
    try (var names = Files.list(home)) {
      assertThat(names).as("no trial file, nothing half made").hasSize(1);
    }
  }
}
