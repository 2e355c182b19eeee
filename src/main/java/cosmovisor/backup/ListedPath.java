package cosmovisor.backup;

import cosmovisor.os.OsString;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// A path as a list of files has it, read again. Whoever can write into the backups' folder can
/// write a list, so what could lead elsewhere is no path.
final class ListedPath {
  private static final int MAX_CHARS = 16 << 10;

  private ListedPath() {}

  /// The bytes of a path that leads to something below its first name.
  static Optional<OsString> parse(String escaped) {
    if (escaped.length() > MAX_CHARS) {
      return Optional.empty();
    }
    var bytes = new ByteArrayOutputStream();
    for (int i = 0; i < escaped.length(); i++) {
      char c = escaped.charAt(i);
      if (c == '%') {
        int value = i + 2 < escaped.length() ? hex(escaped, i + 1) : -1;
        if (value <= 0 || value == '/') {
          return Optional.empty();
        }
        bytes.write(value);
        i += 2;
      } else if (c <= ' ' || c >= 0x7f) {
        return Optional.empty();
      } else {
        bytes.write(c);
      }
    }
    return staysBelow(bytes.toString(StandardCharsets.ISO_8859_1))
        ? Optional.of(OsString.of(bytes.toByteArray()))
        : Optional.empty();
  }

  private static int hex(String text, int from) {
    int high = Character.digit(text.charAt(from), 16);
    int low = Character.digit(text.charAt(from + 1), 16);
    return high < 0 || low < 0 ? -1 : high << 4 | low;
  }

  private static boolean staysBelow(String path) {
    List<String> names = List.of(path.split("/", -1));
    return names.size() > 1
        && names.stream()
            .noneMatch(name -> name.isEmpty() || name.equals(".") || name.equals(".."));
  }
}
