package cosmovisor.chain;

import java.net.InetSocketAddress;
import java.net.URI;

/// Where a node answers gRPC: `host:port`, with `https://` in front for TLS. `http://`, `tcp://`
/// and gRPC's own `dns:///` in front mean the same as nothing.
///
/// @param host a name, or an address without brackets
public record GrpcAddress(boolean tls, String host, int port) {
  private static final int LAST_PORT = 65_535;

  /// The address that a text names.
  ///
  /// @throws IllegalArgumentException if it names none; the message says what is wrong
  public static GrpcAddress parse(String text) {
    String address = text.replaceFirst("^dns:(///)?", "");
    URI uri = URI.create(address.contains("://") ? address : "tcp://" + address);
    String scheme = uri.getScheme();
    boolean tls = scheme.equals("https");
    if (!tls && !scheme.equals("http") && !scheme.equals("tcp")) {
      throw new IllegalArgumentException("gRPC over " + scheme + " is not known");
    }
    if (uri.getHost() == null || uri.getPort() <= 0 || uri.getPort() > LAST_PORT) {
      throw new IllegalArgumentException("it must be host:port, such as localhost:9090");
    }
    return new GrpcAddress(tls, uri.getHost().replaceAll("[\\[\\]]", ""), uri.getPort());
  }

  InetSocketAddress socketAddress() {
    return new InetSocketAddress(host, port);
  }
}
