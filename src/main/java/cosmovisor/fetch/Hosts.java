package cosmovisor.fetch;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/// Hosts in URLs, and where addresses lead.
final class Hosts {
  private Hosts() {}

  /// The host, without brackets; also one with a name that `URI.getHost` does not accept.
  static String of(URI uri) {
    String authority = Optional.ofNullable(uri.getRawAuthority()).orElse("");
    String hostAndPort = authority.substring(authority.lastIndexOf('@') + 1);
    String host =
        hostAndPort.startsWith("[")
            ? hostAndPort.substring(1, Math.max(1, hostAndPort.indexOf(']')))
            : hostAndPort.replaceFirst(":.*", "");
    return host.toLowerCase(Locale.ROOT);
  }

  /// The port, also where it is only understood. An IPv6 address ends in its bracket, never in
  /// digits.
  static int port(URI uri) {
    String authority = Optional.ofNullable(uri.getRawAuthority()).orElse("");
    String port = authority.substring(authority.lastIndexOf(':') + 1);
    return authority.contains(":") && port.matches("[0-9]{1,5}")
        ? Integer.parseInt(port)
        : "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
  }

  static boolean isLoopback(URI uri) {
    String host = of(uri);
    return host.equals("localhost") || host.equals("::1") || host.matches("127(\\.[0-9]{1,3}){3}");
  }

  /// Whether an address belongs to this machine, its link or a private network.
  static boolean isInside(InetAddress address) {
    byte[] bytes = address.getAddress();
    boolean uniqueLocal = address instanceof Inet6Address && (bytes[0] & 0xfe) == 0xfc;
    boolean carrierShared =
        bytes.length == 4 && (bytes[0] & 0xff) == 100 && (bytes[1] & 0xc0) == 64;
    return address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || uniqueLocal
        || carrierShared;
  }
}
