package cosmovisor.plan;

/// Foreign text inside our own sentences.
final class Texts {
  private static final int SHOWN = 100;

  private Texts() {}

  /// The text without anything that could break the line or drive a terminal, and not endless.
  static String shown(String foreign) {
    var out = new StringBuilder();
    for (int i = 0; i < foreign.length() && i < SHOWN; i++) {
      char c = foreign.charAt(i);
      out.append(Character.isISOControl(c) || c == '\u2028' || c == '\u2029' ? '?' : c);
    }
    return foreign.length() > SHOWN ? out.append('…').toString() : out.toString();
  }

  static boolean hasControl(String text) {
    return text.chars().anyMatch(c -> c < ' ' || c == 0x7f);
  }
}
