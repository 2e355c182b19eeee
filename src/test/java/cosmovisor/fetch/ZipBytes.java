package cosmovisor.fetch;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/// Writes zips byte by byte. An entry can be changed before it is written, so that its headers lie.
final class ZipBytes {
  private final List<Part> parts = new ArrayList<>();

  /// An entry, as it will be written.
  static final class Part {
    String name;
    String localName;
    int unixMode = 0100644;
    int flags = 0x0800;
    int method = 8;
    byte[] packed;
    long crc;
    long size;
    long offset = -1;

    Part(String name, byte[] content) {
      this.name = name;
      this.localName = name;
      this.packed = deflated(content);
      this.size = content.length;
      var sum = new CRC32();
      sum.update(content);
      this.crc = sum.getValue();
    }
  }

  Part add(String name, byte[] content) {
    var part = new Part(name, content);
    parts.add(part);
    return part;
  }

  ZipBytes file(String name, byte[] content) {
    add(name, content);
    return this;
  }

  ZipBytes file(String name, int mode, byte[] content) {
    add(name, content).unixMode = mode;
    return this;
  }

  byte[] zip() {
    var out = new ByteArrayOutputStream();
    for (Part part : parts) {
      if (part.offset < 0) {
        part.offset = out.size();
        writeLocal(part, out);
        out.writeBytes(part.packed);
      }
    }
    int start = out.size();
    parts.forEach(part -> writeCentral(part, out));
    writeEnd(start, out);
    return out.toByteArray();
  }

  private static void writeLocal(Part part, ByteArrayOutputStream out) {
    byte[] name = part.localName.getBytes(StandardCharsets.UTF_8);
    four(0x04034b50, out);
    two(20, out);
    writeCommon(part, name.length, out);
    two(0, out);
    out.writeBytes(name);
  }

  private static void writeCentral(Part part, ByteArrayOutputStream out) {
    byte[] name = part.name.getBytes(StandardCharsets.UTF_8);
    four(0x02014b50, out);
    two(0x0314, out); // made by a Unix program
    two(20, out);
    writeCommon(part, name.length, out);
    two(0, out);
    two(0, out);
    two(0, out);
    two(0, out);
    four((long) part.unixMode << 16, out);
    four(part.offset, out);
    out.writeBytes(name);
  }

  private static void writeCommon(Part part, int nameLength, ByteArrayOutputStream out) {
    two(part.flags, out);
    two(part.method, out);
    four(0, out);
    four(part.crc, out);
    four(part.packed.length, out);
    four(part.size, out);
    two(nameLength, out);
  }

  private void writeEnd(int start, ByteArrayOutputStream out) {
    int size = out.size() - start;
    four(0x06054b50, out);
    four(0, out);
    two(parts.size(), out);
    two(parts.size(), out);
    four(size, out);
    four(start, out);
    two(0, out);
  }

  private static void two(int value, ByteArrayOutputStream out) {
    out.write(value);
    out.write(value >> 8);
  }

  private static void four(long value, ByteArrayOutputStream out) {
    two((int) value, out);
    two((int) (value >> 16), out);
  }

  private static byte[] deflated(byte[] content) {
    var deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    deflater.setInput(content);
    deflater.finish();
    var out = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    while (!deflater.finished()) {
      out.write(buffer, 0, deflater.deflate(buffer));
    }
    deflater.end();
    return out.toByteArray();
  }
}
