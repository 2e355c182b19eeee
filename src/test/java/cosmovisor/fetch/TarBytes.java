package cosmovisor.fetch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/// Writes tars byte by byte, the bad ones too that no library would write.
final class TarBytes {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  TarBytes file(String name, byte[] content) {
    return entry(name, '0', 0644, "", content);
  }

  TarBytes file(String name, int mode, byte[] content) {
    return entry(name, '0', mode, "", content);
  }

  TarBytes folder(String name) {
    return entry(name, '5', 0755, "", new byte[0]);
  }

  TarBytes symlink(String name, String target) {
    return entry(name, '2', 0777, target, new byte[0]);
  }

  TarBytes hardlink(String name, String target) {
    return entry(name, '1', 0644, target, new byte[0]);
  }

  TarBytes entry(String name, char type, int mode, String link, byte[] content) {
    return header(name, type, mode, link, octal(content.length)).data(content);
  }

  /// A header with a free size field; its checksum is right.
  TarBytes header(String name, char type, int mode, String link, byte[] size) {
    byte[] header = new byte[512];
    put(header, 0, name.getBytes(StandardCharsets.UTF_8));
    put(header, 100, String.format("%07o", mode).getBytes(StandardCharsets.US_ASCII));
    put(header, 108, "0000000".getBytes(StandardCharsets.US_ASCII));
    put(header, 116, "0000000".getBytes(StandardCharsets.US_ASCII));
    put(header, 124, size);
    put(header, 136, "00000000000".getBytes(StandardCharsets.US_ASCII));
    header[156] = (byte) type;
    put(header, 157, link.getBytes(StandardCharsets.UTF_8));
    put(header, 257, "ustar\00000".getBytes(StandardCharsets.US_ASCII));
    Arrays.fill(header, 148, 156, (byte) ' ');
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xff;
    }
    put(header, 148, String.format("%06o\0", sum).getBytes(StandardCharsets.US_ASCII));
    return raw(header);
  }

  /// Content, filled up to whole blocks.
  TarBytes data(byte[] content) {
    return raw(content).raw(new byte[(512 - content.length % 512) % 512]);
  }

  TarBytes raw(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  byte[] withoutEnd() {
    return out.toByteArray();
  }

  byte[] tar() {
    return raw(new byte[1024]).withoutEnd();
  }

  byte[] gz() {
    return gzip(tar());
  }

  static byte[] octal(long size) {
    return String.format("%011o", size).getBytes(StandardCharsets.US_ASCII);
  }

  static byte[] gzip(byte[] bytes) {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    return packed.toByteArray();
  }

  private static void put(byte[] into, int at, byte[] bytes) {
    System.arraycopy(bytes, 0, into, at, bytes.length);
  }
}
