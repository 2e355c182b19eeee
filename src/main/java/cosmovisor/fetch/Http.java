package cosmovisor.fetch;

import cosmovisor.fetch.FetchReport.Kind;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.HttpsURLConnection;

/// One GET, with the redirects on its way.
///
/// `HttpURLConnection` follows redirects too, but by rules of its own; see [Redirects].
final class Http {
  private static final String AGENT = "cosmovisor";

  private final Limits.Times times;
  private final Proxies proxies;
  private final TrustStore trust;
  private final Surroundings.Resolver resolver;

  Http(Limits.Times times, Surroundings surroundings) {
    this.times = times;
    this.proxies = new Proxies(surroundings.environment());
    this.trust = new TrustStore(surroundings.environment());
    this.resolver = surroundings.resolver();
  }

  /// The answer of the last server on the way, which is always a 200; its body is not read yet.
  ///
  /// @param pinned whether a digest in the plan stands for the bytes
  Response get(URI start, boolean pinned) throws IOException {
    long startNanos = System.nanoTime();
    var redirects = new Redirects(this::addresses, pinned);
    URI uri = start;
    Optional<Proxies.Credentials> credentials = Proxies.Credentials.of(start);
    for (int hop = 0; hop <= Redirects.MOST; hop++) {
      HttpURLConnection connection = open(uri, credentials);
      int status = connection.getResponseCode();
      if (!isRedirect(status)) {
        return Response.of(connection, status);
      }
      connection.disconnect();
      URI next = redirects.next(uri, connection.getHeaderField("Location"));
      credentials = Proxies.Credentials.of(next).or(keptFor(uri, next, credentials));
      uri = next;
      if (System.nanoTime() - startNanos > times.redirects().toNanos()) {
        throw FetchFailure.passing(Kind.NETWORK, "redirected for too long");
      }
    }
    throw new FetchFailure(Kind.NETWORK, "stopped after " + Redirects.MOST + " redirects");
  }

  private HttpURLConnection open(URI uri, Optional<Proxies.Credentials> credentials)
      throws IOException {
    Proxies.Way way = proxies.wayTo(uri);
    var connection = (HttpURLConnection) withoutUserInfo(uri).toURL().openConnection(way.proxy());
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    connection.setConnectTimeout(Math.toIntExact(times.connect().toMillis()));
    connection.setReadTimeout(Math.toIntExact(times.idle().toMillis()));
    connection.setRequestProperty("User-Agent", AGENT);
    connection.setRequestProperty("Accept", "*/*");
    connection.setRequestProperty("Connection", "close");
    credentials.ifPresent(known -> connection.setRequestProperty("Authorization", basic(known)));
    if (way.authenticator() != null) {
      connection.setAuthenticator(way.authenticator());
    }
    if (connection instanceof HttpsURLConnection https) {
      https.setSSLSocketFactory(trust.sockets());
    }
    return connection;
  }

  private List<InetAddress> addresses(URI uri) throws IOException {
    return proxies.wayTo(uri).isDirect() ? resolver.addresses(Hosts.of(uri)) : List.of();
  }

  private static boolean isRedirect(int status) {
    return switch (status) {
      case 301, 302, 303, 307, 308 -> true;
      default -> false;
    };
  }

  /// Credentials stay with the server that they were meant for.
  private static Supplier<Optional<Proxies.Credentials>> keptFor(
      URI from, URI to, Optional<Proxies.Credentials> credentials) {
    boolean same =
        Hosts.of(from).equals(Hosts.of(to))
            && Hosts.port(from) == Hosts.port(to)
            && from.getScheme().equalsIgnoreCase(to.getScheme());
    return () -> same ? credentials : Optional.empty();
  }

  private static URI withoutUserInfo(URI uri) {
    return URI.create(uri.toString().replaceFirst("^([A-Za-z]+://)[^/?#]*@", "$1"));
  }

  private static String basic(Proxies.Credentials credentials) {
    String pair = credentials.user() + ":" + credentials.password();
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }
}
