package cosmovisor.fakechain;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;

/// As much of an HTTP server as a node's RPC and a page of downloads need: one answer for each
/// path, one connection for each answer, this machine only.
public final class SmallServer implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 5_000;

  private final ServerSocket socket;
  private final String type;
  private final Function<String, Optional<byte[]>> site;

  /// @param port 0 for any
  /// @param type of all answers, as in `Content-Type`
  /// @param site the answer for each path, which comes without its query
  public SmallServer(int port, String type, Function<String, Optional<byte[]>> site)
      throws IOException {
    this.socket = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    this.type = type;
    this.site = site;
    Thread.ofPlatform().daemon().name("http").start(this::serve);
  }

  public int port() {
    return socket.getLocalPort();
  }

  private void serve() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        Thread.ofVirtual().start(() -> answer(connection));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void answer(Socket connection) {
    try (connection) {
      connection.setSoTimeout(PATIENCE_MILLIS);
      var in =
          new BufferedReader(
              new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
      String[] request = String.valueOf(in.readLine()).split(" ", 3);
      String header = in.readLine();
      while (header != null && !header.isEmpty()) {
        header = in.readLine();
      }
      if (request.length == 3) {
        Optional<byte[]> found = site.apply(request[1].replaceFirst("\\?.*", ""));
        write(connection.getOutputStream(), found, request[0].equals("HEAD"));
      }
    } catch (IOException gone) {
      // Whoever asked has gone, or never got to ask.
    }
  }

  private void write(OutputStream out, Optional<byte[]> found, boolean headOnly)
      throws IOException {
    byte[] body = found.orElse(new byte[0]);
    String head =
        """
        HTTP/1.1 %s\r
        Content-Type: %s\r
        Content-Length: %d\r
        Connection: close\r
        \r
        """
            .formatted(found.isPresent() ? "200 OK" : "404 Not Found", type, body.length);
    out.write(head.getBytes(StandardCharsets.ISO_8859_1));
    if (!headOnly) {
      out.write(body);
    }
    out.flush();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
