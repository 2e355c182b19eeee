package cosmovisor.fetch;

import cosmovisor.fetch.FetchReport.Kind;
import cosmovisor.os.OsString;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// The certificate authorities that a server's certificate may come from: those of the system, as
/// for every other program of the operator, not those that the JDK brings along.
///
/// `SSL_CERT_FILE` and `SSL_CERT_DIR` replace the system's. Where no bundle of the system is known,
/// the JDK's own serves.
public final class TrustStore {
  private static final List<String> SYSTEM_FILES =
      List.of(
          "/etc/ssl/certs/ca-certificates.crt",
          "/etc/pki/tls/certs/ca-bundle.crt",
          "/etc/ssl/ca-bundle.pem",
          "/etc/pki/tls/cacert.pem",
          "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
          "/etc/ssl/cert.pem");
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----");

  private final Map<String, String> environment;
  private @Nullable SSLSocketFactory sockets;

  /// @param environment for the two variables
  public TrustStore(Map<String, String> environment) {
    this.environment = environment;
  }

  /// Makes sockets that trust these authorities; read at the first call.
  public synchronized SSLSocketFactory sockets() throws IOException {
    if (sockets == null) {
      sockets = make();
    }
    return sockets;
  }

  private SSLSocketFactory make() throws IOException {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {manager()}, null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException failed) {
      throw unloadable(failed);
    }
  }

  /// Trusts these authorities.
  public X509TrustManager manager() throws IOException {
    try {
      List<Certificate> authorities = authorities();
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(authorities.isEmpty() ? null : store(authorities));
      return Stream.of(trust.getTrustManagers())
          .filter(X509TrustManager.class::isInstance)
          .map(X509TrustManager.class::cast)
          .findFirst()
          .orElseThrow();
    } catch (GeneralSecurityException | IOException failed) {
      throw unloadable(failed);
    }
  }

  private static FetchFailure unloadable(Exception failed) {
    return new FetchFailure(
        Kind.NETWORK, "could not load certificate authorities: " + failed.getMessage());
  }

  private List<Certificate> authorities() throws IOException, CertificateException {
    String file = environment.getOrDefault("SSL_CERT_FILE", "");
    String folders = environment.getOrDefault("SSL_CERT_DIR", "");
    List<Certificate> found = new ArrayList<>();
    if (!file.isEmpty()) {
      addNamed("SSL_CERT_FILE", path(file), found);
    }
    for (String folder : folders.split(":", -1)) {
      if (!folder.isEmpty()) {
        addFolder(path(folder), found);
      }
    }
    Optional<Path> system = systemFile();
    if (file.isEmpty() && folders.isEmpty() && system.isPresent()) {
      addFile(system.get(), found);
    }
    return found;
  }

  /// A path from the environment, in every locale.
  private static Path path(String text) {
    return text.startsWith("/")
        ? OsString.of(text).path()
        : OsString.of(text).under(Path.of("").toAbsolutePath());
  }

  private static Optional<Path> systemFile() {
    return SYSTEM_FILES.stream().map(Path::of).filter(Files::isReadable).findFirst();
  }

  private static void addNamed(String variable, Path file, List<Certificate> to)
      throws IOException, CertificateException {
    if (!Files.isReadable(file)) {
      throw new FetchFailure(Kind.NETWORK, variable + "=" + file + " can't be read");
    }
    addFile(file, to);
    if (to.isEmpty()) {
      throw new FetchFailure(Kind.NETWORK, variable + "=" + file + " holds no PEM certificate");
    }
  }

  private static void addFolder(Path folder, List<Certificate> to)
      throws IOException, CertificateException {
    if (!Files.isDirectory(folder)) {
      throw new FetchFailure(Kind.NETWORK, "SSL_CERT_DIR: " + folder + " is no folder");
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        if (Files.isRegularFile(file) && Files.isReadable(file)) {
          addFile(file, to);
        }
      }
    }
  }

  /// Adds what can be understood; one odd certificate must not cost all others.
  private static void addFile(Path file, List<Certificate> to)
      throws IOException, CertificateException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    Matcher blocks = PEM.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
    while (blocks.find()) {
      byte[] block = blocks.group().getBytes(StandardCharsets.ISO_8859_1);
      try {
        to.add(factory.generateCertificate(new ByteArrayInputStream(block)));
      } catch (CertificateException odd) {
        // As in every other program that reads the system's bundle.
      }
    }
  }

  private static KeyStore store(List<Certificate> authorities)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    for (int i = 0; i < authorities.size(); i++) {
      store.setCertificateEntry("authority-" + i, authorities.get(i));
    }
    return store;
  }
}
