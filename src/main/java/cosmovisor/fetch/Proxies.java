package cosmovisor.fetch;

import cosmovisor.fetch.FetchReport.Kind;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The proxies that `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` name, in capitals or not, by Go's
/// rules. The JDK knows nothing of these variables.
final class Proxies {
  private final Map<String, String> environment;
  private final NoProxy exceptions;

  Proxies(Map<String, String> environment) {
    this.environment = environment;
    this.exceptions = NoProxy.parse(variable("NO_PROXY"));
  }

  /// A way to a server.
  ///
  /// @param authenticator knows the proxy's credentials, null if there are none
  record Way(Proxy proxy, @Nullable Authenticator authenticator) {
    static final Way DIRECT = new Way(Proxy.NO_PROXY, null);

    boolean isDirect() {
      return proxy.type() == Proxy.Type.DIRECT;
    }
  }

  /// The way to the server of this URL. This machine itself is always reached directly.
  Way wayTo(URI uri) throws FetchFailure {
    String variable =
        uri.getScheme().toUpperCase(Locale.ROOT) + "_PROXY"; // HTTP_PROXY or HTTPS_PROXY
    String value = variable(variable);
    // A web server hands a request's "Proxy" header to its programs as HTTP_PROXY.
    boolean forged = variable.equals("HTTP_PROXY") && environment.containsKey("REQUEST_METHOD");
    if (value.isEmpty() || forged || Hosts.isLoopback(uri) || exceptions.covers(uri)) {
      return Way.DIRECT;
    }
    return way(variable, value);
  }

  private String variable(String name) {
    String upper = environment.getOrDefault(name, "");
    return upper.isEmpty() ? environment.getOrDefault(name.toLowerCase(Locale.ROOT), "") : upper;
  }

  private static Way way(String variable, String value) throws FetchFailure {
    URI uri = parse(variable, value);
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    Proxy.Type type =
        switch (scheme) {
          case "http" -> Proxy.Type.HTTP;
          case "socks5", "socks5h" -> Proxy.Type.SOCKS;
          default ->
              throw new FetchFailure(
                  Kind.NETWORK,
                  variable + " names a proxy by '" + scheme + "://'; http:// and socks5:// work");
        };
    int port = Hosts.port(uri);
    int usual = type == Proxy.Type.SOCKS && uri.getPort() < 0 ? 1080 : port;
    var address = InetSocketAddress.createUnresolved(Hosts.of(uri), usual);
    return new Way(new Proxy(type, resolved(variable, address)), authenticator(uri));
  }

  private static URI parse(String variable, String value) throws FetchFailure {
    try {
      URI uri = new URI(value.contains("://") ? value : "http://" + value);
      if (!Hosts.of(uri).isEmpty()) {
        return uri;
      }
    } catch (URISyntaxException unfit) {
      // Its message would repeat the value, which may hold a password.
    }
    throw new FetchFailure(
        Kind.NETWORK, variable + " is no address of a proxy; write http://host:port");
  }

  private static InetSocketAddress resolved(String variable, InetSocketAddress address)
      throws FetchFailure {
    var resolved = new InetSocketAddress(address.getHostString(), address.getPort());
    if (resolved.isUnresolved()) {
      throw FetchFailure.passing(
          Kind.NETWORK, "the proxy of " + variable + " is not known: " + address.getHostString());
    }
    return resolved;
  }

  private static @Nullable Authenticator authenticator(URI proxy) {
    return Credentials.of(proxy)
        .map(credentials -> new ProxyAuthenticator(credentials))
        .orElse(null);
  }

  /// User and password from a URL's user info.
  record Credentials(String user, String password) {

    static Optional<Credentials> of(URI uri) {
      String authority = Optional.ofNullable(uri.getRawAuthority()).orElse("");
      int at = authority.lastIndexOf('@');
      if (at < 0) {
        return Optional.empty();
      }
      String[] parts = authority.substring(0, at).split(":", 2);
      return Optional.of(
          new Credentials(decoded(parts[0]), decoded(parts.length > 1 ? parts[1] : "")));
    }

    private static String decoded(String text) {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
      return "***";
    }
  }

  private static final class ProxyAuthenticator extends Authenticator {
    private final Credentials credentials;

    ProxyAuthenticator(Credentials credentials) {
      this.credentials = credentials;
    }

    @Override
    protected @Nullable PasswordAuthentication getPasswordAuthentication() {
      return getRequestorType() == RequestorType.PROXY
          ? new PasswordAuthentication(credentials.user(), credentials.password().toCharArray())
          : null;
    }
  }
}
