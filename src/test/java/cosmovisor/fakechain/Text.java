package cosmovisor.fakechain;

import java.util.stream.Collectors;

/// Texts inside other languages.
final class Text {
  private Text() {}

  /// In JSON.
  static String quote(String text) {
    return text.chars().mapToObj(Text::escaped).collect(Collectors.joining("", "\"", "\""));
  }

  private static String escaped(int c) {
    boolean plain = c >= ' ' && c != '"' && c != '\\';
    return plain ? Character.toString(c) : "\\u%04x".formatted(c);
  }

  /// In a shell.
  static String shell(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
