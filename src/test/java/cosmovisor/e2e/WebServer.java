package cosmovisor.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// A web server on this machine, as good or as bad as a test wants it. Each method that says how a
/// path is answered gives back its address.
final class WebServer implements AutoCloseable {
  static final String PASSWORD = "password";

  private final ServerSocket socket;
  private final String scheme;
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();

  WebServer() {
    this("http", ServerSocketFactory.getDefault());
  }

  private WebServer(String scheme, ServerSocketFactory sockets) {
    try {
      this.socket = sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
      this.scheme = scheme;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    Thread.ofVirtual().start(this::accept);
  }

  /// A server with a certificate of its own, which it leaves in `authority.pem` in this folder.
  static WebServer https(Path folder) throws Exception {
    KeyStore keys = keys(folder);
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    var context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return new WebServer("https", context.getServerSocketFactory());
  }

  /// A key, and a certificate for this machine, which it leaves in `authority.pem` in this folder.
  static KeyStore keys(Path folder) throws Exception {
    Path store = folder.resolve("server.p12");
    keytool(store, "-genkeypair -keyalg EC -dname CN=127.0.0.1 -ext san=ip:127.0.0.1");
    keytool(store, "-exportcert -rfc -file " + folder.resolve("authority.pem"));
    return KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
  }

  private static void keytool(Path store, String options) throws Exception {
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    String words = keytool + " " + options + " -storepass " + PASSWORD + " -keystore " + store;
    Process process = new ProcessBuilder(words.split(" ", -1)).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), ISO_8859_1);
    if (process.waitFor() != 0) {
      throw new IOException(said);
    }
  }

  /// The address of a path, which is not found unless another method says more.
  String url(String path) {
    return scheme + "://127.0.0.1:" + socket.getLocalPort() + path;
  }

  /// Sends this content.
  String serve(String path, byte[] content) {
    return answer(path, out -> send(out, "200 OK", content.length, content));
  }

  /// Sends elsewhere.
  String redirect(String path, String location) {
    return answer(path, out -> send(out, "302 Found\r\nLocation: " + location, 0));
  }

  /// Announces the whole content and cuts the connection in the middle, every time.
  String cut(String path, byte[] content) {
    byte[] half = Arrays.copyOf(content, content.length / 2);
    return answer(path, out -> send(out, "200 OK", content.length, half));
  }

  /// Sends the content when the latch has been opened.
  String late(String path, byte[] content, CountDownLatch open) {
    return answer(
        path,
        out -> {
          open.await();
          send(out, "200 OK", content.length, content);
        });
  }

  /// The paths that were asked for, with their parameters.
  List<String> requests() {
    return List.copyOf(requests);
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// How a path is answered.
  private interface Answer {
    void to(OutputStream out) throws IOException, InterruptedException;
  }

  private String answer(String path, Answer answer) {
    answers.put(path, answer);
    return url(path);
  }

  private void accept() {
    try {
      while (true) {
        Socket client = socket.accept();
        Thread.ofVirtual().start(() -> serve(client));
      }
    } catch (IOException closed) {
      // the test is over
    }
  }

  private void serve(Socket client) {
    try (client) {
      var in = new BufferedReader(new InputStreamReader(client.getInputStream(), ISO_8859_1));
      String target = String.valueOf(in.readLine()).split(" ", -1)[1];
      while (!String.valueOf(in.readLine()).isEmpty()) {
        // headers mean nothing to this server
      }
      requests.add(target);
      String path = target.replaceFirst("\\?.*", "");
      answers.getOrDefault(path, out -> send(out, "404 Not Found", 0)).to(client.getOutputStream());
    } catch (IOException | InterruptedException gone) {
      // clients come and go
    }
  }

  private static void send(OutputStream out, String status, int length, byte... body)
      throws IOException {
    out.write(
        "HTTP/1.1 %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
            .formatted(status, length)
            .getBytes(ISO_8859_1));
    out.write(body);
    out.flush();
  }
}
