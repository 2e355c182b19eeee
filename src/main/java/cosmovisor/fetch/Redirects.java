package cosmovisor.fetch;

import cosmovisor.fetch.FetchReport.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Which redirects are followed.
///
/// Only to http and https; from a protected to an open way only if a digest in the plan would show
/// what happened there; and from a public server not into this machine or its neighbourhood, where
/// services listen that trust whoever can reach them. The digest is always the plan's: nothing in a
/// `Location` can bring another.
final class Redirects {
  static final int MOST = 10;

  private static final String KEPT = "-._~:/?#[]@!$&'()*+,;=%";

  private final Addresses addresses;
  private final boolean pinned;
  private @Nullable Boolean startedInside;

  /// @param pinned whether a digest in the plan stands for the bytes
  Redirects(Addresses addresses, boolean pinned) {
    this.addresses = addresses;
    this.pinned = pinned;
  }

  /// Knows the addresses that a URL leads to; none where a proxy alone knows them.
  interface Addresses {
    List<InetAddress> of(URI uri) throws IOException;
  }

  /// Where to go after `from` has answered with this `Location`.
  URI next(URI from, @Nullable String location) throws IOException {
    if (location == null || location.isBlank()) {
      throw new FetchFailure(Kind.NETWORK, "redirected without saying where to");
    }
    URI to = resolved(from, location.strip());
    refuseOpenWay(from, to);
    refuseInside(from, to);
    return to;
  }

  private static URI resolved(URI from, String location) throws FetchFailure {
    try {
      URI base = from.getRawPath().isEmpty() ? from.resolve("/") : from;
      URI to = withoutFragment(base.resolve(new URI(escaped(location))));
      refuseOtherSchemes(to);
      to.toURL();
      return to;
    } catch (URISyntaxException | MalformedURLException | IllegalArgumentException unfit) {
      throw new FetchFailure(Kind.NETWORK, "redirected to something that is no URL");
    }
  }

  private static URI withoutFragment(URI uri) {
    String text = uri.toString();
    int fragment = text.indexOf('#');
    return fragment < 0 ? uri : URI.create(text.substring(0, fragment));
  }

  /// Servers put characters there that belong escaped; a header's text is bytes.
  private static String escaped(String location) {
    var out = new StringBuilder();
    for (byte b : location.getBytes(StandardCharsets.ISO_8859_1)) {
      char c = (char) (b & 0xff);
      boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || KEPT.indexOf(c) >= 0);
      out.append(plain ? String.valueOf(c) : String.format("%%%02X", (int) c));
    }
    return out.toString();
  }

  private static void refuseOtherSchemes(URI to) throws FetchFailure {
    if (!isScheme(to, "https") && !isScheme(to, "http")) {
      String scheme = String.valueOf(to.getScheme()).toLowerCase(Locale.ROOT);
      throw new FetchFailure(
          Kind.NETWORK, "redirected to '" + scheme + ":', only http and https are followed");
    }
    if (Hosts.of(to).isEmpty()) {
      throw new FetchFailure(Kind.NETWORK, "redirected to a URL without a host");
    }
  }

  private void refuseOpenWay(URI from, URI to) throws FetchFailure {
    boolean open = isScheme(to, "http") && (isScheme(from, "https") || !Hosts.isLoopback(to));
    if (open && !pinned) {
      throw new FetchFailure(
          Kind.NETWORK,
          "redirected to plain http on "
              + Hosts.of(to)
              + ", where anybody on the way can change the file; add a checksum to the URL or name"
              + " its https place");
    }
  }

  private void refuseInside(URI from, URI to) throws IOException {
    if (startedInside == null) {
      startedInside = isInside(from);
    }
    if (!startedInside && isInside(to)) {
      throw new FetchFailure(
          Kind.NETWORK,
          "redirected from a public server to "
              + Hosts.of(to)
              + ", which is inside this machine or its private network");
    }
  }

  private boolean isInside(URI uri) throws IOException {
    return addresses.of(uri).stream().anyMatch(Hosts::isInside);
  }

  private static boolean isScheme(URI uri, String scheme) {
    return scheme.equalsIgnoreCase(uri.getScheme());
  }
}
