package cosmovisor.backup;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class VerificationTest {
  private static final ZonedDateTime JULY_3 =
      ZonedDateTime.of(2024, 7, 3, 1, 2, 3, 0, ZoneOffset.UTC);
  private static final BackupSubject V2 =
      new BackupSubject(new UpgradePlan(new PlanName("v2"), 20, ""), 1, Optional.of("genesis"));

  @TempDir private Path home;
  private final Disk disk = new Posix().disk();
  private Path backup = Path.of("/");

  @BeforeEach
  void takeBackup() throws IOException, UserError {
    Path data = home.resolve("data");
    Files.createDirectories(data.resolve("app.db/empty"));
    Files.writeString(data.resolve("app.db/CURRENT"), "MANIFEST-000004\n");
    Files.writeString(data.resolve("app.db/MANIFEST-000004"), "manifest");
    Files.writeString(data.resolve("app.db/000009.log"), "journal");
    Files.writeString(data.resolve("app.db/000005.ldb"), "table");
    Files.writeString(data.resolve("a b\nc"), "123456789");
    Files.createSymbolicLink(data.resolve("link"), Path.of("app.db"));
    backup =
        new Backups(data, home, noClones(), Optional.empty(), 2, (_, _) -> false)
            .take(V2, JULY_3, _ -> {});
  }

  private Disk noClones() {
    return FaultyDisk.of(
        disk,
        (verb, _) -> {
          if (verb.equals("cloneFile")) {
            throw new IOException("operation not supported");
          }
        });
  }

  private Verdict verify() throws IOException {
    return verify(disk);
  }

  private Verdict verify(Disk on) throws IOException {
    return new Verification(on, 2).verify(Backup.read(on, backup), (_, _) -> {});
  }

  private List<String> differences() throws IOException {
    Verdict verdict = verify();
    assertThat(verdict.isGood()).isEqualTo(verdict.differences().isEmpty());
    return verdict.differences().stream().map(Difference::line).toList();
  }

  private Path list() {
    return home.resolve(".data-backup-2024-7-3.files");
  }

  private void write(String below, String text) throws IOException {
    Files.writeString(backup.resolve(below), text);
  }

  @Test
  void whatIsAsItWasIsGood() throws IOException {
    Verdict verdict = verify();
    assertThat(verdict.differences()).isEmpty();
    assertThat(verdict.isGood()).isTrue();
    assertThat(verdict.basis()).isEqualTo(Verdict.Basis.LIST);
    assertThat(verdict.files()).isEqualTo(5);
    assertThat(verdict.bytes() - verdict.compared()).as("the table's").isEqualTo(5);
  }

  @Test
  void everyWayToBeDifferentIsNamed() throws IOException {
    write("a b\nc", "123456780");
    write("app.db/CURRENT", "x");
    Files.delete(backup.resolve("app.db/000009.log"));
    Files.createDirectory(backup.resolve("app.db/000009.log"));
    Files.delete(backup.resolve("app.db/MANIFEST-000004"));
    write("app.db/more", "");
    Files.delete(backup.resolve("link"));
    write("link", "");
    assertThat(differences())
        .containsExactly(
            "data/a%20b%0Ac has another content",
            "data/app.db/000009.log was a file, and is a folder",
            "data/app.db/CURRENT had 16 bytes, and has 1",
            "data/app.db/MANIFEST-000004 is missing",
            "data/app.db/more was not in it when it was taken",
            "data/link was a symbolic link, and is a file");
  }

  @Test
  void aFolderTooMuchIsNamedWithAllThatIsInIt() throws IOException {
    Files.createDirectory(backup.resolve("new"));
    write("new/file", "");
    assertThat(differences()).hasSize(2);
  }

  @Test
  void onlyTheFirstDifferencesAreNamedAndAllAreCounted() throws IOException {
    for (int i = 0; i < 1000; i++) {
      write("stray" + i, "");
    }
    Verdict verdict = verify();
    assertThat(verdict.count()).isEqualTo(1000);
    assertThat(verdict.differences()).hasSize(20);
  }

  @Test
  void aFileThatCannotBeReadIsADifferenceAndTheRestIsComparedAllTheSame() throws IOException {
    write("app.db/CURRENT", "x");
    Disk failing =
        FaultyDisk.of(
            disk,
            (verb, arguments) -> {
              if (verb.equals("checksum") && ((Path) arguments[0]).endsWith("000009.log")) {
                throw new IOException("Input/output error");
              }
            });
    assertThat(verify(failing).differences())
        .extracting(Difference::line)
        .containsExactly(
            "data/app.db/000009.log can't be read: Input/output error",
            "data/app.db/CURRENT had 16 bytes, and has 1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "copy 1 00000000 data/../x",
        "copy 1 00000000 /etc/passwd",
        "copy 1 00000000 ../data/x",
        "copy 1 00000000 data",
        "copy 1 00000000 data//x",
        "copy 1 00000000 data/./x",
        "copy 1 00000000 data/%2e%2e/x",
        "copy 1 00000000 data/x%2fy",
        "copy 1 00000000 data/x%00",
        "copy 1 00000000 data/x%4",
        "copy 1 00000000 data/x%zz",
        "copy 18446744073709551615 00000000 data/x",
        "copy 99999999999999999999999 00000000 data/x",
        "copy 1 1ffffffff data/x",
        "copy 1 - data/x",
        "copy - 00000000 data/x",
        "link 1 00000000 data/x",
        "folder 1 - data/x",
        "copy 1 00000000 data/x y",
        "steal 1 00000000 data/x",
        "",
        "\u0001",
      })
  void aLineThatIsNoneOfOursIsToldInOneLine(String line) throws IOException {
    Files.writeString(list(), "cosmovisor backup 1\n" + line + "\n");
    assertThat(differences())
        .containsExactly("line 2 of .data-backup-2024-7-3.files is none of a backup's");
  }

  @Test
  void aListWithoutAnEndIsNotReadIntoMemory() throws IOException {
    Files.writeString(list(), "cosmovisor backup 1\nfolder - - data/" + "x".repeat(3 << 20));
    assertThat(differences())
        .containsExactly("line 2 of .data-backup-2024-7-3.files is none of a backup's");
  }

  @Test
  void aListThatHasLostItsEndIsNoticed() throws IOException {
    List<String> lines = Files.readAllLines(list());
    Files.write(list(), lines.subList(0, lines.size() - 1));
    assertThat(differences())
        .anyMatch(line -> line.contains("its list has") || line.contains("was not in it"));
    Files.writeString(list(), "");
    assertThat(differences()).singleElement().asString().contains("line 1 of");
    Files.writeString(list(), String.join("\n", lines));
    assertThat(differences()).singleElement().asString().contains("none of a backup's");
    Files.delete(list());
    assertThat(differences()).containsExactly("its list .data-backup-2024-7-3.files is missing");
  }

  @Test
  void aNameThatIsListedTwiceHidesNothing() throws IOException {
    List<String> lines = Files.readAllLines(list());
    lines.add("folder - - data/app.db");
    Files.write(list(), lines);
    assertThat(differences()).containsExactly("its list names something twice");
  }

  @Test
  void linksAreNotFollowed() throws IOException {
    Path outside = Files.createDirectory(home.resolve("outside"));
    Files.writeString(outside.resolve("file"), "");
    Files.delete(backup.resolve("app.db/empty"));
    Files.createSymbolicLink(backup.resolve("app.db/empty"), outside);
    assertThat(differences())
        .containsExactly("data/app.db/empty was a folder, and is a symbolic link");
  }

  @Test
  void whatLiesBesideTheDataBelongsToIt() throws IOException {
    Path also = Files.createDirectories(home.resolve(".data-backup-2024-7-3.also/wasm/wasm"));
    Files.writeString(also.resolve("1"), "123456789");
    assertThat(differences()).containsExactly("wasm/wasm/1 was not in it when it was taken");
    Files.writeString(
        list(), Files.readString(list()) + "folder - - wasm/wasm\ncopy 9 e3069283 wasm/wasm/1\n");
    Files.delete(home.resolve(".data-backup-2024-7-3.json"));
    assertThat(differences()).isEmpty();
  }

  private void forgetRecords() throws IOException {
    Files.delete(list());
    Files.delete(home.resolve(".data-backup-2024-7-3.json"));
  }

  @Test
  void ofABackupOfTheOriginalsOnlyTheDatabasesCanBeTold() throws IOException {
    forgetRecords();
    Verdict verdict = verify();
    assertThat(verdict.isGood()).isTrue();
    assertThat(verdict.basis()).isEqualTo(Verdict.Basis.STRUCTURE);
    assertThat(verdict.files()).isEqualTo(5);
    write("app.db/CURRENT", "MANIFEST-000007\n");
    assertThat(differences())
        .singleElement()
        .asString()
        .startsWith("data/app.db/MANIFEST-000007 is missing or empty");
    write("app.db/CURRENT", "../../x");
    assertThat(differences()).containsExactly("data/app.db/CURRENT names no manifest");
    Files.delete(backup.resolve("app.db/CURRENT"));
    assertThat(differences()).containsExactly("data/app.db is a database without its CURRENT");
    write("app.db/marker.manifest.000001.MANIFEST-000004", "");
    assertThat(differences()).isEmpty();
    write("app.db/MANIFEST-000004", "");
    assertThat(differences()).hasSize(1);
  }
}
