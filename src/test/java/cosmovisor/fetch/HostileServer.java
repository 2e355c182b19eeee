package cosmovisor.fetch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/// A server that says exactly what a test wants it to, byte by byte, however wrong.
final class HostileServer implements AutoCloseable {
  private final ServerSocket listener;
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  HostileServer() throws IOException {
    this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
  }

  HostileServer(ServerSocket listener) {
    this.listener = listener;
    Thread.ofVirtual().start(this::accept);
  }

  /// What a client has sent.
  record Request(String line, Map<String, String> headers) {
    String target() {
      return line.replaceFirst("^\\S* ", "").replaceFirst(" \\S*$", "");
    }
  }

  /// Writes a whole answer, head included.
  interface Answer {
    void write(OutputStream out) throws IOException;
  }

  HostileServer on(String path, Answer answer) {
    answers.put(path, answer);
    return this;
  }

  int port() {
    return listener.getLocalPort();
  }

  String url(String path) {
    return "http://127.0.0.1:" + port() + path;
  }

  List<String> targets() {
    return requests.stream().map(Request::target).toList();
  }

  List<Request> requests() {
    return requests;
  }

  /// Blocks until the test is over: the server that never finishes.
  void hang() {
    try {
      closed.await();
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    }
  }

  static Answer ok(byte[] body) {
    return raw("HTTP/1.1 200 OK\r\nContent-Length: " + body.length + "\r\n\r\n", body);
  }

  static Answer ok(String body) {
    return ok(body.getBytes(StandardCharsets.UTF_8));
  }

  static Answer status(String statusAndHeaders) {
    return raw("HTTP/1.1 " + statusAndHeaders + "\r\nContent-Length: 0\r\n\r\n", new byte[0]);
  }

  static Answer redirect(String location) {
    return status("302 Found\r\nLocation: " + location);
  }

  static Answer raw(String head, byte[] body) {
    return out -> {
      out.write(head.getBytes(StandardCharsets.ISO_8859_1));
      out.write(body);
    };
  }

  /// The answers in turn; the last one again and again.
  static Answer inTurn(Answer... answers) {
    List<Answer> left = new ArrayList<>(List.of(answers));
    return out -> (left.size() > 1 ? left.removeFirst() : left.getFirst()).write(out);
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    listener.close();
    for (Socket socket : open) {
      socket.close();
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        open.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException over) {
      // The test is.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      Optional<Request> request = read(socket);
      if (request.isPresent()) {
        requests.add(request.get());
        String path = request.get().target().replaceFirst("\\?.*", "");
        answers.getOrDefault(path, status("404 Not Found")).write(socket.getOutputStream());
      }
    } catch (IOException gone) {
      // A client may leave whenever it likes.
    }
  }

  private static Optional<Request> read(Socket socket) throws IOException {
    var in =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
    String line = in.readLine();
    if (line == null) {
      return Optional.empty();
    }
    Map<String, String> headers = new HashMap<>();
    for (String header = in.readLine();
        header != null && !header.isEmpty();
        header = in.readLine()) {
      int colon = Math.max(0, header.indexOf(':'));
      headers.put(
          header.substring(0, colon).toLowerCase(Locale.ROOT),
          header.substring(colon).replaceFirst("^: *", ""));
    }
    return Optional.of(new Request(line, headers));
  }
}
