package cosmovisor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import cosmovisor.e2e.Cosmovisor.Ended;
import org.junit.jupiter.api.Test;

/// Two nodes on one home would sign with one key.
@EndToEnd
final class OneNodeIT {
  private static final String SAY_PID = "echo node $$ starts";

  @Test
  void aSecondSupervisorOfAHomeRefusesAndNamesTheFirst(Home home) {
    home.genesis(SAY_PID, Node.STAY);
    Cosmovisor first = home.start("run", "start").awaitOut("starts\n");

    Ended second = home.run("run", "start");

    assertThat(second.status()).isEqualTo(1);
    assertThat(second.out()).doesNotContain("starts");
    assertThat(second.err())
        .startsWith("Error: another cosmovisor supervises ")
        .contains("(pid " + first.pid() + ")")
        .hasLineCount(1);
    first.signal("TERM").end();
  }

  @Test
  void aNodeEndsWhenItsSupervisorIsKilled(Home home) {
    home.genesis("trap 'echo heard; exit 0' TERM", SAY_PID, Node.STAY);
    Cosmovisor killed = home.start("run", "start").awaitOut("starts\n");

    killed.signal("KILL").end();

    killed.await("the node has ended", () -> home.processes().isEmpty());
    assertThat(killed.out()).contains("heard\n");
  }

  @Test
  void aNodeThatOutlivesItsSupervisorIsEndedBeforeAnotherIsStarted(Home home) {
    home.set("DAEMON_SHUTDOWN_GRACE", "300ms").genesis("trap '' TERM", SAY_PID, Node.STAY);
    Cosmovisor killed = home.start("run", "start").awaitOut("starts\n");
    killed.signal("KILL").end();
    long survivor = Long.parseLong(killed.out().replaceAll("(?s).*node (\\d+) starts.*", "$1"));
    assertThat(home.processes()).contains(survivor);

    Cosmovisor next = home.start("run", "start").awaitOut("starts\n");

    assertThat(next.out())
        .containsSubsequence(
            "WRN a node outlived its supervisor", "pid=" + survivor, "INF running app");
    assertThat(home.processes()).doesNotContain(survivor);
    next.signal("TERM").end();
  }

  @Test
  void noNodeRunsWhereItCannotBeWrittenDown(Home home) {
    home.genesis("echo the node runs");
    home.link("cosmovisor/.journal", "/dev/full");

    Ended end = home.run("run", "start");

    assertThat(end.out()).doesNotContain("the node runs");
    assertThat(end.err())
        .startsWith("Error: ")
        .contains(".journal is not a regular file")
        .hasLineCount(1);
    assertThat(end.status()).isEqualTo(1);
  }

  @Test
  void shortCommandsAreAnsweredBesideARunningNodeAndInItsWordsAlone(Home home) {
    home.genesis(
        "case $1 in keys | status) echo \"answer to $*\"; exit 4 ;; esac", SAY_PID, Node.STAY);
    Cosmovisor running = home.start("run", "start").awaitOut("starts\n");

    assertThat(home.run("run", "keys", "list"))
        .isEqualTo(new Ended(4, "answer to keys list\n", "Error: exit status 4\n"));
    assertThat(home.run("status").out()).endsWith("answer to status\n").contains("deprecated");
    running.signal("TERM").end();
  }

  @Test
  void shortCommandsChangeNothingBeforeAPendingUpgrade(Home home) {
    home.genesis("echo old answers").version("v2", "echo new").plan("v2", 20);

    Ended end = home.run("run", "version");

    assertThat(end.out()).isEqualTo("old answers\n");
    assertThat(home.exists("cosmovisor/current")).isFalse();
  }
}
