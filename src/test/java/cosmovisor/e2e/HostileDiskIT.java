package cosmovisor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import cosmovisor.e2e.Cosmovisor.Ended;
import org.junit.jupiter.api.Test;

/// Disks that are full, read-only, or lose what was on them: one line says what to do, what is on
/// the disk stays sound, and the next start goes on. Each call that can fail is failed by
/// `crash.CrashMatrixIT`.
@EndToEnd
final class HostileDiskIT {
  private static final String WRITES_PLAN_WHEN_TOLD =
      "while [ ! -e \"$DAEMON_HOME/go\" ]; do sleep 0.05; done";

  private static void assertOneLine(Ended end, String... parts) {
    assertThat(end.err()).startsWith("Error: ").contains(parts).hasLineCount(1);
    assertThat(end.status()).isEqualTo(1);
  }

  @Test
  void aReadOnlyHomeRunsNothing(Home home) {
    home.genesis("echo genesis runs");

    Ended end =
        Namespace.withMounts(
                home, "mount --bind $H $H; mount -o remount,ro,bind $H; cd /; cd $H", "run")
            .end();

    assertOneLine(end, "Read-only file system", "ours to write to");
    assertThat(end.out()).doesNotContain("genesis runs");
  }

  @Test
  void aDiskThatIsFullWhenTheUpgradeComesLosesNothing(Home home) {
    home.genesis("echo genesis runs", WRITES_PLAN_WHEN_TOLD, Node.plan("v2", 20), "exit 1")
        .version("v2", "echo v2 runs");
    String smallDisk =
        """
        mkdir $H/small
        mount -t tmpfs -o size=256k none $H/small
        cp -a $H/cosmovisor/. $H/small
        mount --bind $H/small $H/cosmovisor
        """;
    Cosmovisor full =
        Namespace.withMounts(
            home,
            smallDisk
                + "(while [ ! -e $H/cosmovisor/current/bin ]; do sleep 0.05; done;"
                + " cat /dev/zero >$H/cosmovisor/fill 2>/dev/null || touch $H/go) &",
            "run");

    Ended end = full.end();

    assertOneLine(end, "cosmovisor/", "No space left on device", "start again");
    assertThat(end.out()).contains("genesis runs").doesNotContain("v2 runs");
    assertThat(home.run("run").out()).contains("v2 runs");
  }

  @Test
  void aRootThatGoesAwayIsMissedAtTheUpgrade(Home home) {
    home.genesis("rm -r ../cosmovisor", Node.plan("v2", 20), "exit 1")
        .version("v2", "echo v2 runs");

    Ended end = home.run("run");

    assertOneLine(end, "upgrades/v2/bin/app");
  }

  @Test
  void aBackupFolderThatGoesAwayIsToldWhileTheNodeRuns(Home home) {
    home.unset("UNSAFE_SKIP_BACKUP").set("DAEMON_DATA_BACKUP_DIR", Bytes.of(home.makeFolder("b")));
    home.genesis("rmdir \"$DAEMON_HOME/b\"", Node.plan("v2", 20), Node.STAY)
        .version("v2", "echo v2 runs");
    Cosmovisor waiting = home.start("run").awaitOut("leaving the app alone");

    assertThat(waiting.out())
        .contains("the backup can't be planned: ", "no such file or directory");
    home.makeFolder("b");
    assertThat(waiting.awaitOut("v2 runs").end().status()).isZero();
  }

  @Test
  void dataThatIsReplacedUnderANodeIsStillWatched(Home home) {
    home.genesis(
            "mv \"$DAEMON_HOME/data\" \"$DAEMON_HOME/old\"",
            "mkdir \"$DAEMON_HOME/data\"",
            Node.plan("v2", 20),
            Node.STAY)
        .version("v2", "echo v2 runs");

    assertThat(home.run("run").out()).contains("v2 runs");
  }
}
