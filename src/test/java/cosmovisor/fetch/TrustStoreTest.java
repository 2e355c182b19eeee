package cosmovisor.fetch;

import static cosmovisor.fetch.FetchWorld.SCRIPT;
import static cosmovisor.fetch.FetchWorld.utf8;
import static cosmovisor.fetch.HostileServer.ok;
import static org.assertj.core.api.Assertions.assertThat;

import cosmovisor.fetch.FetchReport.Failed;
import cosmovisor.fetch.FetchReport.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Servers with certificates of an authority of our own, made by the JDK's `keytool`.
///
/// Protocol versions and hash functions that are too old, row 32's rest, are the JDK's own defaults
/// (`java.security`) and have no switch here that could turn them off.
class TrustStoreTest {
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir static Path shelf;

  private FetchWorld world;

  /// One authority, and three servers that it vouches for.
  @BeforeAll
  static void makeCertificates() throws Exception {
    keytool("-alias", "authority", "-ext", "bc:c=ca:true");
    keytool("-alias", "good", "-signer", "authority", "-ext", "san=ip:127.0.0.1");
    keytool("-alias", "other", "-signer", "authority", "-ext", "san=dns:other.test");
    keytool(
        "-alias",
        "expired",
        "-signer",
        "authority",
        "-ext",
        "san=ip:127.0.0.1",
        "-startdate",
        "-9d",
        "-validity",
        "1");
    byte[] certificate = keyStore().getCertificate("authority").getEncoded();
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate);
    Files.writeString(
        pem(),
        "# a remark, and something odd before what matters\n"
            + "-----BEGIN CERTIFICATE-----\nbm9uc2Vuc2U=\n-----END CERTIFICATE-----\n"
            + "-----BEGIN CERTIFICATE-----\n"
            + base64
            + "\n-----END CERTIFICATE-----\n");
  }

  @BeforeEach
  void open(@TempDir Path home) throws IOException {
    world = new FetchWorld(home);
  }

  @AfterEach
  void nothingHidden() {
    assertThat(world.hidden()).isEmpty();
  }

  private static void keytool(String... options) throws Exception {
    List<String> command =
        Stream.concat(
                Stream.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-J-XX:TieredStopAtLevel=1",
                    "-genkeypair",
                    "-keyalg",
                    "EC",
                    "-dname",
                    "CN=" + options[1],
                    "-storetype",
                    "PKCS12",
                    "-storepass",
                    "changeit",
                    "-keystore",
                    shelf.resolve("store").toString()),
                Stream.of(options))
            .toList();
    Path log = shelf.resolve("log");
    Process keytool =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    assertThat(keytool.waitFor()).as(Files.readString(log)).isZero();
  }

  private static Path pem() {
    return shelf.resolve("authority.pem");
  }

  private static KeyStore keyStore() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(shelf.resolve("store"))) {
      store.load(in, PASSWORD);
    }
    return store;
  }

  private static HostileServer server(String name) throws IOException, GeneralSecurityException {
    KeyStore all = keyStore();
    KeyStore one = KeyStore.getInstance("PKCS12");
    one.load(null, null);
    one.setKeyEntry(name, all.getKey(name, PASSWORD), PASSWORD, all.getCertificateChain(name));
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(one, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    var listener =
        context
            .getServerSocketFactory()
            .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    return new HostileServer(listener).on("/simd", ok(SCRIPT));
  }

  private static String url(HostileServer server) {
    return server.url("/simd").replace("http://", "https://");
  }

  @Test
  void anAuthorityFromTheFileIsTrusted() throws Exception {
    try (var server = server("good")) {
      world.environment.put("SSL_CERT_FILE", pem().toString());
      world.installs(url(server));
      assertThat(world.daemon()).isEqualTo(SCRIPT);
    }
  }

  @Test
  void anAuthorityFromTheFolderIsTrusted(@TempDir Path folder) throws Exception {
    Files.copy(pem(), folder.resolve("0815.0"));
    try (var server = server("good")) {
      world.environment.put("SSL_CERT_DIR", folder.toString());
      world.installs(url(server));
    }
  }

  @Test
  void anUnknownAuthorityIsNotTrustedAndNotTriedAgain() throws Exception {
    try (var server = server("good")) {
      Failed failed = world.fails(url(server));
      assertThat(failed.kind()).isEqualTo(Kind.NETWORK);
      assertThat(failed.retryable()).isFalse();
      assertThat(failed.message()).contains("certificate is not trusted").contains("SSL_CERT_FILE");
      assertThat(world.pauses).isEmpty();
    }
  }

  @Test
  void anExpiredCertificateIsNotTrusted() throws Exception {
    try (var server = server("expired")) {
      world.environment.put("SSL_CERT_FILE", pem().toString());
      assertThat(world.fails(url(server)).message()).contains("certificate is not trusted");
    }
  }

  @Test
  void aCertificateForAnotherHostIsNotTrusted() throws Exception {
    try (var server = server("other")) {
      world.environment.put("SSL_CERT_FILE", pem().toString());
      assertThat(world.fails(url(server)).message()).contains("certificate is not trusted");
    }
  }

  @Test
  void aFileThatIsMissingOrEmptyIsNamed(@TempDir Path folder) throws Exception {
    Path none = folder.resolve("none.pem");
    Path empty = Files.writeString(folder.resolve("empty.pem"), "");
    try (var server = server("good")) {
      for (Path file : Arrays.asList(none, empty)) {
        world.environment.put("SSL_CERT_FILE", file.toString());
        assertThat(world.fails(url(server)).message()).contains("SSL_CERT_FILE=" + file);
      }
    }
  }

  @Test
  void aServerThatSpeaksNoTlsIsANetworkFailure() throws Exception {
    try (var plain = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> greetEverybody(plain));
      Failed failed = world.fails("https://127.0.0.1:" + plain.getLocalPort() + "/simd");
      assertThat(failed.kind()).isEqualTo(Kind.NETWORK);
    }
  }

  private static void greetEverybody(ServerSocket listener) {
    try {
      while (true) {
        try (Socket socket = listener.accept()) {
          socket.getOutputStream().write(utf8("220 mail.test ESMTP\r\n"));
        }
      }
    } catch (IOException over) {
      // The test is.
    }
  }
}
