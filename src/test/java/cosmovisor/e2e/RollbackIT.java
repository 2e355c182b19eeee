package cosmovisor.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cosmovisor.e2e.Cosmovisor.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `rollback`: back to the version and the data before an upgrade, without a second signature.
@EndToEnd
final class RollbackIT {
  private static final String SIGNER = "data/priv_validator_state.json";

  private static String signed(long height, int round, int step) {
    return "{\"height\":\"%d\",\"round\":%d,\"step\":%d}".formatted(height, round, step);
  }

  private static String writes(String file, String content) {
    return "printf %s " + Node.quoted(content) + " >\"$DAEMON_HOME/data/" + file + "\"";
  }

  /// A home behind its upgrade to v2, which has written and signed on for 200 blocks.
  private static Home upgraded(Home home) {
    home.unset("UNSAFE_SKIP_BACKUP")
        .genesis(
            "case \"$*\" in *skip*) echo \"genesis runs on $(cat $DAEMON_HOME/data/app/db)\"; exit"
                + " 0;; esac",
            "mkdir -p $DAEMON_HOME/data/app",
            writes("app/db", "old"),
            writes("priv_validator_state.json", signed(19, 0, 3)),
            Node.plan("v2", 20),
            "exit 1")
        .version(
            "v2",
            "echo \"v2 runs on $(cat $DAEMON_HOME/data/app/db)\"",
            writes("app/db", "new"),
            writes("priv_validator_state.json", signed(220, 1, 2)),
            "exit 0");
    home.write("config/priv_validator_key.json", "{}");
    assertThat(home.run("run").out()).contains("v2 runs on old");
    assertThat(home.read("data/app/db")).isEqualTo("new");
    return home;
  }

  private static List<String> named(Home home, String pattern) {
    return home.list("").stream().filter(name -> name.matches(pattern)).toList();
  }

  private static String backup(Home home) {
    return named(home, "data-backup-.*").getFirst();
  }

  private static void assertNothingChanged(Home home) {
    assertThat(home.current()).isEqualTo("upgrades/v2");
    assertThat(home.read("data/app/db")).isEqualTo("new");
    assertThat(home.read(SIGNER)).isEqualTo(signed(220, 1, 2));
    assertThat(named(home, ".*rollback.*")).isEmpty();
  }

  @Test
  void dataAndVersionGoBackAndTheSignersStateDoesNot(Home home) {
    upgraded(home);

    Ended end = home.run("rollback", "--yes");

    assertThat(end.err()).isEmpty();
    assertThat(end.status()).isZero();
    assertThat(end.out())
        .contains(backup(home), "before upgrade v2 at height 20", "version  genesis")
        .contains("height 220, round 1, step 2 stays; the backup's is height 19, round 0, step 3")
        .contains("--unsafe-skip-upgrades 20");
    assertThat(home.current()).isEqualTo("genesis");
    assertThat(home.read("data/app/db")).isEqualTo("old");
    assertThat(home.read(SIGNER)).isEqualTo(signed(220, 1, 2));
    assertThat(home.read(backup(home) + "/priv_validator_state.json")).isEqualTo(signed(19, 0, 3));
    String kept = named(home, "data-before-rollback-[0-9-]+").getFirst();
    assertThat(home.read(kept + "/app/db")).isEqualTo("new");
    assertThat(named(home, "\\..*rollback.*")).isEmpty();
  }

  @Test
  void contractCodeGoesBackWithTheDataThatNamesIt(Home home) {
    home.write("wasm/code", "old");
    upgraded(home);
    home.write("wasm/code", "new");

    assertThat(home.run("rollback", "--dry-run").out())
        .contains("wasm, which lay beside the data", "today's wasm is kept as");
    assertThat(home.read("wasm/code")).isEqualTo("new");
    assertThat(home.run("rollback", "--yes").err()).isEmpty();

    assertThat(home.read("wasm/code")).isEqualTo("old");
    assertThat(home.read("data/app/db")).isEqualTo("old");
    String kept = named(home, "wasm-before-rollback-[0-9-]+").getFirst();
    assertThat(home.read(kept + "/code")).isEqualTo("new");
  }

  @Test
  void contractCodeThatIsNotWhatItWasIsNotTakenAndTheDataNeither(Home home) {
    home.write("wasm/code", "old");
    upgraded(home);
    home.write("." + backup(home) + ".also/wasm/code", "odd");

    assertThat(home.run("rollback", "--yes").err())
        .contains("nothing was changed", "is not what was backed up: wasm/code");
    assertNothingChanged(home);
    assertThat(home.read("wasm/code")).isEqualTo("old");
  }

  @Test
  void theOldVersionRunsOnWhereTheUpgradeIsSkippedAndIsUpgradedAgainWhereItIsNot(Home home) {
    upgraded(home).run("rollback", "--yes");

    assertThat(home.run("run", "start", "--unsafe-skip-upgrades", "20").out())
        .contains("genesis runs on old");
    assertThat(home.run("run", "start").out()).contains("v2 runs on old");
    assertThat(home.current()).isEqualTo("upgrades/v2");
  }

  @Test
  void twoRollbacksOfADayKeepBothDatas(Home home) {
    upgraded(home).run("rollback", "--yes");
    home.run("run", "start");

    assertThat(home.run("rollback", "--yes").err()).isEmpty();

    assertThat(named(home, "data-before-rollback-.*")).hasSize(2);
    assertThat(home.read("data/app/db")).isEqualTo("old");
    assertThat(home.read(SIGNER)).isEqualTo(signed(220, 1, 2));
  }

  @Test
  void aDryRunSaysEverythingAndChangesNothing(Home home) {
    upgraded(home);

    Ended end = home.run("rollback", "--dry-run");

    assertThat(end.status()).isZero();
    assertThat(end.out()).contains(backup(home), "version  genesis", "height 220, round 1, step 2");
    assertNothingChanged(home);
  }

  @ParameterizedTest
  @ValueSource(strings = {"n\n", "", "yy\n"})
  void itAsksAndTakesAnythingButAYForANo(String answer, Home home) {
    upgraded(home).input(home.write("answer", answer));

    Ended end = home.run("rollback");

    assertThat(end.out()).contains("Roll back? [y/n]", "Nothing was changed.");
    assertThat(end.status()).isEqualTo(1);
    assertNothingChanged(home);
  }

  @Test
  void aYIsAYes(Home home) {
    upgraded(home).input(home.write("answer", "y\n"));

    assertThat(home.run("rollback").out()).contains("Rolled back: current leads to genesis.");
    assertThat(home.current()).isEqualTo("genesis");
  }

  @Test
  void nothingIsDoneWhileASupervisorRuns(Home home) {
    upgraded(home).version("v2", "echo up", Node.STAY);
    Cosmovisor running = home.start("run").awaitOut("up");

    Ended end = home.run("rollback", "--yes");

    assertThat(end.err()).contains("a cosmovisor supervises", "stop it first");
    assertThat(end.status()).isEqualTo(1);
    assertThat(home.run("rollback", "--dry-run").err()).contains("a node works on");
    assertThat(running.isAlive()).isTrue();
    assertThat(home.read("data/app/db")).isEqualTo("new");
    running.signal("TERM").end();
  }

  @Test
  void nothingIsDoneWhileANodeRunsThatNobodySupervises(Home home) throws IOException {
    upgraded(home);
    Path lock = home.write("data/app/LOCK", "");
    Process node =
        new ProcessBuilder("flock", Bytes.of(lock), "sh", "-c", "echo locked; exec sleep 60")
            .start();
    assertThat(node.inputReader().readLine()).isEqualTo("locked");

    Ended end = home.run("rollback", "--yes");

    node.descendants().forEach(ProcessHandle::destroyForcibly);
    node.destroyForcibly();
    assertThat(end.err()).contains("a node works on").doesNotContain("pid -1");
    home.remove("data/app/LOCK");
    assertNothingChanged(home);
  }

  @Test
  void aBackupOfTheOriginalsIsGoneBackToAsWell(Home home) {
    upgraded(home);
    home.remove("." + backup(home) + ".json");
    home.remove("." + backup(home) + ".files");

    Ended end = home.run("rollback", "--yes");

    assertThat(end.err()).isEmpty();
    assertThat(home.current()).isEqualTo("genesis");
    assertThat(home.read("data/app/db")).isEqualTo("old");
    assertThat(home.read(SIGNER)).isEqualTo(signed(220, 1, 2));
  }

  @Test
  void aDatabaseThatABackupOfTheOriginalsDoesNotHaveIsNamed(Home home) {
    upgraded(home);
    home.remove("." + backup(home) + ".json");
    home.remove("." + backup(home) + ".files");
    home.write("data/state.db/x", "x");

    assertThat(home.run("rollback", "--dry-run").out())
        .contains("missing  state.db, which today's data has");
  }

  @Test
  void aVersionThatNothingTellsIsAskedForAndNotGuessed(Home home) {
    upgraded(home).version("v1", "echo v1");
    home.remove("." + backup(home) + ".json");

    assertThat(home.run("rollback", "--yes").err())
        .contains("upgrades/v1 has no record of its upgrade", "--version");
    assertNothingChanged(home);
    assertThat(home.run("rollback", "--yes", "--version", "../x").err()).contains("give genesis");
    assertThat(home.run("rollback", "--yes", "--version", "upgrades/v1").err()).isEmpty();
    assertThat(home.current()).isEqualTo("upgrades/v1");
  }

  @Test
  void aBackupThatIsNotWhatItWasIsNotTaken(Home home) {
    upgraded(home);
    home.write(backup(home) + "/app/db", "odd");

    Ended end = home.run("rollback", "--yes");

    assertThat(end.err())
        .contains("nothing was changed", "is not what was backed up: data/app/db", "content");
    assertNothingChanged(home);
    assertThat(home.run("run", "start").out()).contains("v2 runs on new");
  }

  @Test
  void withoutTheSignersStateNothingIsDone(Home home) {
    upgraded(home);
    home.remove(SIGNER);

    assertThat(home.run("rollback", "--yes").err()).contains("is missing", "sign twice");
    home.write(SIGNER, "half a fi");
    assertThat(home.run("rollback", "--yes").err()).contains("is damaged", "sign twice");
    assertThat(home.current()).isEqualTo("upgrades/v2");
    assertThat(home.read("data/app/db")).isEqualTo("new");
  }

  @Test
  void aBackupsSignersStateThatIsLaterThanTodaysIsTaken(Home home) {
    upgraded(home);
    home.write(SIGNER, signed(7, 0, 1));

    assertThat(home.run("rollback", "--yes").err()).isEmpty();
    assertThat(home.read(SIGNER)).isEqualTo(signed(19, 0, 3));
  }

  @Test
  void theBackupOfAnEarlierUpgradeIsTakenOnlyIfItIsNamed(Home home) {
    upgraded(home).version("v2", Node.plan("v3", 30), "exit 1").version("v3", "echo v3 runs");
    home.set("UNSAFE_SKIP_BACKUP", "true").run("run");

    assertThat(home.run("rollback", "--yes").err())
        .contains("no backup of upgrade v3 at height 30", backup(home) + " (before v2)");
    assertThat(home.run("rollback", "--yes", "--to", "v9").err()).contains("no backup v9");
    assertThat(home.run("rollback", "--yes", "--to", "v2").err()).isEmpty();
    assertThat(home.current()).isEqualTo("genesis");
  }

  @Test
  void dataOnAnotherDiskStaysThere(Home home) {
    upgraded(home);
    assertThat(home.path("data").toFile().renameTo(home.makeFolder("disk2").resolve("d").toFile()))
        .isTrue();
    home.link("data", "disk2/d");

    assertThat(home.run("rollback", "--yes").err()).isEmpty();

    assertThat(Files.isSymbolicLink(home.path("data"))).isTrue();
    assertThat(home.read("disk2/d/app/db")).isEqualTo("old");
    assertThat(home.list("disk2")).hasSize(2).anyMatch(name -> name.startsWith("d-before-"));
  }

  @Test
  void theNodesOwnRollbackIsBehindRun(Home home) {
    upgraded(home).version("v2", "echo \"node: $*\"");

    assertThat(home.run("run", "rollback", "--hard").out()).contains("node: rollback --hard");
    assertThat(home.run("rollback", "--hard").err())
        .contains("unknown flag: --hard", "cosmovisor run rollback");
    assertThat(home.read("data/app/db")).isEqualTo("new");
  }

  /// Each rename and each journal line of a rollback is a moment to be killed at; whoever comes
  /// then either goes on or gives up, and no node is started in between.
  @Test
  void aKillAtAnyMomentChangesNothing(Home home) throws IOException, InterruptedException {
    assumeTrue(new ProcessBuilder("sh", "-c", "command -v strace").start().waitFor() == 0);
    int kills = 0;
    for (int n = 1; n < 60; n++) {
      Home one = upgraded(home.named("home" + n));
      Path strace =
          one.writeExecutable(
              "killed",
              "#!/bin/sh\nexec strace -f -qq -o /dev/null -e trace=rename,renameat,renameat2,fsync"
                  + " -e inject=rename,renameat,renameat2,fsync:signal=SIGKILL:when="
                  + n
                  + " "
                  + Home.IMAGE.resolve("bin/cosmovisor")
                  + " \"$@\"\n");
      boolean killed = one.program(strace.toString()).run("rollback", "--yes").status() != 0;
      one.program(Home.IMAGE.resolve("bin/cosmovisor").toString());
      kills += killed ? 1 : 0;
      if (killed) {
        Ended start = one.run("run", "start", "--unsafe-skip-upgrades", "20");
        boolean isBegun = start.err().contains("has begun and not ended");
        assertThat(isBegun ? start.out() : "").doesNotContain("runs on");
        Ended again = one.run("rollback", "--yes");
        assertThat(again.err()).as("kill " + n).isEmpty();
      }
      assertThat(one.current()).as("kill " + n).isEqualTo("genesis");
      assertThat(one.read("data/app/db")).as("kill " + n).isEqualTo("old");
      assertThat(one.read(SIGNER)).as("kill " + n).isEqualTo(signed(220, 1, 2));
      assertThat(named(one, "\\..*rollback.*")).as("kill " + n).isEmpty();
      if (!killed) {
        break;
      }
    }
    assertThat(kills).isBetween(5, 58);
  }
}
