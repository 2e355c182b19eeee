package cosmovisor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A home in which the original was at work until a moment ago: whatever it has left half-way, ours
/// goes on from there without a hand's touch.
@EndToEnd
final class TakeoverIT {
  private static final String V2 = Node.node("echo v2 runs", Node.STAY);
  private static final String V2_SUM = "?checksum=sha256:" + Archives.sha256(Bytes.of(V2));

  private final WebServer web = new WebServer();

  @AfterEach
  void closeServer() {
    web.close();
  }

  private void height(long height) {
    web.serve(
        "/abci_info",
        "{\"result\":{\"response\":{\"last_block_height\":\"%d\"}}}"
            .formatted(height)
            .getBytes(StandardCharsets.UTF_8));
  }

  private Home home(Home home) {
    return home.set("DAEMON_RPC_ADDRESS", web.url("")).genesis("echo genesis runs", Node.STAY);
  }

  /// A home whose upgrade waits for a binary that the plan says where to get.
  private Home waiting(Home home, String url) {
    home(home)
        .set("DAEMON_ALLOW_DOWNLOAD_BINARIES", "true")
        .write(
            "data/upgrade-info.json",
            Node.json("v2", 20, "{\"binaries\":{\"any\":\"" + url + "\"}}"));
    home.link("cosmovisor/current", "genesis");
    return home;
  }

  private static void runsV2(Home home) {
    home.start("run", "start").awaitOut("v2 runs").signal("TERM").end();
    assertThat(home.current()).isEqualTo("upgrades/v2");
    assertThat(home.read("cosmovisor/upgrades/v2/bin/app")).isEqualTo(V2);
    assertThat(home.list("cosmovisor/upgrades")).containsExactly("v2");
  }

  /// `add-upgrade --upgrade-height` puts the plan into the node's own file, with execute bits.
  @Test
  void aPlanOfAddUpgradeWaitsForItsHeight(Home home) {
    height(19);
    home(home).version("v2", "echo v2 runs", Node.STAY);
    home.write("data/priv_validator_state.json", "{}");
    home.writeExecutable("data/upgrade-info.json", Node.json("v2", 20));
    Cosmovisor running = home.start("run", "start").awaitOut("genesis runs");

    running.awaitOut("upgrade is scheduled, waiting for its height");
    height(20);
    running.awaitOut("v2 runs").signal("TERM").end();
    assertThat(home.read("data/upgrade-info.json.batch").strip()).isEqualTo("[]");
  }

  /// `add-batch-upgrade` leaves the list in the operator's order, and a copy of each plan; its
  /// watcher has put the first one into the node's file already.
  @Test
  void aBatchIsCarriedOutInTheOrderOfHeightsOneOfItBeingInTheNodesFileAlready(Home home) {
    height(5);
    home(home).version("v2", "echo v2 runs", Node.STAY).version("v3", "echo v3 runs", Node.STAY);
    String v2 = Node.json("v2", 20);
    String v3 = Node.json("v3", 30);
    home.write("data/upgrade-info.json.batch", "[" + v3 + "]");
    home.writeExecutable("data/upgrade-info.json.V2", v2);
    home.writeExecutable("data/upgrade-info.json.V3", v3);
    Home.mode(home.write("data/upgrade-info.json", v2), "rw-------");
    Cosmovisor running = home.start("run", "start").awaitOut("genesis runs");

    running.awaitOut("upgrade is scheduled, waiting for its height");
    height(20);
    running.awaitOut("v2 runs");
    height(30);
    running.awaitOut("v3 runs").signal("TERM").end();
    assertThat(running.out().lines().filter(line -> line.endsWith(" runs")))
        .containsExactly("genesis runs", "v2 runs", "v3 runs");
    assertThat(home.exists("data/upgrade-info.json.V2")).as("not ours to remove").isTrue();
  }

  /// Up to 1.6 the link is absolute.
  @Test
  void anAbsoluteLinkIsFollowedAndTheNextSwitchMakesItRelative(Home home) {
    home(home)
        .upgraded("v2", 20)
        .version("v2", "echo v2 runs", Node.plan("v3", 30), Node.STAY)
        .version("v3", "echo v3 runs", Node.STAY)
        .write("data/upgrade-info.json", Node.json("v2", 20));
    home.remove("cosmovisor/current");
    home.link("cosmovisor/current", home.path("cosmovisor/upgrades/v2").toString());

    Cosmovisor running = home.start("run", "start").awaitOut("v2 runs").awaitOut("v3 runs");

    assertThat(home.current()).isEqualTo("upgrades/v3");
    running.signal("TERM").end();
  }

  /// The original merges a day's backups into one folder, and leaves half of one as if it were
  /// whole.
  @Test
  void aBackupOfTodayIsNotTakenForThisUpgradesAndStaysAsItIs(Home home) {
    LocalDate today = LocalDate.now(ZoneId.systemDefault());
    String name =
        "data-backup-%d-%d-%d"
            .formatted(today.getYear(), today.getMonthValue(), today.getDayOfMonth());
    home(home)
        .set("UNSAFE_SKIP_BACKUP", "false")
        .version("v2", "echo v2 runs", Node.STAY)
        .write("data/state", "new");
    home.write(name + "/half", "of another upgrade");
    home.write(name + "/upgrade-info.json", Node.json("v2", 20));
    home.plan("v2", 20);
    home.link("cosmovisor/current", "genesis");

    home.start("run", "start").awaitOut("v2 runs").signal("TERM").end();

    assertThat(home.list(name)).containsExactly("half", "upgrade-info.json");
    assertThat(home.read(name + "-2/state")).isEqualTo("new");
    assertThat(home.exists(name + "-2/half")).isFalse();
  }

  /// Bytes that failed their check, or half of them: no execute bit was set.
  @Test
  void aDownloadThatFailedIsDoneAnewAndNeverRun(Home home) {
    waiting(home, web.serve("/app", Bytes.of(V2)) + V2_SUM);
    home.write("cosmovisor/upgrades/v2/bin/app", Node.node("echo unverified runs"));

    runsV2(home);
  }

  @Test
  void aDownloadThatBrokeOffIsDoneAnewByPrepareUpgradeToo(Home home) {
    String info = "{\"binaries\":{\"any\":\"" + web.serve("/app", Bytes.of(V2)) + V2_SUM + "\"}}";
    try (GrpcNode node = new GrpcNode().plans("v2", 20, info)) {
      home(home).set("DAEMON_GRPC_ADDRESS", node.address());
      home.write("cosmovisor/upgrades/v2/bin/app", "#!/bi");

      assertThat(home.run("prepare-upgrade").status()).isZero();

      assertThat(home.read("cosmovisor/upgrades/v2/bin/app")).isEqualTo(V2);
    }
  }

  /// A file that the plan says nothing about is the operator's, who forgot the bits.
  @Test
  void aBinaryWithoutExecuteBitsIsTakenWhereThePlanNamesNoOther(Home home) {
    home(home).set("DAEMON_ALLOW_DOWNLOAD_BINARIES", "true").plan("v2", 20);
    home.link("cosmovisor/current", "genesis");
    home.write("cosmovisor/upgrades/v2/bin/app", V2);

    runsV2(home);
  }

  /// An archive that failed: the folder is there, and has something in it or nothing.
  @Test
  void theFolderOfAnArchiveThatFailedIsNoHindrance(Home home) {
    waiting(home, web.serve("/app", Bytes.of(V2)) + V2_SUM);
    home.write("cosmovisor/upgrades/v2/README.md", "unpacked");
    home.makeFolder("cosmovisor/upgrades/v2/bin");

    runsV2(home);
  }

  /// `prepare-upgrade` of 1.7.0 put the binary one folder too deep.
  @Test
  void aFolderInTheBinarysPlaceIsNamedAndNothingIsDone(Home home) {
    waiting(home, web.serve("/app", Bytes.of(V2)) + V2_SUM);
    home.write("cosmovisor/upgrades/v2/bin/app/bin/app", V2);

    Cosmovisor.Ended end = home.run("run", "start");

    assertThat(end.err())
        .contains(home.path("cosmovisor/upgrades/v2/bin/app") + " is not a regular file");
    assertThat(end.status()).isEqualTo(1);
    assertThat(home.current()).isEqualTo("genesis");
  }

  /// The original panics on it and leaves its node behind; the node writes it anew when it is
  /// started.
  @Test
  void aPlanThatWasHalfWrittenLeavesTheNodeRunningUntilItIsWhole(Home home) {
    home.genesis(
            "echo genesis runs",
            "while [ ! -e go ]; do sleep 0.05; done",
            Node.plan("v2", 20),
            Node.STAY)
        .version("v2", "echo v2 runs", Node.STAY)
        .write("data/upgrade-info.json", "{\"name\":\"v2\",\"time\":\"0001-01");
    home.link("cosmovisor/current", "genesis");
    Cosmovisor running = home.start("run", "start").awaitOut("genesis runs");

    running.awaitOut("upgrade-info.json can't be used");
    home.write("cosmovisor/go", "");
    running.awaitOut("v2 runs").signal("TERM").end();
  }

  /// A switch that was broken off between removing the link and making it: genesis would be wrong.
  @Test
  void aLinkThatIsLostInTheMiddleOfASwitchIsSetAgain(Home home) {
    home(home)
        .version("v2", "echo v2 runs", Node.STAY)
        .version("v3", "echo v3 runs", Node.STAY)
        .write("cosmovisor/upgrades/v2/upgrade-info.json", Node.json("v2", 20));
    home.plan("v3", 30);
    Cosmovisor running = home.start("run", "start").awaitOut("v3 runs");

    assertThat(running.out()).doesNotContain("genesis runs", "v2 runs");
    assertThat(home.current()).isEqualTo("upgrades/v3");
    running.signal("TERM").end();
  }
}
