package cosmovisor.fakechain;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/// A `.tar.gz` in the making, as a release page has it: files, with a mode each.
///
/// ```
/// a block of 512 bytes for each file: name 0, mode 100, sizes and time in octal 124 and 136,
/// checksum 148, kind 156, "ustar" 257; then its bytes, filled up to a block; two empty blocks last
/// ```
public final class TarGz {
  private static final int BLOCK = 512;

  private final ByteArrayOutputStream tar = new ByteArrayOutputStream();

  /// Adds a file.
  ///
  /// @param mode 0755 for something to run
  public TarGz file(String name, int mode, byte[] content) {
    byte[] header = new byte[BLOCK];
    put(header, 0, name);
    put(header, 100, octal(mode, 7));
    put(header, 108, octal(0, 7));
    put(header, 116, octal(0, 7));
    put(header, 124, octal(content.length, 11));
    put(header, 136, octal(0, 11));
    put(header, 148, "        ");
    put(header, 156, "0");
    put(header, 257, "ustar\00000");
    put(header, 148, octal(sum(header), 6) + "\0 ");
    tar.writeBytes(header);
    tar.writeBytes(content);
    tar.writeBytes(new byte[Math.floorMod(-content.length, BLOCK)]);
    return this;
  }

  /// Adds a text file.
  public TarGz file(String name, String content) {
    return file(name, 0644, content.getBytes(StandardCharsets.UTF_8));
  }

  /// The archive.
  public byte[] bytes() {
    var out = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(out)) {
      tar.writeTo(gzip);
      gzip.write(new byte[2 * BLOCK]);
    } catch (IOException impossible) {
      throw new AssertionError("memory does not fail", impossible);
    }
    return out.toByteArray();
  }

  private static String octal(long number, int digits) {
    String text = Long.toOctalString(number);
    return "0".repeat(digits - text.length()) + text;
  }

  private static int sum(byte[] header) {
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xff;
    }
    return sum;
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }
}
