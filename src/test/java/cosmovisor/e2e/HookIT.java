package cosmovisor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import cosmovisor.e2e.Cosmovisor.Ended;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The operator's script, and the new node's `pre-upgrade`.
@EndToEnd
final class HookIT {
  private static final String SCRIPT = "cosmovisor/preupgrade.sh";
  private static final String V2 = "cosmovisor/upgrades/v2/bin/app";

  // The operator's script

  @Test
  @Scenario(101)
  void theScriptIsRunInTheHomeWithNameAndHeightForEachUpgrade(Home home) {
    hooked(home)
        .genesis(Node.plan("Chain2", 49), Node.STAY)
        .version("chain2", Node.plan("chain3", 90), "exit 1")
        .version("chain3", "exit 0");
    home.writeExecutable(SCRIPT, Node.script("echo \"$#\" >\"upgrade_name_$1_height_$2\""));

    assertThat(home.run("run").status()).isZero();

    assertThat(home.read("upgrade_name_Chain2_height_49")).isEqualTo("2\n");
    assertThat(home.read("upgrade_name_chain3_height_90")).isEqualTo("2\n");
  }

  @Test
  @Scenario(101)
  void theScriptRunsBeforeTheSwitchBehindTheBackupWithoutANode(Home home) {
    hooked(home).unset("UNSAFE_SKIP_BACKUP");
    home.genesis(Node.plan("v2", 20), "exit 1").version("v2", "exit 0");
    home.writeExecutable(SCRIPT, Node.script("readlink cosmovisor/current", "ls"));

    Ended end = home.run("run");

    assertThat(end.out())
        .containsSubsequence(
            "backup completed",
            "looking for COSMOVISOR_CUSTOM_PREUPGRADE file",
            "COSMOVISOR_CUSTOM_PREUPGRADE result",
            "genesis\\ncosmovisor\\ndata\\ndata-backup-");
  }

  @Test
  @Scenario(101)
  void theScriptHasOurEnvironmentAndNoInput(Home home) {
    hooked(home).set("X", "a b").input(home.write("input", "for the node"));
    home.genesis(Node.plan("v2", 20), "exit 1").version("v2", "cat");
    home.writeExecutable(SCRIPT, Node.script("echo \"X is $X\" >env", "cat >input-of-script"));

    Ended end = home.run("run");

    assertThat(home.read("env")).isEqualTo("X is a b\n");
    assertThat(home.read("input-of-script")).isEmpty();
    assertThat(end.out()).endsWith("for the node");
  }

  @Test
  @Scenario(102)
  void aScriptThatIsMissingEndsTheUpgradeAndIsNamed(Home home) {
    hooked(home).genesis(Node.plan("v2", 20), "exit 1").version("v2", "echo v2 runs");

    assertFails(home, "file missing: " + home.path(SCRIPT) + " does not exist");
  }

  @Test
  @Scenario(102)
  void aScriptThatIsMissingIsFoundOutBeforeTheNodeIsStopped(Home home) {
    hooked(home).genesis("echo genesis", Node.plan("v2", 20), Node.STAY).version("v2", "exit 0");

    Cosmovisor cosmovisor = home.start("run").awaitOut("COSMOVISOR_CUSTOM_PREUPGRADE file missing");

    assertThat(cosmovisor.children()).hasSize(1);
    assertThat(home.current()).isEqualTo("genesis");
  }

  @Test
  @Scenario(103)
  void aScriptWithoutExecuteBitsGetsThem(Home home) {
    hooked(home).genesis(Node.plan("v2", 20), "exit 1").version("v2", "echo v2 runs");
    home.write(SCRIPT, Node.script("touch it-ran"));

    assertThat(home.run("run").out()).contains("v2 runs");
    assertThat(home.exists("it-ran")).isTrue();
    assertThat(home.path(SCRIPT)).isExecutable();
  }

  @Test
  @Scenario(103)
  void aFolderInPlaceOfTheScriptEndsTheUpgrade(Home home) {
    hooked(home).genesis(Node.plan("v2", 20), "exit 1").version("v2", "echo v2 runs");
    home.makeFolder(SCRIPT);

    assertFails(home, home.path(SCRIPT) + " is not a regular file");
  }

  @Test
  @Scenario(103)
  void aScriptThatFailsEndsTheUpgradeAndIsRunAgainByTheNextStart(Home home) {
    hooked(home).genesis(Node.plan("v2", 20), "exit 1").version("v2", "echo v2 runs");
    home.writeExecutable(SCRIPT, Node.script("[ -e ready ] || { echo why >&2; exit 3; }"));

    assertFails(home, home.path(SCRIPT) + ": exit status 3");
    home.write("ready", "");
    assertThat(home.run("run").out()).contains("v2 runs");
  }

  @Test
  @Scenario(103)
  void whatAScriptSaysOnStderrIsToldToo(Home home) {
    hooked(home).genesis(Node.plan("v2", 20), "exit 1").version("v2", "exit 0");
    home.writeExecutable(SCRIPT, Node.script("echo to out", "echo to err >&2", "exit 3"));

    assertThat(home.run("run").out()).contains("to out\\nto err");
  }

  @Test
  @Scenario(103)
  void aScriptThatCannotBeRunEndsTheUpgrade(Home home) {
    hooked(home).genesis(Node.plan("v2", 20), "exit 1").version("v2", "echo v2 runs");
    home.writeExecutable(SCRIPT, "#!/no/such/interpreter\n");

    assertFails(home, "preupgrade.sh");
  }

  @Test
  @Scenario({103, 129})
  void aStopDuringTheScriptEndsItToo(Home home) {
    hooked(home).genesis(Node.plan("v2", 20), "exit 1").version("v2", "echo v2 runs");
    home.writeExecutable(SCRIPT, Node.script("touch began", Node.STAY));
    Cosmovisor cosmovisor = home.start("run").await("the script", () -> home.exists("began"));

    Ended end = cosmovisor.signal("INT").end();

    assertThat(end.status()).isEqualTo(130);
    assertThat(end.err()).startsWith("Error: ").contains("SIGINT").hasLineCount(1);
    assertThat(home.current()).isEqualTo("genesis");
    assertThat(home.processes()).isEmpty();
  }

  private static Home hooked(Home home) {
    return home.set("COSMOVISOR_CUSTOM_PREUPGRADE", "preupgrade.sh");
  }

  // The node's own

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  @Scenario(104)
  void theUpgradeGoesOnBehindAPreUpgradeThatIsWellOrMissing(int code, Home home) {
    home.genesis(Node.plan("v2", 20), "exit 1");
    preUpgrade(home, "exit " + code);

    Ended end = home.run("run");

    assertThat(end.out())
        .containsSubsequence(
            code == 0
                ? "pre-upgrade successful. continuing the upgrade."
                : "pre-upgrade command does not exist. continuing the upgrade.",
            "v2 runs");
    assertThat(end.status()).isZero();
  }

  @Test
  @Scenario(104)
  void preUpgradeIsRunByTheNewNodeBeforeTheSwitchWithThatOneWord(Home home) {
    home.input(home.write("input", "for the node"));
    home.genesis("[ \"$1\" != pre-upgrade ] || echo old", Node.plan("v2", 20), "exit 1");
    preUpgrade(home, "echo \"$#\" >said; readlink current >>said; pwd >>said; cat >>said; exit 0");

    Ended end = home.run("run", "start");

    assertThat(home.read("cosmovisor/said"))
        .isEqualTo("1\ngenesis\n" + home.path("cosmovisor") + "\n");
    assertThat(end.out()).contains("v2 runs").doesNotContain("old\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"exit 30", "exit 99", "exit 2", "kill -KILL $$"})
  @Scenario({104, 105})
  void anyOtherEndOfPreUpgradeEndsTheUpgrade(String ending, Home home) {
    home.genesis(Node.plan("v2", 20), "exit 1");
    preUpgrade(home, ending);

    assertFails(home, "pre-upgrade command failed");
  }

  @Test
  @Scenario(105)
  void aPreUpgradeThatCannotBeStartedEndsTheUpgrade(Home home) {
    home.genesis(Node.plan("v2", 20), "exit 1").writeExecutable(V2, "#!/no/such/interpreter\n");

    assertFails(home, home.path(V2) + " is a script for /no/such/interpreter");
  }

  @Test
  @Scenario(104)
  void aPreUpgradeThatAsksForItIsRunAgainAsOftenAsIsSet(Home home) {
    home.set("DAEMON_PREUPGRADE_MAX_RETRIES", "2").genesis(Node.plan("v2", 20), "exit 1");
    preUpgrade(home, "echo run >>runs; exit 31");

    assertFails(home, "pre-upgrade command failed. reached max attempt of retries - 2");
    assertThat(home.read("cosmovisor/runs")).isEqualTo("run\nrun\nrun\n");
  }

  @Test
  @Scenario(104)
  void aPreUpgradeThatAsksForItIsNotRunAgainIfNothingIsSet(Home home) {
    home.genesis(Node.plan("v2", 20), "exit 1");
    preUpgrade(home, "echo run >>runs; exit 31");

    assertFails(home, "pre-upgrade command failed. reached max attempt of retries - 0");
    assertThat(home.read("cosmovisor/runs")).isEqualTo("run\n");
  }

  @Test
  @Scenario(104)
  void theUpgradeGoesOnBehindAPreUpgradeThatIsWellInTheEnd(Home home) {
    home.set("DAEMON_PREUPGRADE_MAX_RETRIES", "2").genesis(Node.plan("v2", 20), "exit 1");
    preUpgrade(home, "echo run >>runs; [ $(wc -l <runs) -gt 2 ] || exit 31; exit 0");

    Ended end = home.run("run");

    assertThat(end.out())
        .containsSubsequence(
            "ERR pre-upgrade command failed. retrying attempt=1",
            "ERR pre-upgrade command failed. retrying attempt=2",
            "pre-upgrade successful",
            "v2 runs");
  }

  @Test
  @Scenario(106)
  void aPreUpgradeThatFailedIsRunAgainByTheNextStartBeforeAnyNode(Home home) {
    home.genesis("echo genesis", Node.plan("v2", 20), "exit 1");
    preUpgrade(home, "echo run >>runs; [ -e ready ] || exit 30; exit 0");

    assertFails(home, "pre-upgrade command failed");
    home.write("cosmovisor/ready", "");
    Ended second = home.run("run");

    assertThat(home.read("cosmovisor/runs")).isEqualTo("run\nrun\n");
    assertThat(second.out()).contains("v2 runs").doesNotContain("genesis\n");
    assertThat(home.current()).isEqualTo("upgrades/v2");
  }

  @Test
  @Scenario(104)
  void whatPreUpgradeSaysIsTold(Home home) {
    home.genesis(Node.plan("v2", 20), "exit 1");
    preUpgrade(home, "echo on stdout; echo on stderr >&2; exit 0");

    assertThat(home.run("run").out())
        .contains("INF pre-upgrade result module=cosmovisor result=\"on stdout\\non stderr\"");
  }

  @Test
  @Scenario({104, 129})
  void aStopDuringPreUpgradeEndsItToo(Home home) {
    home.genesis(Node.plan("v2", 20), "exit 1");
    preUpgrade(home, "touch began; " + Node.STAY);
    Cosmovisor cosmovisor =
        home.start("run").await("pre-upgrade", () -> home.exists("cosmovisor/began"));

    Ended end = cosmovisor.signal("TERM").end();

    assertThat(end.status()).isEqualTo(143);
    assertThat(home.current()).isEqualTo("genesis");
    assertThat(home.processes()).isEmpty();
  }

  @Test
  @Scenario({104, 129})
  void aStopDuringAPreUpgradeThatIsDeafKillsIt(Home home) {
    home.genesis(Node.plan("v2", 20), "exit 1");
    preUpgrade(home, "trap '' TERM; touch began; " + Node.STAY);
    Cosmovisor cosmovisor =
        home.start("run").await("pre-upgrade", () -> home.exists("cosmovisor/began"));

    assertThat(cosmovisor.signal("TERM").end().status()).isEqualTo(143);
    assertThat(home.current()).isEqualTo("genesis");
  }

  private static void preUpgrade(Home home, String line) {
    home.writeExecutable(
        V2, Node.script("if [ \"$1\" = pre-upgrade ]; then " + line + "; fi", "echo v2 runs"));
  }

  private static void assertFails(Home home, String why) {
    Ended end = home.run("run");
    assertThat(end.err()).startsWith("Error: ").contains(why).hasLineCount(1);
    assertThat(end.status()).isEqualTo(1);
    assertThat(end.out()).doesNotContain("v2 runs");
    assertThat(home.current()).isEqualTo("genesis");
  }
}
