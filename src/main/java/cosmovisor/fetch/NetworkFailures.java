package cosmovisor.fetch;

import cosmovisor.fetch.FetchReport.Kind;
import java.io.IOException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLPeerUnverifiedException;

/// Tells what may pass by itself from what will not.
final class NetworkFailures {
  private NetworkFailures() {}

  static FetchFailure of(IOException failed) {
    if (isUntrusted(failed)) {
      return new FetchFailure(
          Kind.NETWORK,
          "the server's certificate is not trusted: "
              // The JDK puts a class's name into the middle of its reason.
              + Reasons.of(failed).replaceAll("\\b[a-z]+(\\.[A-Za-z0-9_]+)+: ", "")
              + "; SSL_CERT_FILE names the authorities to trust");
    }
    return FetchFailure.inside(failed)
        .orElseGet(() -> FetchFailure.passing(Kind.NETWORK, Reasons.of(failed)));
  }

  private static boolean isUntrusted(Throwable failed) {
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateException || cause instanceof SSLPeerUnverifiedException) {
        return true;
      }
    }
    return false;
  }
}
