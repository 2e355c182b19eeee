package cosmovisor.watch;

import cosmovisor.json.Json;
import cosmovisor.json.Json.JsonBool;
import cosmovisor.json.Json.JsonObject;
import cosmovisor.json.JsonException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

/// Asks a node for its height, through the one door that every node has open: CometBFT's RPC.
///
/// A plain socket and a request of HTTP/1.0, because this is asked from the resident process, where
/// an HTTP client would stay for months. An answer is bounded in size and time; anything odd in it
/// is no answer.
public final class CometRpc {
  private static final int MAX_ANSWER_BYTES = 256 << 10;
  private static final int BUFFER_BYTES = 16 << 10;
  private static final int LONGEST_WORDS = 300;

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
        .or(this::executedHeight);
  }

  /// The height below that of the last block that the node has: the block itself may still have to
  /// be executed, and whoever took it for done would switch one block early.
  private Optional<Long> executedHeight() {
    return ask("/status")
        .flatMap(answer -> answer.object("sync_info"))
        .flatMap(sync -> height(sync, "latest_block_height"))
        .map(stored -> stored - 1)
        .filter(height -> height > 0);
  }

  /// Whether the node is catching up with its chain; nothing if it does not say.
  public Optional<Boolean> isCatchingUp() {
    return ask("/status")
        .flatMap(answer -> answer.object("sync_info"))
        .flatMap(sync -> sync.field("catching_up"))
        .map(value -> value instanceof JsonBool truth ? truth.value() : null);
  }

  /// What the application answers to one of its gRPC queries, with an empty request, through RPC.
  ///
  /// @param path such as `/cosmos.upgrade.v1beta1.Query/CurrentPlan`
  /// @param maxBytes of the answer
  /// @throws IOException if there is no answer, or the application refuses; the message says which,
  ///   and may hold what a server has put there
  public byte[] query(String path, int maxBytes) throws IOException {
    String answer = get("/abci_query?path=%22" + path + "%22", maxBytes * 4 / 3 + MAX_ANSWER_BYTES);
    JsonObject response;
    try {
      response =
          result(answer)
              .flatMap(result -> result.object("response"))
              .orElseThrow(() -> new IOException("what answers there is no node's RPC"));
    } catch (JsonException notJson) {
      throw new IOException("what answers there is no node's RPC: no JSON", notJson);
    }
    long code = response.number("code").orElse(0L);
    if (code != 0) {
      throw new IOException(
          "the application answers with code %d: %s"
              .formatted(code, shown(response.text("log").orElse(""))));
    }
    try {
      return Base64.getDecoder().decode(response.text("value").orElse(""));
    } catch (IllegalArgumentException notBase64) {
      throw new IOException("the answer's value is not base64", notBase64);
    }
  }

  private static String shown(String foreign) {
    String line = foreign.replaceAll("[\\p{Cntrl}\u2028\u2029]+", " ").strip();
    return line.length() > LONGEST_WORDS ? line.substring(0, LONGEST_WORDS) + "…" : line;
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
      return result(get(path, MAX_ANSWER_BYTES));
    } catch (IOException | JsonException noAnswer) {
      return Optional.empty();
    }
  }

  private static Optional<JsonObject> result(String answer) throws JsonException {
    int body = answer.indexOf("\r\n\r\n");
    if (body < 0 || !answer.startsWith("HTTP/1.")) {
      return Optional.empty();
    }
    return Json.parse(answer.substring(body)) instanceof JsonObject object
        ? object.object("result").or(() -> Optional.of(object))
        : Optional.empty();
  }

  private String get(String path, int maxBytes) throws IOException {
    try (Socket socket = new Socket()) {
      int millis = Math.toIntExact(patience.toMillis());
      // Resolved anew each time: a name may move, and an unresolved one fails here.
      socket.connect(new InetSocketAddress(address.getHostString(), address.getPort()), millis);
      socket.setSoTimeout(millis);
      String request = "GET " + path + " HTTP/1.0\r\nHost: " + address.getHostString() + "\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(read(socket.getInputStream(), maxBytes), StandardCharsets.UTF_8);
    }
  }

  /// To the end, or to where it is too much; in all no longer than a few patiences.
  private byte[] read(InputStream in, int maxBytes) throws IOException {
    long deadline = System.nanoTime() + patience.multipliedBy(3).toNanos();
    var answer = new ByteArrayOutputStream();
    byte[] buffer = new byte[BUFFER_BYTES];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      answer.write(buffer, 0, read);
      if (answer.size() >= maxBytes || System.nanoTime() - deadline > 0) {
        throw new IOException("the answer is too long or too slow");
      }
    }
    return answer.toByteArray();
  }
}
