package cosmovisor.fetch;

import cosmovisor.fetch.FetchReport.Kind;
import cosmovisor.plan.BinaryUrl;
import cosmovisor.plan.Checksum.Algorithm;
import cosmovisor.plan.Checksum.Digest;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A text with the digests of several files, as `sha256sum` and its kin write it:
///
/// ```
/// <hex>  name        <hex> *name        SHA256 (name) = <hex>        <hex>
/// ```
///
/// A lone digest is for whatever is asked. Lines that are none of these are passed over.
record ChecksumList(String text, BinaryUrl location) {
  private static final Pattern BSD =
      Pattern.compile("(?<type>[A-Za-z0-9]+) \\((?<name>.+)\\) = (?<hex>[0-9A-Fa-f]+)");
  private static final Pattern GNU = Pattern.compile("(?<hex>[0-9A-Fa-f]+)(?:\\s+(?<name>\\S.*))?");

  /// The digest for the file at this URL, by its own name or its path as seen from the list.
  Digest digestOf(BinaryUrl file) throws FetchFailure {
    String name = file.request().replaceFirst("\\?.*", "").replaceFirst(".*/", "");
    String relative = relative(file);
    return text.lines()
        .map(String::strip)
        .map(line -> digest(line, name, relative))
        .flatMap(Optional::stream)
        .findFirst()
        .orElseThrow(
            () ->
                new FetchFailure(
                    Kind.CHECKSUM,
                    "no checksum found in: " + location.redacted() + " for " + name));
  }

  private String relative(BinaryUrl file) {
    String folder = location.request().replaceFirst("\\?.*", "").replaceFirst("[^/]*$", "");
    String path = file.request().replaceFirst("\\?.*", "");
    return path.startsWith(folder) ? path.substring(folder.length()) : path;
  }

  private static Optional<Digest> digest(String line, String name, String relative) {
    Matcher bsd = BSD.matcher(line);
    if (bsd.matches()) {
      return names(bsd.group("name"), name, relative)
          ? digest(bsd.group("type"), bsd.group("hex"))
          : Optional.empty();
    }
    Matcher gnu = GNU.matcher(line);
    return gnu.matches() && names(gnu.group("name"), name, relative)
        ? digest(null, gnu.group("hex"))
        : Optional.empty();
  }

  private static boolean names(@Nullable String listed, String name, String relative) {
    if (listed == null) {
      return true;
    }
    String plain = listed.replaceFirst("^[*?]", "").replaceFirst("^\\./", "");
    return plain.equals(name) || plain.equals(relative);
  }

  private static Optional<Digest> digest(@Nullable String type, String hex) {
    return Arrays.stream(Algorithm.values())
        .filter(algorithm -> algorithm.hexLength() == hex.length())
        .filter(algorithm -> type == null || algorithm.word().equals(type.toLowerCase(Locale.ROOT)))
        .findFirst()
        .map(algorithm -> new Digest(algorithm, hex));
  }
}
