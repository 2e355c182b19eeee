package cosmovisor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import cosmovisor.e2e.Cosmovisor.Ended;
import org.junit.jupiter.api.Test;

/// Supervisors that are killed, and nodes that crash.
@EndToEnd
final class CrashIT {
  private static final String SCRIPT = "cosmovisor/hook.sh";
  private static final String KILL_SUPERVISOR =
      "[ -e killed ] || { touch killed; kill -9 $PPID; sleep 5; }";

  private static Home hooked(Home home, String preUpgrade) {
    home.set("COSMOVISOR_CUSTOM_PREUPGRADE", "hook.sh")
        .genesis("echo genesis runs", Node.plan("v2", 20), "exit 1")
        .writeExecutable(
            "cosmovisor/upgrades/v2/bin/app",
            Node.script(
                "if [ \"$1\" = pre-upgrade ]; then " + preUpgrade + "; fi", "echo v2 runs"));
    return home;
  }

  @Test
  void anUpgradeThatWasBrokenOffGoesOnBehindTheHooksThatWereRun(Home home) {
    hooked(home, KILL_SUPERVISOR + "; echo pre-upgrade >>runs; exit 0")
        .writeExecutable(SCRIPT, Node.script("echo custom >>cosmovisor/runs"));

    Ended killed = home.run("run");
    Ended next = home.run("run");

    assertThat(killed.status()).isEqualTo(137);
    assertThat(next.out())
        .containsSubsequence(
            "WRN an upgrade was broken off, going on with it height=20 module=cosmovisor name=v2"
                + " stage=pre-upgrade",
            "v2 runs")
        .doesNotContain("genesis runs");
    assertThat(home.read("cosmovisor/runs")).isEqualTo("custom\npre-upgrade\n");
    assertThat(home.current()).isEqualTo("upgrades/v2");
  }

  @Test
  void aHookThatWasUnderWayIsRunAgain(Home home) {
    hooked(home, "exit 0")
        .writeExecutable(
            SCRIPT,
            Node.script(
                "cd cosmovisor", "echo begun >>runs", KILL_SUPERVISOR, "echo ended >>runs"));

    home.run("run");
    Ended next = home.run("run");

    assertThat(next.out()).contains("stage=custom-hook", "v2 runs");
    assertThat(home.read("cosmovisor/runs")).isEqualTo("begun\nbegun\nended\n");
  }

  @Test
  void anUpgradeThatFailedBeginsAnewSinceItsOperatorWasToldToChangeSomething(Home home) {
    hooked(home, "[ -e ready ] || exit 30; exit 0")
        .writeExecutable(SCRIPT, Node.script("echo custom >>cosmovisor/runs"));

    Ended failed = home.run("run");
    home.write("cosmovisor/ready", "");
    Ended next = home.run("run");

    assertThat(failed.err()).contains("pre-upgrade command failed").hasLineCount(1);
    assertThat(next.out()).contains("v2 runs").doesNotContain("broken off");
    assertThat(home.read("cosmovisor/runs")).isEqualTo("custom\ncustom\n");
  }

  @Test
  void aStopDuringAHookIsNoFailureOfIt(Home home) {
    hooked(
            home,
            "echo pre-upgrade >>runs; [ -e begun ] || { touch begun; " + Node.STAY + "; }; exit 0")
        .writeExecutable(SCRIPT, Node.script("echo custom >>cosmovisor/runs"));
    Cosmovisor stopped =
        home.start("run").await("pre-upgrade", () -> home.exists("cosmovisor/begun"));

    assertThat(stopped.signal("TERM").end().status()).isEqualTo(143);
    assertThat(home.run("run").out()).contains("stage=pre-upgrade", "v2 runs");
    assertThat(home.read("cosmovisor/runs")).isEqualTo("custom\npre-upgrade\npre-upgrade\n");
  }

  @Test
  void aTornJournalIsMendedInSilence(Home home) {
    home.genesis("echo genesis runs");
    home.write("cosmovisor/.journal", "1 0badbad0 {\"at\":\"2026-");

    Ended end = home.run("run");

    assertThat(end.out()).contains("genesis runs").doesNotContain("damaged");
    assertThat(end.status()).isZero();
    assertThat(home.read("cosmovisor/.journal")).doesNotContain("0badbad0");
  }

  @Test
  void aDamagedJournalIsSetAsideAndTold(Home home) {
    home.genesis("echo genesis runs");
    home.run("run");
    String damaged = "rubbish\n" + home.read("cosmovisor/.journal");
    home.write("cosmovisor/.journal", damaged);

    Ended end = home.run("run");

    assertThat(end.out()).contains("WRN the journal is damaged", "genesis runs");
    assertThat(home.read("cosmovisor/.journal.damaged-1")).isEqualTo(damaged);
  }

  @Test
  void aJournalOfAVersionToComeStopsUs(Home home) {
    home.genesis("echo genesis runs");
    home.run("run");
    home.write("cosmovisor/.journal", home.read("cosmovisor/.journal").replaceAll("(?m)^1 ", "2 "));

    Ended end = home.run("run");

    assertThat(end.err()).contains("was written by a newer cosmovisor").hasLineCount(1);
    assertThat(end.status()).isEqualTo(1);
    assertThat(end.out()).doesNotContain("genesis runs");
  }

  @Test
  void aNodeThatFailsIsStartedAgainSoOftenAsIsSetThenItsCodeIsOurs(Home home) {
    home.set("DAEMON_RESTART_ON_FAILURE", "1").genesis("echo node runs", "exit 7");

    Ended end = home.run("run");

    assertThat(end.out())
        .containsSubsequence(
            "node runs",
            "ERR app ended with a failure, starting it again error=\"exit status 7\" after=1s",
            "node runs");
    assertThat(end.count("node runs")).isEqualTo(2);
    assertThat(end.err()).isEqualTo("Error: exit status 7\n");
    assertThat(end.status()).isEqualTo(7);
  }

  @Test
  void aNodeThatFailsAtAnUpgradesHeightIsUpgradedAndNotStartedAgain(Home home) {
    home.set("DAEMON_RESTART_ON_FAILURE", "5")
        .genesis("echo genesis runs", Node.plan("v2", 20), "exit 1")
        .version("v2", "echo v2 runs");

    Ended end = home.run("run");

    assertThat(end.count("genesis runs")).isEqualTo(1);
    assertThat(end.out()).contains("v2 runs");
  }

  @Test
  void aStopWhileWeRestEndsUsWithTheNodesCode(Home home) {
    home.set("DAEMON_RESTART_ON_FAILURE", "9").genesis("echo node runs", "exit 7");
    Cosmovisor resting = home.start("run").awaitOut("starting it again");

    Ended end = resting.signal("TERM").end();

    assertThat(end.status()).isEqualTo(7);
  }
}
