package cosmovisor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import cosmovisor.e2e.Cosmovisor.Ended;
import io.grpc.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// `prepare-upgrade`: the chain is asked over gRPC and through RPC, and its upgrade's binary put in
/// place.
@EndToEnd
final class PrepareUpgradeIT {
  /// For as long as the tests run.
  private static final List<SocketChannel> TAKEN = new CopyOnWriteArrayList<>();

  private static final String PLACE = "cosmovisor/upgrades/v2/bin/app";
  private static final byte[] BINARY = Bytes.of(Node.node("echo v2 runs", Node.STAY));

  private final GrpcNode grpc = new GrpcNode();
  private final WebServer web = new WebServer();

  @AfterEach
  void close() {
    grpc.close();
    web.close();
  }

  /// A home whose node answers gRPC, and has no RPC.
  private Home home(Home home) throws IOException {
    return home.set("COSMOVISOR_TIMEFORMAT_LOGS", "")
        .set("DAEMON_GRPC_ADDRESS", grpc.address())
        .set("DAEMON_RPC_ADDRESS", "tcp://127.0.0.1:" + unusedPort());
  }

  /// A home whose node answers RPC alone.
  private Home rpcHome(Home home) throws IOException {
    return home(home).unset("DAEMON_GRPC_ADDRESS").set("DAEMON_RPC_ADDRESS", web.url(""));
  }

  /// A port at which connections are refused: it is taken, so that no other test gets it, and
  /// nobody listens.
  private static int unusedPort() throws IOException {
    SocketChannel taken = SocketChannel.open();
    TAKEN.add(taken);
    taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    return ((InetSocketAddress) taken.getLocalAddress()).getPort();
  }

  private static String info(String url) {
    return "{\"binaries\":{\"any\":\"" + url + "\"}}";
  }

  private void abciAnswer(String response) {
    web.serve(
        "/abci_query",
        ("{\"jsonrpc\":\"2.0\",\"id\":-1,\"result\":{\"response\":" + response + "}}")
            .getBytes(StandardCharsets.UTF_8));
  }

  private static void assertError(Ended end, String... words) {
    assertThat(end.err()).startsWith("Error: ").hasLineCount(1).contains(words);
    assertThat(end.status()).isEqualTo(1);
  }

  @Test
  void theBinaryOfTheChainsPlanIsPutInPlaceAndNothingIsSwitched(Home home) throws IOException {
    String url = web.serve("/app", BINARY);
    grpc.plans("v2", 50, info(url));

    Ended end = home(home).run("prepare-upgrade");

    assertThat(end.out().lines().filter(line -> !line.contains("phase=")))
        .containsExactly(
            "INF Using gRPC address address=" + grpc.address() + " module=cosmovisor",
            "INF Preparing for upgrade height=50 module=cosmovisor name=v2",
            "INF Downloading upgrade binary module=cosmovisor url=" + url,
            "INF no upgrade binary found, beginning to download it module=cosmovisor",
            "INF downloading binary complete checksum=none module=cosmovisor url=" + url,
            "INF Upgrade preparation complete height=50 module=cosmovisor name=v2");
    assertThat(end.err()).isEmpty();
    assertThat(end.status()).isZero();
    assertThat(home.read(PLACE)).isEqualTo(Bytes.text(BINARY));
    assertThat(home.list("cosmovisor")).containsExactly("upgrades");
    assertThat(home.list("data")).isEmpty();
  }

  @Test
  void withoutGrpcThePlanIsAskedThroughRpc(Home home) throws IOException {
    byte[] plan =
        GrpcNode.message(
                1,
                GrpcNode.join(
                        GrpcNode.text(1, "v2"),
                        GrpcNode.varint(3, 50),
                        GrpcNode.text(4, info(web.serve("/app", BINARY))))
                    .toByteArray())
            .toByteArray();
    abciAnswer("{\"code\":0,\"value\":\"" + Base64.getEncoder().encodeToString(plan) + "\"}");

    Ended end = rpcHome(home).run("prepare-upgrade");

    assertThat(end.out())
        .startsWith("INF Using RPC address address=" + web.url("").replace("http://", ""))
        .contains("Upgrade preparation complete");
    assertThat(end.status()).isZero();
    assertThat(home.read(PLACE)).isEqualTo(Bytes.text(BINARY));
    assertThat(web.requests())
        .contains("/abci_query?path=%22/cosmos.upgrade.v1beta1.Query/CurrentPlan%22");
    assertThat(grpc.asked()).isZero();
  }

  @Test
  void whereGrpcIsSetAndOffRpcIsAskedInstead(Home home) throws IOException {
    abciAnswer("{\"code\":0,\"value\":null}");

    Ended end =
        rpcHome(home)
            .set("DAEMON_GRPC_ADDRESS", "127.0.0.1:" + unusedPort())
            .run("prepare-upgrade");

    assertThat(end.out().lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("INF Using gRPC address"),
            line -> assertThat(line).startsWith("WRN gRPC gives no answer").contains("refused"),
            line -> assertThat(line).startsWith("INF Using RPC address"),
            line ->
                assertThat(line).isEqualTo("INF No active upgrade plan found module=cosmovisor"));
    assertThat(end.status()).isZero();
  }

  @Test
  void grpcComesOverTlsFromANodeThatTheSystemTrusts(Home home) throws Exception {
    try (GrpcNode node = GrpcNode.tls(home.folder())) {
      home(home).set("DAEMON_GRPC_ADDRESS", "https://" + node.address());

      assertError(
          home.run("prepare-upgrade"),
          "gRPC at https://" + node.address() + ": no TLS: ",
          "SSL_CERT_FILE names the authorities to trust");
      home.set("SSL_CERT_FILE", home.folder().resolve("authority.pem").toString());
      assertThat(home.run("prepare-upgrade").out()).contains("No active upgrade plan found");
      assertThat(node.asked()).isEqualTo(1);
    }
  }

  @Test
  @Scenario(61)
  void aChainWithoutAPlanIsToldInOneLine(Home home) throws IOException {
    Ended end = home(home).run("prepare-upgrade");

    assertThat(end.out().lines().toList())
        .last()
        .isEqualTo("INF No active upgrade plan found module=cosmovisor");
    assertThat(end.err()).isEmpty();
    assertThat(end.status()).isZero();
    assertThat(home.list("cosmovisor")).isEmpty();
  }

  @Test
  @Scenario(61)
  void aChainThatCannotBeReachedIsAnErrorThatNamesBothWays(Home home) throws IOException {
    int port = unusedPort();
    Ended end = home(home).set("DAEMON_GRPC_ADDRESS", "127.0.0.1:" + port).run("prepare-upgrade");

    assertError(
        end,
        "failed to query upgrade info: failed to query current upgrade plan: ",
        "gRPC at 127.0.0.1:" + port + ": no connection",
        "RPC at 127.0.0.1:",
        "is the node running");
    assertThat(home.list("cosmovisor")).isEmpty();
  }

  @Test
  @Scenario(62)
  void theFolderIsTheOneThatRunLooksFor(Home home) throws IOException {
    grpc.plans("V2", 50, info(web.serve("/app", BINARY)));

    assertThat(home(home).run("prepare-upgrade").status()).isZero();

    assertThat(home.list("cosmovisor/upgrades")).containsExactly("v2");
  }

  @Test
  void aBinaryThatIsThereIsKeptAndNamed(Home home) throws IOException {
    grpc.plans("v2", 50, info(web.url("/never")));

    Ended end = home(home).version("v2", "echo mine").run("prepare-upgrade");

    assertThat(end.out())
        .contains("the \"" + home.path(PLACE) + "\" file already exists")
        .contains("Upgrade preparation complete");
    assertThat(end.status()).isZero();
    assertThat(home.read(PLACE)).contains("echo mine");
    assertThat(web.requests()).isEmpty();
  }

  @Test
  void aBinaryThatIsThereAndCannotRunIsAnError(Home home) throws IOException {
    grpc.plans("v2", 50, info(web.url("/never")));
    home(home).writeExecutable(PLACE, "a text");
    assertError(home.run("prepare-upgrade"), home.path(PLACE) + " is a plain text");

    home.remove(PLACE);
    home.makeFolder(PLACE);
    assertError(home.run("prepare-upgrade"), home.path(PLACE) + " is not a regular file");
  }

  @Test
  void aWrongChecksumLeavesNothing(Home home) throws IOException {
    String url = web.serve("/app", BINARY) + "?checksum=sha256:" + "0".repeat(64);
    grpc.plans("v2", 50, info(url));

    assertError(home(home).run("prepare-upgrade"), "Checksums did not match");
    assertThat(home.list("cosmovisor/upgrades")).isEmpty();
  }

  @Test
  void aChecksumIsRequiredIfSoSet(Home home) throws IOException {
    grpc.plans("v2", 50, info(web.serve("/app", BINARY)));

    assertError(
        home(home).set("DAEMON_DOWNLOAD_MUST_HAVE_CHECKSUM", "true").run("prepare-upgrade"),
        "missing checksum query parameter");
    assertThat(home.exists("cosmovisor/upgrades")).isFalse();
  }

  @Test
  void aPlanThatNamesNoBinaryIsAnError(Home home) throws IOException {
    grpc.plans("v2", 50, "");
    assertError(home(home).run("prepare-upgrade"), "failed to parse upgrade info: ", "blank");
    grpc.plans("v2", 50, "{\"binaries\":{\"plan9/mips\":\"https://example.org/a\"}}");
    assertError(
        home.run("prepare-upgrade"),
        "binary URL not found in upgrade plan. Cannot prepare for upgrade: ",
        "cannot find binary for os/arch");
    assertThat(home.exists("cosmovisor/upgrades")).isFalse();
  }

  @Test
  void aPlanThatCouldLeadElsewhereIsRefused(Home home) throws IOException {
    grpc.plans("..", 50, info(web.serve("/app", BINARY)));
    assertError(
        home(home).run("prepare-upgrade"), "the chain's plan can't be used: name cannot be");
    grpc.plans("v2", -1, "");
    assertError(home.run("prepare-upgrade"), "height must be greater than 0");
    assertThat(home.list("cosmovisor")).isEmpty();
  }

  @Test
  void whatANodePutsIntoItsWordsBreaksNoLine(Home home) throws IOException {
    grpc.refuses(Status.UNIMPLEMENTED.withDescription("a\nb\u001b[31mc\u2028d"));
    assertError(home(home).run("prepare-upgrade"), "gRPC status 12 (unimplemented): a");
    abciAnswer("{\"code\":1,\"log\":\"a\\nError: b\\u001b[31m\\u2028\"}");
    assertError(
        rpcHome(home).set("DAEMON_GRPC_ADDRESS", grpc.address()).run("prepare-upgrade"),
        "gRPC status 12 (unimplemented): a",
        "the application answers with code 1: a Error: b [31m");
  }

  @Test
  void anAnswerThatIsNoPlanIsAnError(Home home) throws IOException {
    home(home);
    for (String odd :
        new String[] {"0a", "0aff", "0a020801", "0a030a01ff", "0000", "0b", "0a021802"}) {
      grpc.answers(HexFormat.of().parseHex(odd));
      assertError(home.run("prepare-upgrade"), "failed to query current upgrade plan");
    }
    grpc.answers(new byte[3 << 20]);
    assertError(home.run("prepare-upgrade"), "the answer is longer than 2097152 bytes");
  }

  @Test
  void whatSpeaksNoGrpcIsAnError(Home home) throws IOException {
    String http = web.url("").replace("http://", "");
    assertError(
        home(home).set("DAEMON_GRPC_ADDRESS", http).run("prepare-upgrade"), "gRPC at " + http);
    assertError(
        home.set("DAEMON_GRPC_ADDRESS", "localhost").run("prepare-upgrade"),
        "it must be host:port, such as localhost:9090");
    assertError(
        home.set("DAEMON_GRPC_ADDRESS", "unix:///x").run("prepare-upgrade"),
        "gRPC over unix is not known");
  }

  @Test
  @Scenario(61)
  void aNodeThatNeverAnswersIsGivenUp(Home home) throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
      assertError(
          home(home)
              .set("DAEMON_GRPC_ADDRESS", "127.0.0.1:" + silent.getLocalPort())
              .run("prepare-upgrade"),
          "gRPC at 127.0.0.1:" + silent.getLocalPort() + ": no answer");
    }
  }

  /// Header blocks without an end: memory, not time, is what such a server is after.
  @Test
  void aServerThatFloodsIsGivenUp(Home home) throws Exception {
    try (ServerSocket flood = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
      Thread.ofPlatform().daemon().start(() -> flood(flood));
      Ended end =
          home(home)
              .set("DAEMON_GRPC_ADDRESS", "127.0.0.1:" + flood.getLocalPort())
              .run("prepare-upgrade");
      assertError(end, "gRPC at 127.0.0.1:" + flood.getLocalPort());
      // Whoever closes and whoever waits race for the word; one without a limit would have neither.
      assertThat(end.err()).containsPattern(": (header byte count limit|closed)");
    }
  }

  private static void flood(ServerSocket server) {
    try (Socket client = server.accept()) {
      var out = client.getOutputStream();
      out.write(HexFormat.of().parseHex("000000040000000000")); // our settings: none
      out.write(HexFormat.of().parseHex("000001010000000001" + "88")); // headers, to be continued
      byte[] frame = new byte[9 + 16_000];
      HexFormat hex = HexFormat.of();
      System.arraycopy(hex.parseHex("003e80090000000001"), 0, frame, 0, 9);
      // z: 15 994 times a, in a field that is not indexed
      System.arraycopy(hex.parseHex("00017a7ffb7b"), 0, frame, 9, 6);
      Arrays.fill(frame, 15, frame.length, (byte) 'a');
      while (true) {
        out.write(frame);
      }
    } catch (IOException gone) {
      // as it should be
    }
  }

  /// An operator prepares by hand what the supervisor is fetching at this moment, and the other way
  /// round.
  @Test
  void besideASupervisorThatFetchesTheSameBothEndWell(Home home) throws IOException {
    CountDownLatch open = new CountDownLatch(1);
    String url = web.late("/app", BINARY, open);
    grpc.height(49).plans("v2", 50, info(url));
    home(home)
        .set("DAEMON_ALLOW_DOWNLOAD_BINARIES", "true")
        .genesis("echo genesis runs", Node.planFile(Node.json("v2", 50, info(url))), Node.STAY);
    Cosmovisor supervisor = home.start("run", "start");
    supervisor.await("a first request", () -> web.requests().size() == 1);
    Cosmovisor byHand = home.start("prepare-upgrade");
    byHand.await("a second request", () -> web.requests().size() == 2);
    assertThat(home.exists(PLACE)).isFalse();
    open.countDown();

    assertThat(byHand.end().out()).contains("Upgrade preparation complete");
    assertThat(byHand.end().status()).isZero();
    supervisor.awaitOut("v2 runs");
    assertThat(supervisor.out()).doesNotContain("can't be carried out");
    assertThat(home.list("cosmovisor/upgrades")).containsExactly("v2");
    assertThat(home.run("prepare-upgrade").out()).contains("already exists");
    supervisor.signal("TERM").end();
  }

  @Test
  void aStopInTheMiddleLeavesNothingThatCouldBeRun(Home home) throws IOException {
    CountDownLatch never = new CountDownLatch(1);
    String url = web.late("/app", BINARY, never);
    grpc.plans("v2", 50, info(url));
    Cosmovisor running = home(home).start("prepare-upgrade");
    running.await("a request", () -> web.requests().size() == 1);

    assertThat(running.signal("INT").end().status()).isEqualTo(130);

    assertThat(home.exists("cosmovisor/upgrades/v2")).isFalse();
    web.serve("/app", BINARY);
    assertThat(home.run("prepare-upgrade").status()).isZero();
    assertThat(home.list("cosmovisor/upgrades")).containsExactly("v2");
  }
}
