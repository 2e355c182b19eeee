package cosmovisor.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cosmovisor.backup.BackupSubject;
import cosmovisor.backup.Backups;
import cosmovisor.backup.Restore;
import cosmovisor.home.NodeHome;
import cosmovisor.journal.Journal;
import cosmovisor.machine.JournalEntry.RollbackBegun;
import cosmovisor.os.Disk;
import cosmovisor.os.FaultyDisk;
import cosmovisor.os.OsString;
import cosmovisor.os.UserError;
import cosmovisor.os.posix.Posix;
import cosmovisor.plan.PlanName;
import cosmovisor.plan.UpgradePlan;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A rollback that is disturbed at each of its verbs.
final class RollbackTest {
  private static final UpgradePlan V2 = new UpgradePlan(new PlanName("v2"), 20, "");
  private static final String SIGNED_19 = "{\"height\":\"19\",\"round\":0,\"step\":3}";
  private static final String SIGNED_220 = "{\"height\":\"220\",\"round\":0,\"step\":3}";

  /// More verbs than a rollback has.
  private static final int MANY = 500;

  @TempDir private Path folder;
  private final Disk disk = new Posix().disk();

  /// Thrown where a process is killed.
  @SuppressWarnings("serial")
  private static final class Killed extends Error {}

  /// What happens to a verb of the disk.
  private interface Disturbance {
    void happen() throws IOException;
  }

  /// A home behind its upgrade to v2, in a folder of its own.
  private NodeHome upgraded(int number) throws IOException, UserError {
    NodeHome home = new NodeHome(folder.resolve("home" + number), OsString.of("app"), false);
    write(home, "config/priv_validator_key.json", "{}");
    write(home, "cosmovisor/genesis/bin/app", "genesis");
    write(home, "cosmovisor/upgrades/v2/bin/app", "v2");
    write(home, "data/app/db", "old");
    write(home, "data/priv_validator_state.json", SIGNED_19);
    write(home, "wasm/code", "old");
    new Backups(home.data(), home.home(), disk, Optional.empty(), 1, (_, _) -> false)
        .with(List.of("wasm", "ibc_08-wasm"))
        .take(
            new BackupSubject(V2, 1, Optional.of("genesis")),
            ZonedDateTime.of(2026, 1, 2, 3, 4, 5, 0, ZoneOffset.UTC),
            _ -> {});
    write(home, "cosmovisor/upgrades/v2/upgrade-info.json", "{\"name\":\"v2\",\"height\":20}");
    write(home, "data/app/db", "new");
    write(home, "wasm/code", "new");
    write(home, "data/priv_validator_state.json", SIGNED_220);
    Files.createSymbolicLink(home.current(), Path.of("upgrades/v2"));
    return home;
  }

  private static void write(NodeHome home, String below, String text) throws IOException {
    Path file = home.home().resolve(below);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static String read(NodeHome home, String below) throws IOException {
    return Files.readString(home.home().resolve(below));
  }

  private Rollback rollback(NodeHome home, Disk on) throws UserError {
    Journal journal = new Journal(home.journal(), on, InstantSource.system(), _ -> {});
    journal.open();
    return new Rollback(
        on, home, home.home(), journal, new Restore(on, Optional.empty(), 1), _ -> {});
  }

  private WayBack way(NodeHome home) throws IOException, UserError {
    return new Ways(disk, home, home.home())
        .find(Optional.empty(), Optional.empty(), LocalDate.of(2026, 1, 9));
  }

  private Disk disturbedAt(int verb, Disturbance disturbance) {
    int[] count = {0};
    return FaultyDisk.of(
        disk,
        (_, _) -> {
          if (++count[0] == verb) {
            disturbance.happen();
          }
        });
  }

  private Optional<RollbackBegun> open(NodeHome home) throws IOException {
    return Journal.openRollback(Journal.peek(home.journal(), disk));
  }

  private void assertAsItWas(NodeHome home) throws IOException {
    assertThat(read(home, "data/app/db")).isEqualTo("new");
    assertThat(read(home, "wasm/code")).isEqualTo("new");
    assertThat(Files.readSymbolicLink(home.current())).isEqualTo(Path.of("upgrades/v2"));
    assertNothingHalf(home);
  }

  private void assertRolledBack(NodeHome home) throws IOException {
    assertThat(read(home, "data/app/db")).isEqualTo("old");
    assertThat(read(home, "data-before-rollback-2026-1-9/app/db")).isEqualTo("new");
    assertThat(read(home, "wasm/code")).isEqualTo("old");
    assertThat(read(home, "wasm-before-rollback-2026-1-9/code")).isEqualTo("new");
    assertThat(Files.readSymbolicLink(home.current())).isEqualTo(Path.of("genesis"));
    assertThat(open(home)).isEmpty();
    assertNothingHalf(home);
  }

  private static void assertNothingHalf(NodeHome home) throws IOException {
    assertThat(read(home, "data/priv_validator_state.json")).isEqualTo(SIGNED_220);
    try (Stream<Path> names = Files.list(home.home())) {
      assertThat(names.map(Path::toString)).noneMatch(name -> name.contains("-rollback."));
    }
  }

  @Test
  void aKillAtAnyVerbIsGoneOnWith() throws IOException, UserError {
    int verb = 1;
    for (boolean killed = true; killed; verb++) {
      NodeHome home = upgraded(verb);
      killed = isKilled(home, verb);
      if (killed) {
        finish(home);
      }
      assertRolledBack(home);
      assertThat(verb).isLessThan(MANY);
    }
    assertThat(verb).isGreaterThan(40);
  }

  private boolean isKilled(NodeHome home, int verb) throws IOException, UserError {
    try {
      Disk killing =
          disturbedAt(
              verb,
              () -> {
                throw new Killed();
              });
      rollback(home, killing).carryOut(way(home));
      return false;
    } catch (Killed killed) {
      return true;
    }
  }

  private void finish(NodeHome home) throws IOException, UserError {
    Optional<RollbackBegun> open = open(home);
    if (open.isPresent()) {
      rollback(home, disk).goOn(open.get());
    } else if (read(home, "data/app/db").equals("new")) {
      rollback(home, disk).carryOut(way(home));
    }
  }

  @Test
  void aKillAtAnyVerbIsGivenUpAsLongAsNothingWasMoved() throws IOException, UserError {
    int given = 0;
    for (int verb = 1; ; verb++) {
      NodeHome home = upgraded(verb);
      if (!isKilled(home, verb)) {
        break;
      }
      Optional<RollbackBegun> open = open(home);
      boolean isMoved = Files.exists(home.home().resolve("data-before-rollback-2026-1-9"));
      if (open.isPresent() && !isMoved) {
        rollback(home, disk).giveUp(open.get(), "given up");
        assertThat(open(home)).isEmpty();
        assertAsItWas(home);
        given++;
      }
    }
    assertThat(given).isGreaterThan(10);
  }

  @Test
  void aVerbThatFailsLeavesAllAsItWasOrToBeGoneOnWith() throws IOException, UserError {
    int failures = 0;
    boolean[] failed = {true};
    for (int verb = 1; failed[0]; verb++) {
      NodeHome home = upgraded(verb);
      failed[0] = false;
      Disk failing =
          disturbedAt(
              verb,
              () -> {
                failed[0] = true;
                throw new IOException("input/output error");
              });
      try {
        rollback(home, failing).carryOut(way(home)); // a trial of a method may fail
      } catch (UserError error) {
        failures++;
        if (error.line().contains("nothing was changed")) {
          assertThat(open(home)).as(error.line()).isEmpty();
          assertAsItWas(home);
        }
        finish(home);
      }
      assertRolledBack(home);
    }
    assertThat(failures).isGreaterThan(20);
  }

  @Test
  void codeThatIsMissingTodayIsBroughtBackAndBroughtOnce() throws IOException, UserError {
    for (int verb = 1; ; verb++) {
      NodeHome home = upgraded(verb);
      disk.remove(home.home().resolve("wasm"));
      boolean killed = isKilled(home, verb);
      if (killed) {
        finish(home);
      }
      assertThat(read(home, "wasm/code")).as("verb " + verb).isEqualTo("old");
      assertThat(disk.list(home.home().resolve("wasm-before-rollback-2026-1-9"))).isEmpty();
      if (!killed) {
        break;
      }
    }
  }

  @Test
  void codeThatLiesInTodaysDataIsNotBroughtBesideIt() throws IOException, UserError {
    NodeHome home = upgraded(1);
    disk.rename(home.home().resolve("wasm"), home.data().resolve("wasm"));
    Files.createSymbolicLink(home.home().resolve("wasm"), Path.of("data/wasm"));
    assertThatThrownBy(() -> way(home))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("lie in each other");
  }

  @Test
  void anotherHomesBackupIsTakenOnlyByItsOwnName() throws IOException, UserError {
    NodeHome home = upgraded(1);
    Path manifest = home.home().resolve(".data-backup-2026-1-2.json");
    Files.writeString(manifest, Files.readString(manifest).replace("/home1", "/home2"));
    assertThatThrownBy(() -> way(home)).hasMessageContaining("there is no backup of upgrade v2");
    assertThatThrownBy(() -> wayTo(home, "v2")).hasMessageContaining("none of an upgrade");
    assertThat(wayTo(home, "data-backup-2026-1-2").plan().name()).isEqualTo(V2.name());
  }

  private WayBack wayTo(NodeHome home, String to) throws IOException, UserError {
    return new Ways(disk, home, home.home())
        .find(Optional.of(to), Optional.empty(), LocalDate.of(2026, 1, 9));
  }

  @Test
  void thePlaceThatTodaysIsKeptInIsFreeForEachPart() throws IOException, UserError {
    NodeHome home = upgraded(1);
    Files.createDirectory(home.home().resolve("wasm-before-rollback-2026-1-9"));
    assertThat(way(home).aside()).isEqualTo("before-rollback-2026-1-9-2");
  }

  @Test
  void aNodeThatWasStartedByHandInBetweenHasSignedWhatItHasSigned() throws IOException, UserError {
    for (int verb = 1; ; verb++) {
      NodeHome home = upgraded(verb);
      if (!isKilled(home, verb)) {
        break;
      }
      boolean isMoved = Files.exists(home.home().resolve("data-before-rollback-2026-1-9"));
      if (!isMoved) {
        String signed = SIGNED_220.replace("220", "221");
        write(home, "data/priv_validator_state.json", signed);
        finish(home);
        assertThat(read(home, "data/priv_validator_state.json"))
            .as("verb " + verb)
            .isEqualTo(signed);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "priv_validator_state_file = \"data/signer/state.json\"",
        "  priv_validator_state_file='data/./signer/state.json'",
        "[priv-validator]\nstate-file = \"data/signer/state.json\""
      })
  void aSignersStateThatTheNodeKeepsElsewhereInTheDataDoesNotGoBack(String setting)
      throws IOException, UserError {
    NodeHome home = upgraded(1);
    write(home, "config/config.toml", "moniker = \"x\"\n" + setting + "\n");
    write(home, "data-backup-2026-1-2/signer/state.json", SIGNED_19);
    disk.remove(home.home().resolve(".data-backup-2026-1-2.files"));
    disk.remove(home.home().resolve(".data-backup-2026-1-2.json"));
    write(home, "data-backup-2026-1-2/upgrade-info.json", "{\"name\":\"v2\",\"height\":20}");
    write(home, "data/signer/state.json", SIGNED_220);

    rollback(home, disk).carryOut(way(home));

    assertThat(read(home, "data/app/db")).isEqualTo("old");
    assertThat(read(home, "data/signer/state.json")).isEqualTo(SIGNED_220);
  }

  @Test
  void aBackupWhoseListIsGoneIsNotTaken() throws IOException, UserError {
    NodeHome home = upgraded(1);
    disk.remove(home.home().resolve(".data-backup-2026-1-2.files"));
    disk.remove(home.home().resolve("data-backup-2026-1-2/app/db"));

    assertThatThrownBy(() -> rollback(home, disk).carryOut(way(home)))
        .hasMessageContaining("its list .data-backup-2026-1-2.files is missing");
    assertAsItWas(home);
  }

  @Test
  void aBackupOfTheOriginalsThatWasCutShortIsNotTaken() throws IOException, UserError {
    NodeHome home = upgraded(1);
    disk.remove(home.home().resolve(".data-backup-2026-1-2.files"));
    disk.remove(home.home().resolve(".data-backup-2026-1-2.json"));
    write(home, "data-backup-2026-1-2/upgrade-info.json", "{\"name\":\"v2\",\"height\":20}");
    write(home, "data-backup-2026-1-2/state.db/CURRENT", "MANIFEST-000007\n");

    assertThatThrownBy(() -> rollback(home, disk).carryOut(way(home)))
        .hasMessageContaining("data/state.db/MANIFEST-000007 is missing or empty");
    assertAsItWas(home);
  }

  @Test
  void aBackupThatDoesNotSayOfWhichUpgradeItIsIsNotSaidNotToBeThere() throws Exception {
    NodeHome home = upgraded(1);
    disk.remove(home.home().resolve(".data-backup-2026-1-2.json"));

    assertThatThrownBy(() -> wayTo(home, "data-backup-2026-1-2"))
        .hasMessageContaining("does not say before which upgrade it was taken")
        .hasMessageContaining("upgrade-info.json is missing");
    assertThatThrownBy(() -> way(home)).hasMessageContaining("no backup says of which it is");
  }

  @Test
  void aManifestLeadsToNoVersionOutsideTheHome() throws Exception {
    NodeHome home = upgraded(1);
    write(home, "evil/bin/app", "evil");
    Path manifest = home.home().resolve(".data-backup-2026-1-2.json");
    Files.writeString(manifest, Files.readString(manifest).replace("\"genesis\"", "\"../evil\""));

    assertThatThrownBy(() -> way(home)).hasMessageContaining("names no version of this home");
  }

  @Test
  void dataThatWasMadeAnewSinceTodaysWasPutAsideIsNotTakenForTodays() throws Exception {
    for (int verb = 1; ; verb++) {
      NodeHome home = upgraded(verb);
      if (!isKilled(home, verb)) {
        break;
      }
      boolean isAway = Files.notExists(home.data());
      if (isAway) {
        write(home, "data/app/db", "init");
        assertThatThrownBy(() -> finish(home))
            .hasMessageContaining("data has been made anew")
            .hasMessageContaining("no node is started before");
        disk.remove(home.data());
        finish(home);
        assertRolledBack(home);
        return;
      }
    }
    throw new AssertionError("the data was never away");
  }

  @Test
  void nothingIsChangedWhereANodeHasLockedTodaysDataSince() throws Exception {
    NodeHome home = upgraded(1);
    write(home, "data/app/LOCK", "");
    try (FileChannel lock =
        FileChannel.open(home.data().resolve("app/LOCK"), StandardOpenOption.WRITE)) {
      lock.lock();
      assertThatThrownBy(() -> rollback(home, disk).carryOut(way(home)))
          .hasMessageContaining("nothing was changed")
          .hasMessageContaining("a node works on " + home.data());
    }
    assertAsItWas(home);
  }

  @Test
  void aDatabaseThatABackupHoldsAsALinkIsNotMixedWithTheOthers() throws Exception {
    NodeHome home = upgraded(1);
    write(home, "elsewhere/state.db/CURRENT", "MANIFEST-000001\n");
    Files.createSymbolicLink(
        home.home().resolve("data-backup-2026-1-2/state.db"),
        home.home().resolve("elsewhere/state.db"));

    assertThatThrownBy(() -> rollback(home, disk).carryOut(way(home)))
        .hasMessageContaining("holds state.db as a link to");
    assertAsItWas(home);
  }

  @Test
  void aMountPointCanNotBePutAside() throws UserError {
    assertThatThrownBy(() -> Mounts.refuse(disk, Path.of("/proc")))
        .hasMessageContaining("/proc is a mount point");
    Mounts.refuse(disk, folder);
  }

  /// As they do for whoever is not the administrator.
  @Test
  void whatWasBroughtIsRemovedAlsoWhereItsFoldersForbidIt() throws Exception {
    NodeHome home = upgraded(1);
    Part part = Part.of(disk, home, "data", "before");
    Files.createDirectories(part.partial().resolve("folder"));
    Files.createDirectories(part.ready().resolve("folder"));
    Set<Object> opened = new HashSet<>();
    Disk strict =
        FaultyDisk.of(
            disk,
            (verb, arguments) -> {
              if (verb.equals("setPermissions")) {
                opened.add(arguments[0]);
              } else if (verb.equals("remove")
                  && !opened.contains(((Path) arguments[0]).resolve("folder"))) {
                throw new AccessDeniedException(String.valueOf(arguments[0]));
              }
            });
    part.forget(strict);
    assertNothingHalf(home);
  }

  @Test
  void aSignersStateOutsideTheDataStaysWhatItIs() throws IOException, UserError {
    NodeHome home = upgraded(1);
    write(home, "config/config.toml", "priv_validator_state_file = \"state/signed.json\"\n");
    write(home, "state/signed.json", SIGNED_220);
    disk.remove(home.data().resolve("priv_validator_state.json"));

    assertThat(new Signer(disk, home).choose(home.data(), home.data()).words())
        .contains("state/signed.json lies outside the data and stays as it is");
    rollback(home, disk).carryOut(way(home));

    assertThat(read(home, "data/app/db")).isEqualTo("old");
    assertThat(read(home, "state/signed.json")).isEqualTo(SIGNED_220);
  }

  @Test
  void aKeyThatLiesElsewhereCountsAsAKey() throws IOException, UserError {
    NodeHome home = upgraded(1);
    write(home, "config/config.toml", "priv_validator_key_file = \"keys/key.json\"\n");
    disk.rename(home.home().resolve("config/priv_validator_key.json"), key(home));
    disk.remove(home.data().resolve("priv_validator_state.json"));

    assertThatThrownBy(() -> rollback(home, disk).carryOut(way(home)))
        .hasMessageContaining("priv_validator_state.json is missing");
  }

  private static Path key(NodeHome home) throws IOException {
    return Files.createDirectories(home.home().resolve("keys")).resolve("key.json");
  }
}
