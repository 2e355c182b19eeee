package cosmovisor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Backups of a node that goes through one upgrade after the other on its way to its chain's
/// height. The test's own server stands for the node's RPC.
@EndToEnd
final class CatchingUpIT {
  private static final String LEFT_OUT = "no backup before this upgrade: the app is catching up";

  private final WebServer rpc = new WebServer();

  @AfterEach
  void closeServer() {
    rpc.close();
  }

  private void catchingUp(boolean isCatchingUp) {
    String height = "{\"result\":{\"response\":{\"last_block_height\":\"1000\"}}}";
    rpc.serve("/abci_info", height.getBytes(StandardCharsets.UTF_8));
    String answer = "{\"result\":{\"sync_info\":{\"catching_up\":%s}}}".formatted(isCatchingUp);
    rpc.serve("/status", answer.getBytes(StandardCharsets.UTF_8));
  }

  /// A node that comes to an upgrade and stands there, and one that ends there as soon as it may.
  private Home home(Home home) {
    return home.unset("UNSAFE_SKIP_BACKUP")
        .set("DAEMON_RPC_ADDRESS", rpc.url("").replace("http", "tcp"))
        .genesis("echo genesis runs", Node.plan("v2", 20), Node.STAY)
        .version(
            "v2",
            "echo v2 runs",
            "until [ -e go ]; do sleep 0.05; done",
            Node.plan("v3", 30),
            "exit 1")
        .version("v3", "echo v3 runs", Node.plan("v4", 40), Node.STAY)
        .version("v4", "echo v4 runs");
  }

  private static List<String> backups(Home home) {
    return home.list("").stream().filter(name -> name.startsWith("data-backup-")).toList();
  }

  @Test
  void theFirstUpgradeIsBackedUpAndThoseThatFollowItSoonAreNot(Home home) {
    catchingUp(true);
    Cosmovisor running = home(home).start("run").awaitOut("v2 runs");
    running.await(
        "it is asked again", () -> rpc.requests().stream().filter("/status"::equals).count() > 1);
    home.write("cosmovisor/go", "");

    String out = running.end().out();

    assertThat(backups(home)).hasSize(1);
    assertThat(out).contains("v4 runs", LEFT_OUT, "\"last backup\"=" + backups(home).getFirst());
    assertThat(running.count(LEFT_OUT)).isEqualTo(2);
    assertThat(running.count("backup completed")).isEqualTo(1);
  }

  @Test
  void aNodeThatIsNotCatchingUpIsBackedUpBeforeEachUpgrade(Home home) {
    catchingUp(false);
    home.write("cosmovisor/go", "");

    assertThat(home(home).run("run").out()).contains("v4 runs").doesNotContain(LEFT_OUT);
    assertThat(backups(home)).hasSize(3);
  }

  @Test
  void aNodeOfWhichNobodyKnowsIsBackedUpBeforeEachUpgrade(Home home) {
    home.write("cosmovisor/go", "");

    assertThat(home(home).run("run").out()).contains("v4 runs").doesNotContain(LEFT_OUT);
    assertThat(backups(home)).hasSize(3);
  }

  @Test
  void withoutADistanceEachUpgradeIsBackedUp(Home home) {
    catchingUp(true);
    home.write("cosmovisor/go", "");
    home.set("DAEMON_BACKUP_MIN_INTERVAL", "0s");

    assertThat(home(home).run("run").out()).contains("v4 runs").doesNotContain(LEFT_OUT);
    assertThat(backups(home)).hasSize(3);
    assertThat(rpc.requests()).doesNotContain("/status");
  }
}
