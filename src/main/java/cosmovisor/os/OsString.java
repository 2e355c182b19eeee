package cosmovisor.os;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/// A text as the kernel knows it: bytes without NUL, of no promised encoding.
///
/// Arguments, environment and paths reach the node exactly as we were given them, under any locale.
/// A JVM's own `String` can't carry them: under `LANG=C` it knows ASCII only.
public final class OsString {
  private final byte[] bytes;

  private OsString(byte[] bytes) {
    this.bytes = bytes;
  }

  public static OsString of(byte[] bytes) {
    return new OsString(bytes.clone());
  }

  /// The UTF-8 bytes of a text of our own.
  public static OsString of(String text) {
    return new OsString(text.getBytes(StandardCharsets.UTF_8));
  }

  /// The exact bytes of a path's name.
  ///
  /// `Path.toString` decodes by locale, and only what is ASCII comes out of every one of them as it
  /// is; the path's URI escapes the bytes themselves, but looks at the disk each time.
  public static OsString of(Path path) {
    String decoded = path.toString();
    return path.isAbsolute() && isAscii(decoded)
        ? new OsString(decoded.getBytes(StandardCharsets.US_ASCII))
        : ofUri(path);
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  private static OsString ofUri(Path path) {
    String escaped = path.toAbsolutePath().toUri().getRawPath();
    byte[] out = new byte[escaped.length()];
    int length = 0;
    for (int i = 0; i < escaped.length(); i++) {
      char c = escaped.charAt(i);
      if (c == '%') {
        out[length++] = (byte) Integer.parseInt(escaped, i + 1, i + 3, 16);
        i += 2;
      } else {
        out[length++] = (byte) c;
      }
    }
    if (length > 1 && out[length - 1] == '/') {
      length--; // toUri marks folders
    }
    return new OsString(Arrays.copyOf(out, length));
  }

  public byte[] bytes() {
    return bytes.clone();
  }

  public boolean isEmpty() {
    return bytes.length == 0;
  }

  public boolean isAbsolutePath() {
    return bytes.length > 0 && bytes[0] == '/';
  }

  /// This absolute path, byte for byte, whatever the locale.
  public Path path() {
    return Path.of(URI.create("file://" + escaped()));
  }

  /// The path below `folder` that is named by these bytes.
  public Path under(Path folder) {
    OsString base = of(folder);
    byte[] whole = Arrays.copyOf(base.bytes, base.bytes.length + 1 + bytes.length);
    whole[base.bytes.length] = '/';
    System.arraycopy(bytes, 0, whole, base.bytes.length + 1, bytes.length);
    return new OsString(whole).path();
  }

  /// What of this path lies below `folder`, which is above it.
  public OsString below(Path folder) {
    int from = of(folder).bytes.length + 1;
    return new OsString(Arrays.copyOfRange(bytes, from, bytes.length));
  }

  /// These bytes with texts of our own around them.
  public OsString between(String before, String after) {
    var whole = new ByteArrayOutputStream();
    whole.writeBytes(before.getBytes(StandardCharsets.UTF_8));
    whole.writeBytes(bytes);
    whole.writeBytes(after.getBytes(StandardCharsets.UTF_8));
    return new OsString(whole.toByteArray());
  }

  /// The path of these bytes, seen from `folder` if it is relative.
  public Path from(Path folder) {
    return isAbsolutePath() ? path() : under(folder);
  }

  /// For people: decoded as UTF-8, what is none replaced.
  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private String escaped() {
    var out = new StringBuilder(bytes.length + 16);
    for (byte b : bytes) {
      char c = (char) (b & 0xff);
      if (c == '/'
          || c == '-'
          || c == '_'
          || c == '.'
          || (c < 0x80 && Character.isLetterOrDigit(c))) {
        out.append(c);
      } else {
        out.append('%').append(String.format("%02X", (int) c));
      }
    }
    return out.toString();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof OsString that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return text();
  }
}
