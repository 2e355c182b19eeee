package cosmovisor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import cosmovisor.e2e.Cosmovisor.Ended;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@EndToEnd
final class UpgradeIT {
  @Test
  @Scenario({78, 79, 89})
  void aPlanOfTheRunningNodeIsCarriedOutAndTheNewNodeGetsTheSameArguments(Home home) {
    home.set("COSMOVISOR_DISABLE_LOGS", "true")
        .genesis("echo genesis \"$@\"", Node.plan("chain2", 49), Node.STAY)
        .version("chain2", "echo chain2 \"$@\"");

    Ended end = home.run("run", "start", "--x", "a b");

    assertThat(end).isEqualTo(new Ended(0, "genesis start --x a b\nchain2 start --x a b\n", ""));
    assertThat(home.current()).isEqualTo("upgrades/chain2");
  }

  @Test
  @Scenario(78)
  void anUpgradeIsToldInTheOriginalsWordsAndOrder(Home home) {
    home.unset("UNSAFE_SKIP_BACKUP")
        .genesis(Node.plan("v2", 20), Node.STAY)
        .version("v2", "exit 0");

    Ended end = home.run("run", "start");

    assertThat(end.out())
        .containsSubsequence(
            "INF running app args=[\"start\"] module=cosmovisor path="
                + home.path("cosmovisor/genesis/bin/app"),
            "INF daemon shutting down in an attempt to restart module=cosmovisor",
            "INF starting to take backup of data directory",
            "INF backup completed",
            "INF pre-upgrade command does not exist. continuing the upgrade.",
            "INF upgrade detected, relaunching app=app module=cosmovisor",
            "INF running app args=[\"start\"] module=cosmovisor path="
                + home.path("cosmovisor/upgrades/v2/bin/app"));
    assertThat(end.err()).isEmpty();
  }

  @Test
  @Scenario(79)
  void aNodeThatEndsWellBehindAnUpgradeEndsUsWell(Home home) {
    home.genesis("echo genesis").version("v2", "echo v2").upgraded("v2", 20).plan("v2", 20);

    Ended end = home.run("run");

    assertThat(end.out()).contains("v2\n").doesNotContain("genesis\n", "upgrade plan found");
    assertThat(end.status()).isZero();
    assertThat(home.current()).isEqualTo("upgrades/v2");
  }

  @Test
  @Scenario({81, 129})
  void theDelayIsWaitedBetweenTheNodesEndAndTheRestAndEndsWithAStop(Home home) {
    home.set("DAEMON_RESTART_DELAY", "1h")
        .genesis("trap 'echo ended; exit 0' TERM", Node.plan("v2", 20), Node.STAY)
        .version("v2", "exit 0");
    Cosmovisor cosmovisor = home.start("run").awaitOut("app exited normally");

    assertThat(cosmovisor.children()).isEmpty();
    assertThat(cosmovisor.out()).contains("ended\n");
    Ended end = cosmovisor.signal("TERM").end();

    assertThat(end.status()).isEqualTo(143);
    assertThat(end.err()).startsWith("Error: ").contains("SIGTERM").hasLineCount(1);
    assertThat(home.current()).isEqualTo("genesis");
  }

  @Test
  @Scenario(81)
  void theUpgradeGoesOnBehindTheDelay(Home home) {
    home.set("DAEMON_RESTART_DELAY", "300ms")
        .genesis(Node.plan("v2", 20), Node.STAY)
        .version("v2", "echo v2 runs");

    assertThat(home.run("run").out()).contains("v2 runs");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "2m"})
  @Scenario(82)
  void aNodeMayEndInItsOwnTimeBeforeTheSwitch(String grace, Home home) {
    home.set("DAEMON_SHUTDOWN_GRACE", grace)
        .genesis(
            "flush() { echo flush 1; sleep 0.3; echo flush 2; readlink current; exit 0; }",
            "trap flush TERM",
            Node.plan("v2", 20),
            Node.STAY)
        .version("v2", "echo v2 runs");

    Ended end = home.run("run");

    assertThat(end.out())
        .containsSubsequence("flush 1\n", "flush 2\ngenesis\n", "app exited normally", "v2 runs\n")
        .doesNotContain("GRACE exceeded");
    assertThat(end.status()).isZero();
  }

  @Test
  @Scenario(83)
  void aNodeThatIgnoresTheSignalIsKilledWhenTheGraceIsOver(Home home) {
    home.set("DAEMON_SHUTDOWN_GRACE", "300ms")
        .genesis("trap 'echo heard' TERM INT", Node.plan("v2", 20), Node.STAY)
        .version("v2", "echo v2 runs");

    Ended end = home.run("run");

    assertThat(end.out())
        .containsSubsequence("heard\n", "DAEMON_SHUTDOWN_GRACE exceeded, killing app", "v2 runs\n")
        .doesNotContain("app exited normally");
    assertThat(end.status()).isZero();
  }

  @Test
  @Scenario(84)
  void aGraceOfZeroKillsAtOnce(Home home) {
    home.set("DAEMON_SHUTDOWN_GRACE", "0s")
        .genesis("trap 'echo flush' TERM INT", Node.plan("v2", 20), Node.STAY)
        .version("v2", "echo v2 runs");

    assertThat(home.run("run").out()).contains("v2 runs\n").doesNotContain("flush\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"exit 1", "exit 0", "exit 130", "kill -KILL $$"})
  @Scenario({85, 86})
  void aNodeThatWritesThePlanAndEndsIsUpgradedHoweverItEnds(String ending, Home home) {
    home.genesis(Node.plan("v2", 20), ending).version("v2", "echo v2 runs");

    Ended end = home.run("run");

    assertThat(end.count("v2 runs")).isEqualTo(1);
    assertThat(end.status()).isZero();
    assertThat(home.current()).isEqualTo("upgrades/v2");
  }

  @Test
  @Scenario(85)
  void aNodeThatEndsLongBeforeTheNextPollIsUpgraded(Home home) {
    home.set("DAEMON_POLL_INTERVAL", "1h");
    home.genesis(Node.plan("v2", 20), "exit 1").version("v2", "echo v2 runs");

    assertThat(home.run("run").out()).contains("v2 runs");
  }

  @ParameterizedTest
  @CsvSource({"7", "255", "0"})
  @Scenario(87)
  void theNodesExitCodeIsOurs(int code, Home home) {
    home.genesis("exit " + code);

    Ended end = home.run("run");

    assertThat(end.status()).isEqualTo(code);
    assertThat(end.err()).isEqualTo(code == 0 ? "" : "Error: exit status " + code + "\n");
  }

  @ParameterizedTest
  @CsvSource({"KILL,137,killed", "TERM,143,terminated", "SEGV,139,segmentation fault"})
  @Scenario(87)
  void aSignalThatEndsTheNodeIsToldByOurStatus(String signal, int status, String word, Home home) {
    home.genesis("kill -" + signal + " $$");

    Ended end = home.run("run");

    assertThat(end.status()).isEqualTo(status);
    assertThat(end.err()).startsWith("Error: signal: " + word).hasLineCount(1);
  }

  @Test
  @Scenario(88)
  void withRestartOffTheUpgradeIsCarriedOutAndTheNewNodeIsLeftToTheOperator(Home home) {
    home.set("DAEMON_RESTART_AFTER_UPGRADE", "FALSE")
        .genesis(Node.plan("v2", 20), Node.STAY)
        .version("v2", "echo v2 runs");

    Ended end = home.run("run");

    assertThat(end.out())
        .contains("upgrade detected, DAEMON_RESTART_AFTER_UPGRADE is off. Verify new upgrade and")
        .doesNotContain("v2 runs");
    assertThat(end.err()).isEmpty();
    assertThat(end.status()).isZero();
    assertThat(home.current()).isEqualTo("upgrades/v2");
    assertThat(home.run("run").out()).contains("v2 runs");
  }

  @Test
  @Scenario(89)
  void theNewNodeHasTheSameEnvironment(Home home) {
    home.set("COSMOVISOR_DISABLE_LOGS", "true").set("X", "a b");
    home.genesis("env | sort", Node.plan("v2", 20), "exit 1").version("v2", "env | sort");

    String out = home.run("run").out();

    assertThat(out).contains("X=a b\n");
    assertThat(out.substring(0, out.length() / 2)).isEqualTo(out.substring(out.length() / 2));
  }

  @Test
  @Scenario({90, 125})
  void aStopBehindThreeUpgradesInOneLifeReachesTheNodeAndEndsClean(Home home) {
    home.genesis(Node.plan("v2", 20), Node.STAY)
        .version("v2", Node.plan("v3", 30), "exit 1")
        .version("v3", Node.plan("v4", 40), "exit 0")
        .version("v4", "trap 'echo v4 ends; exit 0' TERM", "echo v4 runs", Node.STAY);

    Ended end = home.start("run").awaitOut("v4 runs").signal("TERM").end();

    assertThat(end.count("INF running app")).isEqualTo(4);
    assertThat(end.out()).endsWith("v4 ends\n");
    assertThat(end.err()).isEmpty();
    assertThat(end.status()).isZero();
    assertThat(home.current()).isEqualTo("upgrades/v4");
  }

  @ParameterizedTest
  @ValueSource(strings = {"v2", "V2"})
  @Scenario(91)
  void aPlanThatIsCarriedOutAlreadyIsNoUpgrade(String name, Home home) {
    home.genesis("exit 0").version("v2", "echo v2 runs").upgraded("v2", 20).plan(name, 20);

    Ended end = home.run("run");

    assertThat(end.count("v2 runs")).isEqualTo(1);
    assertThat(end.out()).doesNotContain("upgrade plan found");
  }

  @Test
  @Scenario(92)
  void aPlanWithoutAnUpgradeBeforeItIsCarriedOutBeforeTheOldNodeIsStarted(Home home) {
    home.genesis("echo genesis").version("v2", "echo v2 runs").plan("v2", 20);

    assertThat(home.run("run").out()).contains("v2 runs\n").doesNotContain("genesis\n");
    assertThat(home.current()).isEqualTo("upgrades/v2");
  }

  @Test
  @Scenario(93)
  void anotherPlanThanTheLastOneIsCarriedOutBeforeTheOldNodeIsStarted(Home home) {
    home.genesis("exit 0").version("v2", "echo v2 runs").version("v3", "echo v3 runs");
    home.upgraded("v2", 20).plan("v3", 30);

    assertThat(home.run("run").out()).contains("v3 runs\n").doesNotContain("v2 runs");
  }

  @Test
  @Scenario(93)
  void aVersionWithoutRecordIsKnownByItsFolder(Home home) {
    home.genesis("exit 0").version("v2", "echo v2 runs").plan("v2", 20);
    home.link("cosmovisor/current", "upgrades/v2");

    assertThat(home.run("run").out()).contains("v2 runs").doesNotContain("upgrade plan found");
  }

  @Test
  @Scenario(94)
  void theSameNameAtAGreaterHeightIsANewUpgrade(Home home) {
    home.genesis("exit 0")
        .version("v2", "echo v2 runs", "[ -e again ] || { touch again; " + Node.STAY + "; }")
        .upgraded("v2", 20)
        .plan("v2", 20);
    Cosmovisor cosmovisor = home.start("run").awaitOut("v2 runs");

    home.plan("v2", 30);
    Ended end = cosmovisor.end();

    assertThat(end.count("v2 runs")).isEqualTo(2);
    assertThat(home.read("cosmovisor/current/upgrade-info.json")).contains("\"height\":30");
  }

  @Test
  @Scenario(94)
  void aNewNameAtTheSameHeightIsANewUpgradeWithAWarning(Home home) {
    home.genesis("exit 0").version("v2", "echo v2 runs", Node.STAY).version("v3", "echo v3 runs");
    home.upgraded("v2", 20).plan("v2", 20);
    Cosmovisor cosmovisor = home.start("run").awaitOut("v2 runs");

    home.plan("v3", 20);
    Ended end = cosmovisor.end();

    assertThat(end.out()).contains("WRN the new upgrade's height is not above", "v3 runs");
  }

  @Test
  @Scenario(94)
  void theSameContentWrittenAnewIsNoNews(Home home) {
    home.genesis("exit 0").version("v2", "echo v2 runs", Node.STAY).version("v3", "echo v3 runs");
    home.upgraded("v2", 20).plan("v2", 20);
    Cosmovisor cosmovisor = home.start("run").awaitOut("v2 runs");

    home.plan("v2", 20);
    home.plan("v2", 20);
    home.plan("v3", 30);
    Ended end = cosmovisor.end();

    assertThat(end.count("upgrade plan found")).isEqualTo(1);
    assertThat(end.count("v2 runs")).isEqualTo(1);
  }

  @Test
  @Scenario(94)
  void anEarlierTimeOfTheFileDoesNotHideItsNews(Home home) {
    home.genesis("exit 0").version("v2", "echo v2 runs", Node.STAY).version("v3", "echo v3 runs");
    home.upgraded("v2", 20).plan("v2", 20);
    Cosmovisor cosmovisor = home.start("run").awaitOut("v2 runs");

    home.write("data/next", Node.json("v3", 30)).toFile().setLastModified(1_000_000);
    home.path("data/next").toFile().renameTo(home.path("data/upgrade-info.json").toFile());

    cosmovisor.awaitOut("v3 runs");
  }

  @Test
  @Scenario(94)
  void aPlanInADataFolderThatTookTheFirstOnesPlaceIsSeen(Home home) {
    home.genesis("cd ..; mv data old-data; mkdir data", Node.plan("v2", 20), Node.STAY)
        .version("v2", "echo v2 runs");

    assertThat(home.run("run").out()).contains("v2 runs");
  }

  @Test
  @Scenario(97)
  void aBinaryThatIsMissingIsFoundOutBeforeTheNodeIsStoppedOrABackupTaken(Home home) {
    home.unset("UNSAFE_SKIP_BACKUP").genesis("echo genesis", Node.plan("v2", 20), Node.STAY);

    Cosmovisor cosmovisor = home.start("run").awaitOut("binary not present, downloading disabled");

    assertThat(cosmovisor.children()).hasSize(1);
    assertThat(cosmovisor.out())
        .contains(Bytes.of(home.path("cosmovisor/upgrades/v2/bin/app")))
        .contains("DAEMON_ALLOW_DOWNLOAD_BINARIES")
        .doesNotContain("shutting down", "backup");
    assertThat(home.current()).isEqualTo("genesis");
    assertThat(home.list("")).containsExactly("cosmovisor", "data");
  }

  @Test
  @Scenario(97)
  void aBinaryThatIsPutThereLaterIsFoundAndTheUpgradeCarriedOut(Home home) {
    home.genesis("echo genesis", Node.plan("v2", 20), Node.STAY);
    Cosmovisor cosmovisor = home.start("run").awaitOut("binary not present, downloading disabled");

    home.writeExecutable("v2/bin/app", Node.node("echo v2 runs"));
    home.makeFolder("cosmovisor/upgrades");
    home.path("v2").toFile().renameTo(home.path("cosmovisor/upgrades/v2").toFile());
    Ended end = cosmovisor.end();

    assertThat(end.count("v2 runs")).isEqualTo(1);
    assertThat(end.status()).isZero();
  }

  @Test
  @Scenario(97)
  void aBinaryThatIsMissingWhenTheNodeHasEndedEndsUs(Home home) {
    home.unset("UNSAFE_SKIP_BACKUP").genesis(Node.plan("v2", 20), "exit 3");

    Ended end = home.run("run");

    assertThat(end.err())
        .startsWith("Error: binary not present, downloading disabled")
        .contains(Bytes.of(home.path("cosmovisor/upgrades/v2/bin/app")))
        .hasLineCount(1);
    assertThat(end.status()).isEqualTo(1);
    assertThat(home.current()).isEqualTo("genesis");
    assertThat(home.list("")).containsExactly("cosmovisor", "data");
  }

  @Test
  @Scenario(97)
  void aBinaryThatIsMissingAtTheStartEndsUsBeforeTheOldNodeIsStarted(Home home) {
    home.genesis("echo genesis").plan("v2", 20);

    Ended end = home.run("run");

    assertThat(end.err()).startsWith("Error: binary not present, downloading disabled");
    assertThat(end.out()).doesNotContain("genesis\n");
    assertThat(end.status()).isEqualTo(1);
  }

  @Test
  @Scenario(97)
  void anUpgradeThatIsMissingItsBinaryDoesNotKeepTheNodesEndFromBeingHandedOn(Home home) {
    home.genesis("trap 'exit 5' TERM", "echo genesis", Node.plan("v2", 20), Node.STAY);
    Cosmovisor cosmovisor = home.start("run").awaitOut("binary not present, downloading disabled");

    assertThat(cosmovisor.signal("TERM").end().status()).isEqualTo(5);
  }
}
