package cosmovisor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import cosmovisor.e2e.Cosmovisor.Ended;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@EndToEnd
final class SignalIT {
  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT", "QUIT", "HUP"})
  @Scenario({125, 126, 127})
  void aSignalThatAsksForAStopReachesTheNodeAsItIs(String signal, Home home) {
    home.genesis("trap 'echo heard " + signal + "; exit 0' " + signal, "echo up", Node.STAY);

    Ended end = home.start("run").awaitOut("up\n").signal(signal).end();

    assertThat(end.count("heard " + signal)).isEqualTo(1);
    assertThat(end.err()).isEmpty();
    assertThat(end.status()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"TERM,143", "INT,130", "HUP,129"})
  @Scenario({125, 127})
  void aNodeThatDiesByTheSignalMakesOurStatus(String signal, int status, Home home) {
    home.genesis("echo up", "exec sleep 600");

    Ended end = home.start("run").awaitOut("up\n").signal(signal).end();

    assertThat(end.status()).isEqualTo(status);
    assertThat(end.out()).hasLineCount(2);
  }

  @Test
  @Scenario(125)
  void theCodeThatTheNodeEndsWithBehindAStopIsOurs(Home home) {
    home.genesis("trap 'exit 9' TERM", "echo up", Node.STAY);

    assertThat(home.start("run").awaitOut("up\n").signal("TERM").end().status()).isEqualTo(9);
  }

  @ParameterizedTest
  @ValueSource(strings = {"USR1", "USR2"})
  @Scenario(126)
  void aSignalThatMeansNothingToUsReachesTheNodeWhichGoesOn(String signal, Home home) {
    home.genesis("trap 'echo heard' " + signal, "echo up", Node.STAY);

    Cosmovisor cosmovisor = home.start("run").awaitOut("up\n");
    cosmovisor.signal(signal).awaitOut("heard\n").signal(signal);

    cosmovisor.await("the second one", () -> cosmovisor.count("heard") == 2);
    assertThat(cosmovisor.children()).hasSize(1);
  }

  @Test
  @Scenario(128)
  void aSecondStopKillsTheNodeAndItsEchoDoesNot(Home home) {
    home.genesis("trap 'echo heard' TERM", "echo up", Node.STAY);
    Cosmovisor cosmovisor = home.start("run").awaitOut("up\n");

    cosmovisor.signal("TERM").signal("TERM").signal("HUP").awaitOut("heard\n");
    cosmovisor.await("the end", () -> !cosmovisor.signal("TERM").isAlive());
    Ended end = cosmovisor.end();

    assertThat(end.count("heard")).isEqualTo(1);
    assertThat(end.out()).contains("WRN a second request to stop, killing app");
    assertThat(end.status()).isEqualTo(137);
  }

  /// The kernel gives the key to the node as well; a node that hears it twice may take the second
  /// for despair.
  @Test
  @Scenario(127)
  void aKeyAtTheTerminalReachesTheNodeOnce(Home home) throws IOException {
    home.genesis("trap 'echo heard' INT", "echo up", "while [ ! -e closed ]; do sleep 0.05; done");
    try (var keys = TerminalKeys.of(home)) {
      String image = Home.IMAGE.resolve("bin/cosmovisor").toString();
      Cosmovisor terminal =
          home.program("/usr/bin/script")
              .input(keys.file())
              .start("-qefc", "exec " + image + " run", "/dev/null")
              .awaitOut("up\r\n");

      keys.press(TerminalKeys.CTRL_C);
      terminal.awaitOut("heard\r\n");
      home.write("cosmovisor/closed", "");
      Ended end = terminal.end();

      assertThat(end.count("heard")).isEqualTo(1);
      assertThat(end.status()).isZero();
    }
  }

  @Test
  @Scenario(128)
  void aNodeThatIsDeafToAStopIsKilledWhenTheGraceIsOver(Home home) {
    home.set("DAEMON_SHUTDOWN_GRACE", "300ms");
    home.genesis("trap 'echo heard' TERM", "echo up", Node.STAY);

    Ended end = home.start("run").awaitOut("up\n").signal("TERM").end();

    assertThat(end.out()).containsSubsequence("heard\n", "DAEMON_SHUTDOWN_GRACE exceeded");
    assertThat(end.status()).isEqualTo(137);
  }

  @Test
  @Scenario(130)
  void aStopIsNeverTurnedIntoAnUpgrade(Home home) {
    home.genesis(
            "stop() { " + Node.plan("v2", 20) + "; exit 1; }",
            "trap stop TERM",
            "echo up",
            Node.STAY)
        .version("v2", "echo v2 runs");

    Ended end = home.start("run").awaitOut("up\n").signal("TERM").end();

    assertThat(end.status()).isEqualTo(1);
    assertThat(end.out()).doesNotContain("v2 runs", "shutting down");
    assertThat(home.current()).isEqualTo("genesis");
    assertThat(home.run("run").out()).contains("v2 runs");
  }

  @Test
  @Scenario(130)
  void aStopWhileTheNodeIsStoppedForAnUpgradeWins(Home home) {
    home.genesis(
            "trap 'echo closing; while [ ! -e closed ]; do sleep 0.05; done; exit 0' TERM",
            Node.plan("v2", 20),
            Node.STAY)
        .version("v2", "echo v2 runs");
    Cosmovisor cosmovisor = home.start("run").awaitOut("closing\n");

    cosmovisor.signal("TERM");
    home.write("cosmovisor/closed", "");
    Ended end = cosmovisor.end();

    assertThat(end.out()).doesNotContain("v2 runs");
    assertThat(home.current()).isEqualTo("genesis");
    assertThat(end.status()).isZero();
  }

  @Test
  @Scenario(127)
  void anInterruptOfTheWholeGroupAsFromATerminalEndsBoth(Home home) {
    home.program("setsid").genesis("trap 'exit 0' INT", "echo up", Node.STAY);
    String image = Home.IMAGE.resolve("bin/cosmovisor").toString();
    Cosmovisor cosmovisor = home.start(image, "run").awaitOut("up\n");

    Cosmovisor.signal("INT", -cosmovisor.pid());

    assertThat(cosmovisor.end().status()).isZero();
  }

  @Test
  @Scenario(127)
  void aHangupThatIsIgnoredOnPurposeStaysIgnored(Home home) {
    home.genesis("echo up", Node.STAY).program("/bin/sh");
    String image = Home.IMAGE.resolve("bin/cosmovisor").toString();
    Cosmovisor cosmovisor =
        home.start("-c", "trap '' HUP; exec \"$0\" \"$@\"", image, "run").awaitOut("up\n");

    cosmovisor.signal("HUP").signal("TERM");

    assertThat(cosmovisor.end().status()).isEqualTo(143);
  }

  @Test
  @Scenario(125)
  void aStopThatComesAtAnyMomentOfAStartEndsUs(Home home) {
    // One process and not a shell's sleep beside it, which outlives its shell for a moment.
    home.genesis("exec sleep 3600");
    Cosmovisor cosmovisor = home.start("run");

    cosmovisor.await(
        "a first sign", () -> home.exists("cosmovisor/current") || !cosmovisor.isAlive());
    Ended end = cosmovisor.signal("TERM").end();

    assertThat(end.status()).isEqualTo(143);
    assertThat(home.processes()).isEmpty();
  }
}
