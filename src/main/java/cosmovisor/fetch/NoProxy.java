package cosmovisor.fetch;

import java.net.InetAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// The hosts that `NO_PROXY` lists: names with all below them, names below a dot only, addresses,
/// networks as `address/bits`, each with a port if it is to count; `*` for all.
record NoProxy(List<String> entries) {
  NoProxy {
    entries = List.copyOf(entries);
  }

  static NoProxy parse(String list) {
    return new NoProxy(
        Arrays.stream(list.split(",", -1))
            .map(entry -> entry.strip().toLowerCase(Locale.ROOT))
            .filter(entry -> !entry.isEmpty())
            .toList());
  }

  boolean covers(URI uri) {
    String host = Hosts.of(uri);
    return entries.stream().anyMatch(entry -> covers(entry, host, Hosts.port(uri)));
  }

  private static boolean covers(String entry, String host, int port) {
    if (entry.equals("*")) {
      return true;
    }
    if (entry.contains("/")) {
      return isInNetwork(entry, host);
    }
    int colon = entry.lastIndexOf(':');
    boolean hasPort =
        colon > entry.indexOf(']') && (entry.indexOf(':') == colon || entry.startsWith("["));
    if (hasPort && !entry.substring(colon + 1).equals(String.valueOf(port))) {
      return false;
    }
    String name = (hasPort ? entry.substring(0, colon) : entry).replaceAll("[\\[\\]]", "");
    return coversName(name.startsWith("*.") ? name.substring(1) : name, host);
  }

  private static boolean coversName(String name, String host) {
    return name.startsWith(".")
        ? host.endsWith(name)
        : host.equals(name) || host.endsWith("." + name);
  }

  private static boolean isInNetwork(String network, String host) {
    String[] parts = network.split("/", 2);
    boolean address = host.matches("[0-9.]+") || host.contains(":");
    if (!address || !parts[1].matches("[0-9]{1,3}")) {
      return false;
    }
    try {
      byte[] base = InetAddress.ofLiteral(parts[0]).getAddress();
      byte[] other = InetAddress.ofLiteral(host).getAddress();
      return base.length == other.length && sameBits(base, other, Integer.parseInt(parts[1]));
    } catch (IllegalArgumentException noAddress) {
      return false;
    }
  }

  private static boolean sameBits(byte[] a, byte[] b, int bits) {
    for (int bit = 0; bit < Math.min(bits, a.length * 8); bit++) {
      int mask = 0x80 >> (bit % 8);
      if ((a[bit / 8] & mask) != (b[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }
}
