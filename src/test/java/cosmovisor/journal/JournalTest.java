package cosmovisor.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cosmovisor.machine.Effect;
import cosmovisor.machine.JournalEntry;
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
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JournalTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final UpgradePlan V2 =
      new UpgradePlan(new PlanName("v2 \u00fc\n\"<1>\""), 20, "{\"binaries\":{}}");
  private static final UpgradePlan BARE = new UpgradePlan(V2.name(), 20, "");

  @TempDir private Path folder;
  private final Disk disk = new Posix().disk();
  private final List<Path> damage = new ArrayList<>();

  private Path file() {
    return folder.resolve(".journal");
  }

  private Journal journal() {
    return new Journal(file(), disk, () -> NOW, damage::add);
  }

  private List<JournalEntry> reopened() throws UserError {
    return journal().open();
  }

  private List<JournalEntry> written() throws IOException, UserError {
    Journal journal = journal();
    assertThat(journal.open()).isEmpty();
    List<Effect.Durable> effects =
        List.of(
            new Effect.LinkGenesis(),
            new Effect.RepairLink(V2),
            new Effect.TakeBackup(V2),
            new Effect.RunCustomHook(V2),
            new Effect.RunPreUpgrade(V2, 2),
            new Effect.Switch(V2));
    for (Effect.Durable effect : effects) {
      journal.done(journal.begun(effect), 0);
    }
    journal.failed(journal.begun(new Effect.LinkGenesis()), "no\nspace");
    journal.hookStarted(1233, "boot:986");
    journal.nodeStarted(1234, "boot:987");
    List<JournalEntry> entries = new ArrayList<>();
    List<Effect.Durable> read =
        List.of(
            new Effect.LinkGenesis(),
            new Effect.RepairLink(BARE),
            new Effect.TakeBackup(BARE),
            new Effect.RunCustomHook(BARE),
            new Effect.RunPreUpgrade(BARE, 2),
            new Effect.Switch(BARE));
    for (int id = 1; id <= read.size(); id++) {
      entries.add(new JournalEntry.Begun(id, read.get(id - 1)));
      entries.add(new JournalEntry.Done(id, 0));
    }
    entries.add(new JournalEntry.Begun(7, new Effect.LinkGenesis()));
    entries.add(new JournalEntry.Failed(7, "no\nspace"));
    entries.add(new JournalEntry.HookStarted(1233, "boot:986"));
    entries.add(new JournalEntry.NodeStarted(1234, "boot:987"));
    return entries;
  }

  private static JournalEntry.RollbackBegun rollback(long id) {
    return new JournalEntry.RollbackBegun(
        id,
        "data-backup-2026-1-2-2",
        List.of("data", "wasm"),
        "before-rollback-2026-1-9",
        "genesis");
  }

  @Test
  void aRollbackIsOpenUntilItIsDoneOrGivenUp() throws IOException, UserError {
    Journal journal = journal();
    journal.open();
    JournalEntry.RollbackBegun first = journal.begun(JournalTest::rollback);
    assertThat(journal.openRollback()).contains(first);
    assertThat(Journal.openRollback(Journal.peek(file(), disk))).contains(first);

    journal.failed(first.id(), "no room");
    assertThat(journal.openRollback()).isEmpty();

    JournalEntry.RollbackBegun second = journal.begun(JournalTest::rollback);
    Journal next = journal();
    next.open();
    assertThat(next.openRollback()).contains(second);
    next.done(second.id(), 0);
    assertThat(next.openRollback()).isEmpty();
    assertThat(Journal.openRollback(Journal.peek(file(), disk))).isEmpty();
  }

  @Test
  void aBackupDoesNotStandForDataThatWasSetBack() throws IOException, UserError {
    Journal journal = journal();
    journal.open();
    long id = journal.begun(new Effect.TakeBackup(V2));
    JournalEntry.RollbackBegun rollback = journal.begun(JournalTest::rollback);
    assertThat(journal.backupStands(V2, id)).isTrue();
    journal.done(rollback.id(), 0);
    assertThat(journal.backupStands(V2, id)).isFalse();
  }

  @Test
  void aBackupThatWasBegunStandsUntilANodeIsStarted() throws IOException, UserError {
    Journal journal = journal();
    journal.open();
    long id = journal.begun(new Effect.TakeBackup(V2));
    journal.hookStarted(6, "boot:6");
    assertThat(journal.backupStands(V2, id)).isTrue();
    Journal next = journal();
    next.open();
    assertThat(next.backupStands(BARE, id)).as("in the next life").isTrue();
    assertThat(next.backupStands(new UpgradePlan(V2.name(), 7, ""), id)).isFalse();
    assertThat(next.backupStands(V2, id + 1)).as("another one's").isFalse();
    next.nodeStarted(7, "boot:7");
    assertThat(next.backupStands(V2, id)).isFalse();
  }

  @Test
  void whatWasWrittenIsRead() throws IOException, UserError {
    List<JournalEntry> written = written();
    assertThat(reopened()).isEqualTo(written);
    assertThat(damage).isEmpty();
  }

  @Test
  void aLineIsAVersionAChecksumAndAnObject() throws IOException, UserError {
    Journal journal = journal();
    journal.open();
    journal.begun(new Effect.TakeBackup(new UpgradePlan(new PlanName("v2"), 20, "")));
    assertThat(Files.readString(file()))
        .isEqualTo(
            "1 e0569af0 {\"at\":\"2026-01-02T03:04:05Z\",\"begun\":1,\"do\":\"backup\","
                + "\"upgrade\":\"v2\",\"height\":20}\n");
  }

  @Test
  void numbersGoOnBehindThoseOfEarlierLives() throws IOException, UserError {
    written();
    Journal journal = journal();
    journal.open();
    assertThat(journal.begun(new Effect.LinkGenesis())).isEqualTo(8);
  }

  @Test
  void aTornTailOfAnyLengthIsCutOffAndWrittenOver() throws IOException, UserError {
    List<JournalEntry> written = written();
    byte[] whole = Files.readAllBytes(file());
    String bytes = new String(whole, StandardCharsets.ISO_8859_1);
    int lastLine = bytes.stripTrailing().lastIndexOf('\n') + 1;
    List<JournalEntry> before = written.subList(0, written.size() - 1);
    for (int length = lastLine; length < whole.length; length++) {
      Files.write(file(), Arrays.copyOf(whole, length));
      Journal journal = journal();
      assertThat(journal.open()).as("%d bytes", length).isEqualTo(before);
      journal.nodeStarted(1234, "boot:987");
      assertThat(reopened()).as("%d bytes", length).isEqualTo(written);
    }
    assertThat(damage).isEmpty();
  }

  @Test
  void aTailOfZerosIsATornOne() throws IOException, UserError {
    List<JournalEntry> written = written();
    Files.write(file(), new byte[300], StandardOpenOption.APPEND);
    assertThat(reopened()).isEqualTo(written);
    assertThat(damage).isEmpty();
  }

  @Test
  void damageBeforeAWholeLineIsSetAsideAndTheRestCounts() throws IOException, UserError {
    List<JournalEntry> written = written();
    byte[] whole = Files.readAllBytes(file());
    whole[30] ^= 1;
    Files.write(file(), whole);
    assertThat(reopened()).isEqualTo(written.subList(1, written.size()));
    assertThat(damage).containsExactly(folder.resolve(".journal.damaged-1"));
    assertThat(damage.getFirst()).hasBinaryContent(whole);
    assertThat(reopened()).as("mended").hasSize(written.size() - 1);
    assertThat(damage).hasSize(1);
  }

  @Test
  void anyCharacterThatChangesIsFound() {
    JournalEntry entry = new JournalEntry.Begun(5, new Effect.RunPreUpgrade(BARE, 2));
    String line = EntryLine.write(entry, NOW).stripTrailing();
    assertThat(EntryLine.read(line)).contains(entry);
    for (int i = 0; i < line.length(); i++) {
      var changed = new StringBuilder(line);
      changed.setCharAt(i, (char) (line.charAt(i) ^ 0x20));
      assertThat(EntryLine.read(changed.toString())).as("character %d", i).isEmpty();
    }
  }

  @Test
  void aJournalOfAVersionToComeIsNotTouched() throws IOException, UserError {
    written();
    String changed = Files.readString(file()).replaceFirst("(?m)^1 ", "2 ");
    Files.writeString(file(), changed);
    assertThatThrownBy(this::reopened)
        .isInstanceOf(UserError.class)
        .hasMessageContaining("was written by a newer cosmovisor");
    assertThat(file()).hasContent(changed);
  }

  private void makeLarge() throws IOException, UserError {
    Journal journal = journal();
    journal.open();
    journal.nodeStarted(1, "b");
    String line = Files.readString(file());
    Files.writeString(file(), line.repeat((300 << 10) / line.length()));
  }

  @Test
  void aLargeJournalKeepsItsNewestLines() throws IOException, UserError {
    makeLarge();
    Journal again = journal();
    again.open();
    again.nodeStarted(2, "last");
    assertThat(file().toFile().length()).isBetween(31L << 10, 33L << 10);
    assertThat(reopened()).endsWith(new JournalEntry.NodeStarted(2, "last"));
  }

  /// An administrator's rollback may be what shortens it.
  @Test
  void aJournalThatIsShortenedStaysItsOwners() throws IOException, UserError {
    makeLarge();
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-rw----"));
    if (isAdministrator()) {
      Files.setAttribute(file(), "unix:uid", NOBODY);
    }
    Object owner = Files.getAttribute(file(), "unix:uid");
    reopened();
    assertThat(file().toFile().length()).isLessThan(33L << 10);
    assertThat(Files.getPosixFilePermissions(file()))
        .isEqualTo(PosixFilePermissions.fromString("rw-rw----"));
    assertThat(Files.getAttribute(file(), "unix:uid")).isEqualTo(owner);
  }

  private boolean isAdministrator() throws IOException {
    return Files.getAttribute(folder, "unix:uid").equals(0);
  }

  private static final int NOBODY = 65_534;
  private static final int MANY = 5_000; // lines, some 400 KiB

  @Test
  void aJournalDoesNotGrowWithALife() throws IOException, UserError {
    Journal journal = journal();
    journal.open();
    for (int i = 0; i < MANY; i++) {
      journal.nodeStarted(i, "boot:" + i);
      assertThat(file().toFile().length()).isLessThan(65L << 10);
    }
    assertThat(reopened())
        .hasSizeBetween(100, MANY - 1)
        .endsWith(
            new JournalEntry.NodeStarted(MANY - 2, "boot:" + (MANY - 2)),
            new JournalEntry.NodeStarted(MANY - 1, "boot:" + (MANY - 1)));
    assertThat(damage).isEmpty();
  }

  @Test
  void aJournalThatCanNotBeShortenedIsWrittenOn() throws IOException, UserError {
    Disk full =
        FaultyDisk.of(
            disk,
            (verb, arguments) -> {
              if (verb.equals("rename")) {
                disk.rename((Path) arguments[0], (Path) arguments[1]);
                throw new IOException("Input/output error");
              }
            });
    Journal journal = new Journal(file(), full, () -> NOW, damage::add);
    journal.open();
    for (int i = 0; i < MANY; i++) {
      journal.nodeStarted(i, "boot:" + i);
    }
    assertThat(reopened())
        .hasSizeGreaterThan(100)
        .endsWith(new JournalEntry.NodeStarted(MANY - 1, "boot:" + (MANY - 1)));
    assertThat(damage).isEmpty();
  }

  @Test
  void aLineThatCouldNotBeWrittenIsNotBuiltUpon() throws IOException, UserError {
    List<JournalEntry> written = written();
    Journal journal = new Journal(file(), tearing("torn"), () -> NOW, damage::add);
    journal.open();
    assertThatThrownBy(() -> journal.nodeStarted(5, "torn")).isInstanceOf(IOException.class);
    journal.nodeStarted(6, "whole");
    assertThat(reopened())
        .hasSize(written.size() + 1)
        .endsWith(new JournalEntry.NodeStarted(6, "whole"));
    assertThat(damage).isEmpty();
  }

  /// A disk that is full after half of the line that holds this word.
  private Disk tearing(String word) {
    return FaultyDisk.of(
        disk,
        (verb, arguments) -> {
          if (verb.equals("append")
              && new String((byte[]) arguments[1], StandardCharsets.UTF_8).contains(word)) {
            byte[] line = (byte[]) arguments[1];
            disk.append((Path) arguments[0], Arrays.copyOf(line, line.length / 2));
            throw new IOException("No space left on device");
          }
        });
  }
}
