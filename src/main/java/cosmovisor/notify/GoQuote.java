package cosmovisor.notify;

/// Quoting by Go's rules, as zerolog's console writer does it.
final class GoQuote {
  private GoQuote() {}

  /// The text as it is if it is plain, else in double quotes with escapes.
  static String where(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c > '~' || c == '\\' || c == '"') {
        return quote(text);
      }
    }
    return text;
  }

  private static String quote(String text) {
    var out = new StringBuilder("\"");
    text.codePoints().forEach(c -> append(out, c));
    return out.append('"').toString();
  }

  private static void append(StringBuilder out, int c) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> {
        if (c < ' ' || c == 0x7f) {
          out.append(String.format("\\x%02x", c));
        } else if (isPrintable(c)) {
          out.appendCodePoint(c);
        } else {
          out.append(String.format(c > 0xffff ? "\\U%08x" : "\\u%04x", c));
        }
      }
    }
  }

  private static boolean isPrintable(int c) {
    return c == ' '
        || switch (Character.getType(c)) {
          case Character.CONTROL,
              Character.FORMAT,
              Character.SURROGATE,
              Character.PRIVATE_USE,
              Character.UNASSIGNED,
              Character.LINE_SEPARATOR,
              Character.PARAGRAPH_SEPARATOR,
              Character.SPACE_SEPARATOR ->
              false;
          default -> true;
        };
  }
}
