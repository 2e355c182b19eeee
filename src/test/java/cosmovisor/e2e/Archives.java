package cosmovisor.e2e;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// What release pages offer, made of names and contents.
final class Archives {
  private static final int TAR_BLOCK = 512;

  private Archives() {}

  static byte[] zip(Map<String, String> files) {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, String> file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(Bytes.of(file.getValue()));
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  static byte[] tarGz(Map<String, String> files) {
    var bytes = new ByteArrayOutputStream();
    try (var tar = new GZIPOutputStream(bytes)) {
      for (Map.Entry<String, String> file : files.entrySet()) {
        byte[] content = Bytes.of(file.getValue());
        tar.write(tarHeader(file.getKey(), content.length));
        tar.write(content);
        tar.write(new byte[(TAR_BLOCK - content.length % TAR_BLOCK) % TAR_BLOCK]);
      }
      tar.write(new byte[2 * TAR_BLOCK]);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  private static byte[] tarHeader(String name, int size) {
    ByteBuffer header = ByteBuffer.allocate(TAR_BLOCK);
    put(header, 0, name);
    put(header, 100, "0000644\0");
    put(header, 108, "0000000\0000000000\0");
    put(header, 124, "%011o\0".formatted(size));
    put(header, 136, "%011o\0".formatted(0));
    put(header, 148, "        ");
    put(header, 156, "0");
    put(header, 257, "ustar\00000");
    int sum = 0;
    for (byte b : header.array()) {
      sum += b & 0xff;
    }
    put(header, 148, "%06o\0 ".formatted(sum));
    return header.array();
  }

  private static void put(ByteBuffer header, int at, String text) {
    header.put(at, text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /// A digest in hex, by its name in the Java library.
  static String digest(String algorithm, byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalArgumentException(impossible);
    }
  }

  static String sha256(byte[] bytes) {
    return digest("SHA-256", bytes);
  }
}
