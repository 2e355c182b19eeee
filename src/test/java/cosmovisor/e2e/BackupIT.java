package cosmovisor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import cosmovisor.e2e.Cosmovisor.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@EndToEnd
final class BackupIT {
  private static final String PLAN_AND_GO = Node.plan("v2", 20) + "; exit 1";

  @Test
  @Scenario({16, 98})
  void theBackupIsNamedByTheDayWithoutLeadingZerosAndLiesInTheHome(Home home) {
    backedUp(home).genesis(PLAN_AND_GO).version("v2", "exit 0");
    LocalDate before = today();

    home.run("run");

    LocalDate after = today();
    assertThat(backups(home)).hasSize(1).containsAnyOf(name(before), name(after));
  }

  private static LocalDate today() {
    return LocalDate.now(ZoneId.systemDefault());
  }

  private static String name(LocalDate day) {
    return "data-backup-%d-%d-%d"
        .formatted(day.getYear(), day.getMonthValue(), day.getDayOfMonth());
  }

  @Test
  @Scenario(98)
  void theBackupIsTheDataToTheLastByteNameModeAndLink(Home home) throws IOException {
    backedUp(home).genesis(PLAN_AND_GO).version("v2", "exit 0");
    home.write("data/application.db/000001.log", "\u0000\u00ff".repeat(70_000));
    home.write("data/not-utf8-\u00ff\u00fe", "x");
    home.write("data/" + Bytes.utf8("düsseldorf") + "/a b\n c", "y");
    home.write("data/empty", "");
    home.makeFolder("data/empty-folder");
    home.link("data/link", "application.db/000001.log");
    home.link("data/dangling", "/nowhere/at/all");
    Home.mode(home.path("data/empty"), "rw-------");
    Home.mode(home.write("data/read-only/file", "z"), "r--r--r--");
    Home.mode(home.path("data/read-only"), "r-xr-x---");
    Files.setLastModifiedTime(home.path("data/empty"), FileTime.fromMillis(1_500_000_000_000L));

    home.run("run");

    String backup = backups(home).getFirst();
    assertThat(tree(home.path(backup))).isEqualTo(tree(home.path("data")));
    assertThat(Files.getLastModifiedTime(home.path(backup + "/empty")).toMillis())
        .isEqualTo(1_500_000_000_000L);
    Home.mode(home.path("data/read-only"), "rwxr-x---");
    Home.mode(home.path(backup + "/read-only"), "rwxr-x---");
  }

  /// Every name below a folder, with what it is.
  private static Map<String, String> tree(Path folder) throws IOException {
    Map<String, String> tree = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.toList()) {
        tree.put(Bytes.of(path).substring(Bytes.of(folder).length()), describe(path));
      }
    }
    return tree;
  }

  private static String describe(Path path) throws IOException {
    if (Files.isSymbolicLink(path)) {
      return "link to " + Files.readSymbolicLink(path);
    }
    String mode =
        PosixFilePermissions.toString(
            Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
    return mode + (Files.isDirectory(path) ? "" : " " + Bytes.text(Files.readAllBytes(path)));
  }

  @Test
  @Scenario(98)
  void theBackupHoldsWhatTheOldNodeWroteLastAndNothingOfTheNewOne(Home home) {
    backedUp(home)
        .genesis(
            "trap 'echo closed >$DAEMON_HOME/data/db; exit 0' TERM", Node.plan("v2", 20), Node.STAY)
        .version("v2", "echo new >$DAEMON_HOME/data/db");

    home.run("run");

    assertThat(home.read("data/db")).isEqualTo("new\n");
    assertThat(home.read(backups(home).getFirst() + "/db")).isEqualTo("closed\n");
  }

  @Test
  @Scenario(98)
  void aLinkInPlaceOfTheDataIsFollowed(Home home) {
    backedUp(home).genesis(PLAN_AND_GO).version("v2", "exit 0");
    home.remove("data");
    home.write("disk2/data/db", "content");
    home.link("data", "disk2/data");

    home.run("run");

    String backup = backups(home).getFirst();
    assertThat(home.path(backup))
        .isDirectory()
        .satisfies(b -> assertThat(Files.isSymbolicLink(b)).isFalse());
    assertThat(home.read(backup + "/db")).isEqualTo("content");
  }

  @Test
  void contractCodeBesideTheDataIsBackedUpBesideTheBackup(Home home) {
    backedUp(home).genesis(PLAN_AND_GO).version("v2", "echo new >$DAEMON_HOME/wasm/code/1");
    home.write("wasm/code/1", "code");
    home.write("mine/1", "not asked for");

    assertThat(home.run("run").out()).contains("folders=\"data, wasm\"");

    String backup = backups(home).getFirst();
    assertThat(home.read("." + backup + ".also/wasm/code/1")).isEqualTo("code");
    assertThat(home.list("." + backup + ".also")).containsExactly("wasm");
    assertThat(home.list(backup)).containsExactly("upgrade-info.json");
    assertThat(home.read("." + backup + ".json")).contains("\"also\":[\"wasm\"]");
    assertThat(home.read("." + backup + ".files"))
        .contains(" data/upgrade-info.json\n", "copy 4 ", " wasm/code/1\n");
  }

  @Test
  void whichFoldersBesideTheDataAreBackedUpCanBeSet(Home home) {
    backedUp(home).genesis(PLAN_AND_GO).version("v2", "exit 0");
    home.write("wasm/1", "code");
    home.write("mine/1", "asked for");
    home.set("DAEMON_BACKUP_ALSO", "mine, later");

    home.run("run");

    assertThat(home.list("." + backups(home).getFirst() + ".also")).containsExactly("mine");
  }

  @Test
  void aFolderBesideTheDataThatHoldsTheBackupsEndsTheUpgradeBeforeTheNodeDoes(Home home) {
    backedUp(home).genesis("echo genesis", Node.plan("v2", 20), Node.STAY).version("v2", "exit 0");
    home.set("DAEMON_DATA_BACKUP_DIR", Bytes.of(home.makeFolder("mine/backups")));
    home.set("DAEMON_BACKUP_ALSO", "mine");

    Cosmovisor cosmovisor = home.start("run").awaitOut("holds the data or the backups themselves");

    assertThat(cosmovisor.children()).hasSize(1);
    assertThat(cosmovisor.out()).doesNotContain("shutting down");
  }

  @Test
  @Scenario(98)
  void pipesInTheDataHoldNothingAndAreNoHindrance(Home home) {
    backedUp(home)
        .genesis("mkfifo \"$DAEMON_HOME/data/pipe\"", PLAN_AND_GO)
        .version("v2", "echo v2 runs");

    assertThat(home.run("run").out()).contains("backup completed", "v2 runs");
  }

  @Test
  @Scenario(99)
  void aSecondBackupOfADayGetsItsOwnNameAndTheFirstStaysAsItIs(Home home) {
    backedUp(home)
        .genesis("echo 1 >$DAEMON_HOME/data/one", PLAN_AND_GO)
        .version("v2", "rm $DAEMON_HOME/data/one", Node.plan("v3", 30), "exit 1")
        .version("v3", "exit 0");

    home.run("run");

    List<String> backups = backups(home);
    assertThat(backups).hasSize(2);
    assertThat(backups.get(1)).startsWith("data-backup-");
    assertThat(home.list(backups.get(0))).containsExactly("one", "upgrade-info.json");
    assertThat(home.list(backups.get(1))).containsExactly("upgrade-info.json");
    assertThat(home.read(backups.get(0) + "/upgrade-info.json")).contains("\"v2\"");
    assertThat(home.read(backups.get(1) + "/upgrade-info.json")).contains("\"v3\"");
  }

  @Test
  @Scenario(99)
  void aSecondBackupOfADayIsNumbered(Home home) {
    backedUp(home).genesis(PLAN_AND_GO).version("v2", "exit 0");
    String today = name(today());
    String tomorrow = name(today().plusDays(1));
    home.write(today + "/mine", "");
    home.write(tomorrow + "/mine", "");

    home.run("run");

    assertThat(backups(home)).hasSize(3).containsAnyOf(today + "-2", tomorrow + "-2");
    assertThat(home.list(today)).containsExactly("mine");
    assertThat(home.list(tomorrow)).containsExactly("mine");
  }

  @Test
  @Scenario({99, 106})
  void anUpgradeThatIsTriedAgainKeepsItsOneBackup(Home home) {
    backedUp(home).genesis(PLAN_AND_GO);
    home.writeExecutable(
        "cosmovisor/upgrades/v2/bin/app",
        Node.script("[ -e ready ] || { touch ready; exit 30; }", "echo v2 \"$@\""));

    assertThat(home.run("run").status()).isEqualTo(1);
    Ended second = home.run("run");

    assertThat(second.out()).contains("backup of this upgrade is there already", "v2\n");
    assertThat(backups(home)).hasSize(1);
  }

  @Test
  @Scenario(100)
  void theBackupGoesToTheFolderThatIsSet(Home home) {
    backedUp(home).genesis(PLAN_AND_GO).version("v2", "exit 0");
    home.set("DAEMON_DATA_BACKUP_DIR", Bytes.of(home.makeFolder("elsewhere/\u00ff b")));

    Ended end = home.run("run");

    assertThat(end.status()).isZero();
    assertThat(backups(home)).isEmpty();
    assertThat(home.list("elsewhere/\u00ff b")).anyMatch(name -> name.startsWith("data-backup-"));
  }

  @Test
  @Scenario(100)
  void aFolderThatTakesNoBackupEndsTheUpgradeBeforeAnythingIsChanged(Home home) {
    backedUp(home).genesis(PLAN_AND_GO).version("v2", "echo v2 runs");
    home.set("DAEMON_DATA_BACKUP_DIR", "/proc");

    Ended end = home.run("run");

    assertThat(end.err()).startsWith("Error: ").contains("backup", "/proc").hasLineCount(1);
    assertThat(end.status()).isEqualTo(1);
    assertThat(end.out()).doesNotContain("v2 runs", "backup completed");
    assertThat(home.current()).isEqualTo("genesis");
  }

  @Test
  @Scenario(100)
  void aFolderWithoutRoomLeavesTheRunningNodeAlone(Home home) {
    backedUp(home).genesis("echo genesis", Node.plan("v2", 20), Node.STAY).version("v2", "exit 0");
    home.set("DAEMON_DATA_BACKUP_DIR", "/proc");

    Cosmovisor cosmovisor = home.start("run").awaitOut("no room for the backup");

    assertThat(cosmovisor.children()).hasSize(1);
    assertThat(cosmovisor.out()).doesNotContain("shutting down");
    assertThat(home.current()).isEqualTo("genesis");
  }

  @Test
  @Scenario({98, 129})
  void aStopDuringABackupLeavesNoneAndTheNextStartTakesItWhole(Home home) throws IOException {
    backedUp(home).genesis(PLAN_AND_GO);
    home.writeExecutable( // holds on before the switch, should we be too late for the backup
        "cosmovisor/upgrades/v2/bin/app", Node.script("[ -e go ] || " + Node.STAY, "echo v2 runs"));
    fill(home, 5_000);
    Cosmovisor cosmovisor = home.start("run").awaitOut("starting to take backup");

    Ended end = cosmovisor.signal("TERM").end();

    assertThat(end.status()).isEqualTo(143);
    assertThat(end.err()).startsWith("Error: ").contains("SIGTERM").hasLineCount(1);
    assertThat(home.current()).isEqualTo("genesis");
    if (!end.out().contains("backup completed")) {
      assertThat(home.list("")).containsExactly("cosmovisor", "data");
    }
    home.write("cosmovisor/go", "");
    assertThat(home.run("run").out()).contains("v2 runs");
    assertThat(tree(home.path(backups(home).getFirst()))).isEqualTo(tree(home.path("data")));
  }

  private static void fill(Home home, int files) throws IOException {
    for (int i = 0; i < files; i++) {
      Files.createFile(home.makeFolder("data/" + i % 20).resolve("file" + i));
    }
  }

  @Test
  @Scenario(98)
  void aKillDuringABackupLeavesNothingUnderItsNameAndTheNextStartTakesItWhole(Home home)
      throws IOException {
    backedUp(home).genesis(PLAN_AND_GO).version("v2", "echo v2 runs");
    fill(home, 5_000);
    Cosmovisor cosmovisor = home.start("run").awaitOut("starting to take backup");

    cosmovisor.signal("KILL").end();

    boolean wasDone = cosmovisor.out().contains("backup completed");
    assertThat(home.list("")).noneMatch(name -> name.matches("data-backup-[0-9-]+") && !wasDone);
    assertThat(home.run("run").out()).contains("v2 runs");
    assertThat(tree(home.path(backups(home).getFirst()))).isEqualTo(tree(home.path("data")));
    assertThat(home.list("")).noneMatch(name -> name.contains("partial"));
  }

  @Test
  void aLinkThatLeadsOutOfTheDataIsTold(Home home) {
    backedUp(home)
        .genesis(
            "mkdir -p $DAEMON_HOME/big/app.db",
            "ln -sfn $DAEMON_HOME/big/app.db $DAEMON_HOME/data/app.db",
            PLAN_AND_GO)
        .version("v2", "echo v2 runs");

    assertThat(home.run("run").out())
        .contains("a link in the data leads out of it", "data/app.db", "v2 runs");
  }

  /// A script that starts the node without exec ends at a signal, and the node does not.
  @Test
  void dataThatSomebodyStillWritesToIsNotBackedUp(Home home) {
    String stays = "touch locked; while [ -e stay ]; do sleep 0.05; done";
    backedUp(home)
        .genesis(
            "cd $DAEMON_HOME",
            "mkdir -p data/app.db",
            "touch data/app.db/LOCK stay",
            "flock data/app.db/LOCK sh -c " + Node.quoted(stays) + " >/dev/null 2>&1 &",
            "until [ -e locked ]; do sleep 0.05; done",
            PLAN_AND_GO)
        .version("v2", "echo v2 runs");

    Ended end = home.run("run");

    home.remove("stay");
    assertThat(end.err()).contains("still works on", "has to start the node with exec");
    assertThat(home.current()).isEqualTo("genesis");
    assertThat(backups(home)).isEmpty();
  }

  @Test
  @Scenario(98)
  void noBackupIsTakenIfSoSet(Home home) {
    home.set("UNSAFE_SKIP_BACKUP", "TRUE").genesis(PLAN_AND_GO).version("v2", "echo v2 runs");

    assertThat(home.run("run").out()).contains("v2 runs").doesNotContain("backup");
    assertThat(backups(home)).isEmpty();
  }

  private static Home backedUp(Home home) {
    return home.unset("UNSAFE_SKIP_BACKUP");
  }

  /// The backups in the home, without the notes beside them.
  private static List<String> backups(Home home) {
    return home.list("").stream()
        .filter(name -> name.matches("data-backup-.*") && !name.endsWith(".json"))
        .toList();
  }
}
