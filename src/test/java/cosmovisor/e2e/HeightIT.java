package cosmovisor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import cosmovisor.e2e.Cosmovisor.Ended;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Upgrades at a height that the operator scheduled, without a plan of the chain's. The test's own
/// server stands for the node's RPC, so that the test says how high the chain is.
@EndToEnd
final class HeightIT {
  private final WebServer rpc = new WebServer();

  @AfterEach
  void closeServer() {
    rpc.close();
  }

  /// The chain has committed this block.
  private void height(long height) {
    String answer = "{\"result\":{\"response\":{\"last_block_height\":\"%d\"}}}".formatted(height);
    rpc.serve("/abci_info", answer.getBytes(StandardCharsets.UTF_8));
  }

  private static String plan(String name, long height) {
    return Node.json(name, height);
  }

  private Home home(Home home) {
    home.makeFolder("config");
    home.write(
        "config/config.toml",
        "[rpc]\n\n# TCP or UNIX socket\nladdr = \"" + rpc.url("").replace("http", "tcp") + "\"\n");
    return home.genesis("echo genesis runs", Node.STAY);
  }

  @Test
  @Scenario(95)
  void aScheduledUpgradeIsCarriedOutWhenItsHeightIsCommittedAndNotBefore(Home home) {
    height(19);
    home(home).version("m20", "echo m20 runs", Node.STAY);
    home.write("data/upgrade-info.json.batch", "[" + plan("m20", 20) + "]");
    Cosmovisor running = home.start("run", "start").awaitOut("genesis runs");
    running.await("heights are seen", () -> home.exists("data/.last_known_height"));
    assertThat(running.out()).doesNotContain("upgrade plan found");

    height(20);

    running.awaitOut("m20 runs");
    assertThat(home.current()).isEqualTo("upgrades/m20");
    assertThat(home.read("data/upgrade-info.json.batch").strip()).isEqualTo("[]");
    running.signal("TERM").end();
  }

  /// The node's RPC is closed, as some operators have it.
  @Test
  void theHeightIsAskedOverGrpcWhereItsAddressIsSetAndRpcIsClosed(Home home) {
    try (GrpcNode node = new GrpcNode().height(19)) {
      home.set("DAEMON_GRPC_ADDRESS", node.address())
          .set("DAEMON_RPC_ADDRESS", "tcp://127.0.0.1:1")
          .genesis("echo genesis runs", Node.STAY)
          .version("m20", "echo m20 runs", Node.STAY)
          .write("data/upgrade-info.json.batch", "[" + plan("m20", 20) + "]");
      Cosmovisor running = home.start("run", "start").awaitOut("genesis runs");
      running.await("heights are seen", () -> home.exists("data/.last_known_height"));
      running.await("it is asked again", () -> node.asked() > 1);
      assertThat(running.out()).doesNotContain("upgrade plan found");

      node.height(20);

      running.awaitOut("m20 runs");
      assertThat(home.current()).isEqualTo("upgrades/m20");
      running.signal("TERM").end();
    }
  }

  @Test
  void anOpenRpcIsTheNodesOwnWordAndGrpcIsNotAsked(Home home) {
    height(19);
    try (GrpcNode another = new GrpcNode().height(5_000)) {
      home(home)
          .set("DAEMON_GRPC_ADDRESS", another.address())
          .version("m20", "echo m20 runs", Node.STAY)
          .write("data/upgrade-info.json.batch", "[" + plan("m20", 20) + "]");
      Cosmovisor running = home.start("run", "start").awaitOut("genesis runs");
      running.await(
          "heights are seen twice",
          () -> rpc.requests().stream().filter("/abci_info"::equals).count() > 1);
      assertThat(another.asked()).isZero();
      height(20);
      running.awaitOut("m20 runs");
      running.signal("TERM").end();
    }
  }

  @Test
  void aGrpcAddressThatIsNoneIsWarnedOfAndRpcIsAsked(Home home) {
    height(20);
    home(home)
        .set("DAEMON_GRPC_ADDRESS", "9090")
        .version("m20", "echo m20 runs", Node.STAY)
        .write("data/upgrade-info.json.batch", "[" + plan("m20", 20) + "]");
    Cosmovisor running = home.start("run", "start").awaitOut("m20 runs");

    assertThat(running.out())
        .contains("a setting has no effect", "DAEMON_GRPC_ADDRESS=9090: it must be host:port");
    running.signal("TERM").end();
  }

  @Test
  void twoOfABatchAndAChainsPlanBetweenThemComeInTheOrderOfTheirHeights(Home home) {
    height(5);
    home(home)
        .version(
            "m10", "echo m10 runs", "[ -e go ] || " + Node.STAY, Node.plan("v20", 20), "exit 1")
        .version("v20", "echo v20 runs", Node.STAY)
        .version("m30", "echo m30 runs", Node.STAY)
        .version("m40", "echo m40 runs", Node.STAY);
    home.write(
        "data/upgrade-info.json.batch",
        "[" + plan("m40", 40) + "," + plan("m30", 30) + "," + plan("m10", 10) + "]");
    Cosmovisor running = home.start("run", "start").awaitOut("genesis runs");
    home.write("cosmovisor/go", "");
    height(19); // what a node says that has come to block 20 and may not execute it
    running.awaitOut("v20 runs");
    height(31);
    running.awaitOut("m30 runs");
    height(41);
    running.awaitOut("m40 runs");

    assertThat(running.out().lines().filter(line -> line.endsWith(" runs")))
        .containsExactly("genesis runs", "m10 runs", "v20 runs", "m30 runs", "m40 runs");
    assertThat(home.current()).isEqualTo("upgrades/m40");
    running.signal("TERM").end();

    Cosmovisor again = home.start("run", "start").awaitOut("m40 runs");
    assertThat(again.out()).as("the chain's plan is history").doesNotContain("v20 runs");
    again.signal("TERM").end();
  }

  @Test
  void oneThatBecameDueWhileTheNodeWasDownIsCarriedOutBeforeTheStart(Home home) {
    home(home).version("m20", "echo m20 runs");
    home.write("data/upgrade-info.json.batch", "[" + plan("m20", 20) + "]");
    home.write("data/.last_known_height", "25");

    Ended end = home.run("run", "start");

    assertThat(end.out()).contains("m20 runs").doesNotContain("genesis runs");
    assertThat(end.status()).isZero();
  }

  @Test
  @Scenario(95)
  void aPlanThatTheOriginalPutThereAheadOfTimeIsTakenOverAsASchedule(Home home) {
    height(19);
    home(home).version("m20", "echo m20 runs", Node.STAY);
    home.writeExecutable("data/upgrade-info.json", plan("m20", 20));
    home.write("data/priv_validator_state.json", "{}");
    Cosmovisor running = home.start("run", "start").awaitOut("genesis runs");

    assertThat(running.out()).contains("upgrade is scheduled, waiting for its height");
    assertThat(home.exists("data/upgrade-info.json")).isFalse();
    assertThat(home.read("data/upgrade-info.json.batch")).contains("\"m20\"");
    height(20);
    running.awaitOut("m20 runs");
    running.signal("TERM").end();
  }

  @Test
  @Scenario(95)
  void aPlanAheadOfARunningChainIsNotTheNodesOwnWord(Home home) {
    height(5);
    home(home).version("m20", "echo m20 runs", Node.STAY);
    Cosmovisor running = home.start("run", "start").awaitOut("genesis runs");

    home.writeAtOnce("data/upgrade-info.json", plan("m20", 20));
    running.awaitOut("upgrade is scheduled, waiting for its height");
    assertThat(running.out()).doesNotContain("shutting down");

    height(20);
    running.awaitOut("m20 runs");
    running.signal("TERM").end();
  }

  @Test
  void aScheduleThatCannotBeReadIsToldOnceAndTheNodeIsLeftAlone(Home home) {
    height(50);
    home(home).version("m20", "echo m20 runs");
    home.write("data/upgrade-info.json.batch", "[{\"name\":\"m20\"}");
    Cosmovisor running = home.start("run", "start").awaitOut("genesis runs");

    running.awaitOut("failed to load batch upgrade file");
    home.writeAtOnce("data/upgrade-info.json.batch", "[" + plan("m20", 20) + "]");
    running.awaitOut("m20 runs");
    assertThat(running.count("failed to load batch upgrade file")).isEqualTo(1);
    running.end();
  }

  @Test
  @Scenario({107, 109, 110})
  void anUpgradeThatTheNodeIsToldToSkipLeavesItAlone(Home home) {
    home.genesis("echo genesis runs", Node.plan("v20", 20), Node.STAY).version("v20", "exit 9");
    Cosmovisor running = home.start("run", "start", "--unsafe-skip-upgrades=10,20");

    running.awaitOut("upgrade skipped by --unsafe-skip-upgrades");
    Ended end = running.signal("TERM").end();

    assertThat(end.out()).doesNotContain("shutting down");
    assertThat(home.current()).isEqualTo("genesis");
    assertThat(
            home.start("run", "start", "--unsafe-skip-upgrades", "20")
                .awaitOut("genesis runs")
                .signal("TERM")
                .end()
                .out())
        .doesNotContain("upgrade plan found");
  }
}
