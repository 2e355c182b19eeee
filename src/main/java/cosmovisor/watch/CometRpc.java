package cosmovisor.watch;

import cosmovisor.json.Json;
import cosmovisor.json.Json.JsonObject;
import cosmovisor.json.JsonException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/// Asks a node for its height, through the one door that every node has open: CometBFT's RPC.
///
/// A plain socket and a request of HTTP/1.0, because this is asked from the resident process, where
/// an HTTP client would stay for months. An answer is bounded in size and time; anything odd in it
/// is no answer.
public final class CometRpc {
  private static final int MAX_ANSWER_BYTES = 256 << 10;

  private final InetSocketAddress address;
  private final Duration patience;

  /// @param patience for the connection, and for each piece of the answer
  public CometRpc(InetSocketAddress address, Duration patience) {
    this.address = address;
    this.patience = patience;
  }

  /// The height of the last block that the node has executed and committed.
  ///
  /// A node that stands at an upgrade's height H answers H-1, while its `/status` says H already:
  /// that block is stored and not executed.
  public Optional<Long> committedHeight() {
    return ask("/abci_info")
        .flatMap(answer -> answer.object("response"))
        .flatMap(response -> height(response, "last_block_height"))
        .or(this::storedHeight);
  }

  /// The height of the last block that the node has, executed or not.
  private Optional<Long> storedHeight() {
    return ask("/status")
        .flatMap(answer -> answer.object("sync_info"))
        .flatMap(sync -> height(sync, "latest_block_height"));
  }

  private static Optional<Long> height(JsonObject object, String field) {
    return object
        .text(field)
        .filter(text -> text.matches("\\d{1,18}"))
        .map(Long::valueOf)
        .filter(height -> height > 0);
  }

  /// The result of a call; some forks leave the outer `result` out.
  private Optional<JsonObject> ask(String path) {
    try {
      String answer = get(path);
      int body = answer.indexOf("\r\n\r\n");
      if (body < 0 || !answer.startsWith("HTTP/1.")) {
        return Optional.empty();
      }
      return Json.parse(answer.substring(body)) instanceof JsonObject object
          ? object.object("result").or(() -> Optional.of(object))
          : Optional.empty();
    } catch (IOException | JsonException noAnswer) {
      return Optional.empty();
    }
  }

  private String get(String path) throws IOException {
    try (Socket socket = new Socket()) {
      int millis = Math.toIntExact(patience.toMillis());
      // Resolved anew each time: a name may move, and an unresolved one fails here.
      socket.connect(new InetSocketAddress(address.getHostString(), address.getPort()), millis);
      socket.setSoTimeout(millis);
      String request = "GET " + path + " HTTP/1.0\r\nHost: " + address.getHostString() + "\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(read(socket.getInputStream()), StandardCharsets.UTF_8);
    }
  }

  /// To the end, or to where it is too much; in all no longer than a few patiences.
  private byte[] read(InputStream in) throws IOException {
    long deadline = System.nanoTime() + patience.multipliedBy(3).toNanos();
    byte[] answer = new byte[MAX_ANSWER_BYTES];
    int length = 0;
    int read = 0;
    while (read >= 0) {
      length += read;
      if (length == answer.length || System.nanoTime() - deadline > 0) {
        throw new IOException("the answer is too long or too slow");
      }
      read = in.read(answer, length, answer.length - length);
    }
    return Arrays.copyOf(answer, length);
  }
}
