package cosmovisor.plan;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Percent escapes of URLs.
///
/// What is already escaped is never decoded and escaped again: some servers tell `%2F` from `/`.
final class Escapes {
  private static final String LETTERS_AND_DIGITS =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  private static final String UNRESERVED = LETTERS_AND_DIGITS + "-._~";
  private static final String SUB_DELIMITERS = "!$&'()*+,;=";
  private static final String IN_PATH = UNRESERVED + SUB_DELIMITERS + "%:@/";
  private static final String IN_QUERY = IN_PATH + "?[]";
  private static final String IN_USER_INFO = UNRESERVED + SUB_DELIMITERS + "%:";

  /// What Go's `url.PathEscape` leaves.
  private static final String IN_SEGMENT = UNRESERVED + "$&+:=@";

  private static final Pattern ESCAPE = Pattern.compile("%([0-9A-Fa-f]{2})");
  private static final Pattern BROKEN = Pattern.compile("%(?![0-9A-Fa-f]{2})");
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private Escapes() {}

  /// The path with every character escaped that a path may not hold.
  static String path(String raw) throws PlanException {
    refuseBroken(raw);
    return escaped(raw, IN_PATH);
  }

  static String query(String raw) throws PlanException {
    refuseBroken(raw);
    return escaped(raw, IN_QUERY);
  }

  static String userInfo(String raw) throws PlanException {
    refuseBroken(raw);
    return escaped(raw, IN_USER_INFO);
  }

  /// Any text as one segment of a path. A `%` in it is a percent sign.
  static String segment(String text) {
    return escaped(text, IN_SEGMENT);
  }

  /// The value of a parameter.
  static String decoded(String raw) throws PlanException {
    refuseBroken(raw);
    String bytes = new String(raw.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    String decoded = ESCAPE.matcher(bytes.replace('+', ' ')).replaceAll(Escapes::meant);
    return new String(decoded.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  private static String meant(MatchResult escape) {
    char meant = (char) HexFormat.fromHexDigits(escape.group(1));
    return Matcher.quoteReplacement(String.valueOf(meant));
  }

  private static String escaped(String raw, String allowed) {
    var out = new StringBuilder();
    for (byte b : raw.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if (allowed.indexOf(c) >= 0) {
        out.append(c);
      } else {
        out.append('%').append(HEX.toHexDigits(b));
      }
    }
    return out.toString();
  }

  private static void refuseBroken(String raw) throws PlanException {
    if (BROKEN.matcher(raw).find()) {
      throw new PlanException(
          "the URL of the binary has a '%' that is not followed by two hex digits; write %25 for a"
              + " percent sign");
    }
  }
}
