package cosmovisor.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CometRpcTest {
  private static final String INFO =
      "{\"jsonrpc\":\"2.0\",\"result\":{\"response\":{\"last_block_height\":\"%s\"}}}";
  private static final String STATUS =
      "{\"result\":{\"sync_info\":{\"latest_block_height\":\"%s\"}}}";

  /// What a server that answers these paths with these bodies makes of the height.
  private static Object heightOf(Map<String, String> bodies) throws IOException {
    try (ServerSocket server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
      Thread.ofPlatform().daemon().start(() -> serve(server, bodies));
      return new CometRpc(
              InetSocketAddress.createUnresolved("127.0.0.1", server.getLocalPort()),
              Duration.ofMillis(500))
          .committedHeight()
          .<Object>map(height -> height)
          .orElse("none");
    }
  }

  private static void serve(ServerSocket server, Map<String, String> bodies) {
    while (true) {
      try (Socket socket = server.accept();
          OutputStream out = socket.getOutputStream()) {
        byte[] request = new byte[1024];
        int length = socket.getInputStream().read(request);
        String path = new String(request, 0, length, StandardCharsets.US_ASCII).split(" ", -1)[1];
        String answer = bodies.getOrDefault(path, "HTTP/1.1 404 Not Found\r\n\r\n");
        out.write(
            (answer.startsWith("{") ? "HTTP/1.1 200 OK\r\nX: y\r\n\r\n" + answer : answer)
                .getBytes(StandardCharsets.UTF_8));
      } catch (IOException closed) {
        if (server.isClosed()) {
          return;
        }
      }
    }
  }

  private static Object catchingUp(String status) throws IOException {
    try (ServerSocket server = new ServerSocket(0)) {
      Thread.ofPlatform().daemon().start(() -> serve(server, Map.of("/status", status)));
      return new CometRpc(
              InetSocketAddress.createUnresolved("127.0.0.1", server.getLocalPort()),
              Duration.ofMillis(500))
          .isCatchingUp()
          .<Object>map(answer -> answer)
          .orElse("none");
    }
  }

  @Test
  void whetherItIsCatchingUpIsTheNodesWordOrUnknown() throws IOException {
    String status = "{\"result\":{\"sync_info\":{\"catching_up\":%s}}}";
    assertThat(catchingUp(status.formatted("true"))).isEqualTo(true);
    assertThat(catchingUp(status.formatted("false"))).isEqualTo(false);
    assertThat(catchingUp(status.formatted("\"true\""))).isEqualTo("none");
    assertThat(catchingUp("{\"result\":{}}")).isEqualTo("none");
    assertThat(catchingUp("HTTP/1.1 500 Oops\r\n\r\n")).isEqualTo("none");
  }

  @Test
  void theCommittedHeightCountsBeforeTheStoredOne() throws IOException {
    assertThat(
            heightOf(Map.of("/abci_info", INFO.formatted("19"), "/status", STATUS.formatted("20"))))
        .isEqualTo(19L);
  }

  @Test
  void theBlockBelowTheStoredOneIsTheSecondBest() throws IOException {
    assertThat(heightOf(Map.of("/status", STATUS.formatted("20")))).isEqualTo(19L);
    assertThat(heightOf(Map.of("/abci_info", "{\"error\":1}", "/status", STATUS.formatted("20"))))
        .isEqualTo(19L);
    assertThat(heightOf(Map.of("/status", STATUS.formatted("1")))).isEqualTo("none");
  }

  @Test
  void aForkWithoutTheOuterResultIsUnderstood() throws IOException {
    assertThat(heightOf(Map.of("/status", "{\"sync_info\":{\"latest_block_height\":\"7\"}}")))
        .isEqualTo(6L);
  }

  @Test
  void anythingOddIsNoAnswer() throws IOException {
    for (String odd :
        new String[] {
          "",
          "garbage",
          "HTTP/1.1 200 OK",
          "{",
          "{}",
          "[]",
          "null",
          INFO.formatted("0"),
          INFO.formatted("-5"),
          INFO.formatted("99999999999999999999"),
          "{\"result\":{\"response\":{\"last_block_height\":7}}}",
          "HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(300_000),
        }) {
      assertThat(heightOf(Map.of("/abci_info", odd, "/status", odd))).as(odd).isEqualTo("none");
    }
  }

  @Test
  void aNodeThatIsDownHasNoHeight() throws IOException {
    int port;
    try (ServerSocket unused = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = unused.getLocalPort();
    }
    assertThat(
            new CometRpc(
                    InetSocketAddress.createUnresolved("127.0.0.1", port), Duration.ofMillis(500))
                .committedHeight())
        .isEmpty();
  }
}
