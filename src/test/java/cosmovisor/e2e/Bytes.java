package cosmovisor.e2e;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Texts as the kernel has them: in these tests each `char` of an argument, of a variable, of a
/// file's content and of what was printed is one byte, so that `"\u00ff"` is the byte 0xff.
final class Bytes {
  private Bytes() {}

  static byte[] of(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /// The UTF-8 bytes of a text.
  static String utf8(String text) {
    return text(text.getBytes(StandardCharsets.UTF_8));
  }

  /// The path of exactly these bytes, whatever the encoding of file names here.
  static Path path(String absolute) {
    var uri = new StringBuilder("file://");
    absolute.chars().forEach(c -> uri.append(c == '/' ? "/" : "%%%02X".formatted(c)));
    return Path.of(URI.create(uri.toString()));
  }

  /// The bytes of a path.
  static String of(Path path) {
    String uri = path.toAbsolutePath().toUri().getRawPath();
    var text = new StringBuilder();
    for (int i = 0; i < uri.length(); i++) {
      if (uri.charAt(i) == '%') {
        text.append((char) Integer.parseInt(uri, i + 1, i + 3, 16));
        i += 2;
      } else {
        text.append(uri.charAt(i));
      }
    }
    boolean slash = text.length() > 1 && text.charAt(text.length() - 1) == '/';
    return slash ? text.substring(0, text.length() - 1) : text.toString();
  }
}
