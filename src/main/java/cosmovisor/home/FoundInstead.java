package cosmovisor.home;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Names for what people publish by mistake.
final class FoundInstead {
  private FoundInstead() {}

  static String describe(byte[] head) {
    if (Magic.startsWith(head, "PK\u0003\u0004") || Magic.startsWith(head, "PK\u0005\u0006")) {
      return "a zip archive";
    }
    if (Magic.startsWith(head, "\u001f\u008b")) {
      return "a gzip file";
    }
    if (Magic.startsWith(head, "BZh")) {
      return "a bzip2 file";
    }
    if (Magic.startsWith(head, "\u00fd7zXZ\u0000")) {
      return "an xz file";
    }
    if (Magic.startsWith(head, "(\u00b5/\u00fd")) {
      return "a zstd file";
    }
    if (Magic.startsWith(head, "!<arch>\ndebian")) {
      return "a Debian package (.deb)";
    }
    if (head.length > 262
        && new String(head, 257, 5, StandardCharsets.ISO_8859_1).equals("ustar")) {
      return "a tar archive";
    }
    return describeText(head);
  }

  private static String describeText(byte[] head) {
    String text =
        new String(head, StandardCharsets.UTF_8).replaceFirst("^\ufeff", "").stripLeading();
    String lower = text.substring(0, Math.min(text.length(), 256)).toLowerCase(Locale.ROOT);
    if (lower.startsWith("<!doctype html") || lower.startsWith("<html")) {
      return "an HTML page";
    }
    if (lower.startsWith("<?xml")) {
      return "an XML document";
    }
    if (lower.startsWith("{") || lower.startsWith("[")) {
      return "a JSON document";
    }
    boolean binary = text.chars().anyMatch(c -> c < ' ' && !Character.isWhitespace(c));
    return binary ? "a file of an unknown kind (" + firstBytes(head) + ")" : "a plain text";
  }

  private static String firstBytes(byte[] head) {
    var out = new StringBuilder("first bytes");
    for (int i = 0; i < Math.min(head.length, 4); i++) {
      out.append(String.format(" %02x", head[i]));
    }
    return out.toString();
  }
}
