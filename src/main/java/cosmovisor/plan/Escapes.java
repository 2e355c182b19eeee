package cosmovisor.plan;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Percent escapes of URLs.
///
/// What is already escaped is never decoded and escaped again: some servers tell `%2F` from `/`.
final class Escapes {
  private static final String UNRESERVED = "-._~";
  private static final String SUB_DELIMITERS = "!$&'()*+,;=";
  private static final String IN_PATH = UNRESERVED + SUB_DELIMITERS + ":@/";
  private static final String IN_QUERY = IN_PATH + "?[]";
  private static final String IN_USER_INFO = UNRESERVED + SUB_DELIMITERS + ":";

  private Escapes() {}

  /// The path with every character escaped that a path may not hold.
  static String path(String raw) throws PlanException {
    return escaped(raw, IN_PATH);
  }

  static String query(String raw) throws PlanException {
    return escaped(raw, IN_QUERY);
  }

  static String userInfo(String raw) throws PlanException {
    return escaped(raw, IN_USER_INFO);
  }

  /// The value of a parameter.
  static String decoded(String raw) throws PlanException {
    var out = new ByteArrayOutputStream();
    byte[] utf8 = raw.getBytes(StandardCharsets.UTF_8);
    String bytes = new String(utf8, StandardCharsets.ISO_8859_1);
    for (int i = 0; i < utf8.length; i++) {
      switch (utf8[i]) {
        case '+' -> out.write(' ');
        case '%' -> {
          out.write(escapedByte(bytes, i));
          i += 2;
        }
        default -> out.write(utf8[i]);
      }
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  /// The text with escapes of ASCII characters resolved and all others left: enough to look at the
  /// end of a path.
  static String decodedAscii(String raw) {
    var out = new StringBuilder();
    for (int i = 0; i < raw.length(); i++) {
      int code = raw.charAt(i) == '%' ? hex(raw, i + 1) : -1;
      if (code >= 0 && code < 0x80) {
        out.append((char) code);
        i += 2;
      } else {
        out.append(raw.charAt(i));
      }
    }
    return out.toString();
  }

  private static String escaped(String raw, String allowed) throws PlanException {
    var out = new StringBuilder();
    for (byte b : raw.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if (isAlphanumeric(c) || c == '%' || allowed.indexOf(c) >= 0) {
        out.append(c);
      } else {
        out.append(String.format("%%%02X", (int) c));
      }
    }
    refuseBrokenEscapes(out);
    return out.toString();
  }

  private static void refuseBrokenEscapes(CharSequence text) throws PlanException {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '%' && hex(text, i + 1) < 0) {
        throw brokenEscape();
      }
    }
  }

  private static int escapedByte(String bytes, int at) throws PlanException {
    int code = hex(bytes, at + 1);
    if (code < 0) {
      throw brokenEscape();
    }
    return code;
  }

  private static PlanException brokenEscape() {
    return new PlanException(
        "the URL of the binary has a '%' that is not followed by two hex digits; write %25 for a"
            + " percent sign");
  }

  private static int hex(CharSequence text, int at) {
    if (at + 2 > text.length()) {
      return -1;
    }
    int high = Character.digit(text.charAt(at), 16);
    int low = Character.digit(text.charAt(at + 1), 16);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
  }

  private static boolean isAlphanumeric(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}
