package cosmovisor.fetch;

import cosmovisor.fetch.FetchReport.Kind;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/// A zip, by its central directory alone: the headers before the entries, which some programs read
/// instead, may say anything.
final class ZipArchive implements Archive {
  private static final int MODE_TYPE = 0170000;
  private static final int MODE_FILE = 0100000;
  private static final int MODE_FOLDER = 0040000;
  private static final int MODE_LINK = 0120000;
  private static final int LOCAL_HEADER_BYTES = 30;
  private static final int MOST_TARGET_BYTES = 4096;

  private final ZipFile zip;
  private final List<ZipArchiveEntry> entries;
  private final Limits.Sizes sizes;
  private final long packed;

  ZipArchive(Arrival arrival, Limits.Sizes sizes, long packed) throws IOException {
    this.zip = Hostile.read(() -> open(arrival));
    this.entries = Collections.list(zip.getEntries());
    this.sizes = sizes;
    this.packed = packed;
    refuseOverlaps();
  }

  @Override
  public void walk(Visitor visitor) throws IOException {
    var budget = new Budget(sizes, packed);
    for (ZipArchiveEntry entry : entries) {
      refuseUnreadable(entry);
      InputStream bytes = budget.counting(new Verified(entry, Hostile.read(() -> bytes(entry))));
      visitor.visit(described(entry, bytes), bytes);
    }
  }

  /// Leaves the file's handle, which the arrival owns, open.
  @Override
  public void close() {}

  private static ZipFile open(Arrival arrival) throws IOException {
    return ZipFile.builder()
        .setSeekableByteChannel(arrival.channel())
        .setIgnoreLocalFileHeader(true)
        .get();
  }

  private InputStream bytes(ZipArchiveEntry entry) throws IOException {
    return Hostile.stream(zip.getInputStream(entry));
  }

  private static Entry described(ZipArchiveEntry entry, InputStream bytes) throws IOException {
    String name = entry.getName();
    if (name.endsWith("/")) {
      return new Entry(name, Entry.Type.FOLDER, false, "");
    }
    boolean executable = (entry.getUnixMode() & 0100) != 0;
    return switch (entry.getUnixMode() & MODE_TYPE) {
      case 0, MODE_FILE -> new Entry(name, Entry.Type.FILE, executable, "");
      case MODE_FOLDER -> new Entry(name, Entry.Type.FOLDER, false, "");
      case MODE_LINK -> new Entry(name, Entry.Type.SYMBOLIC_LINK, false, target(bytes));
      default -> throw refused(entry, "of a type that is refused");
    };
  }

  private static String target(InputStream bytes) throws IOException {
    return new String(bytes.readNBytes(MOST_TARGET_BYTES), StandardCharsets.UTF_8);
  }

  private static void refuseUnreadable(ZipArchiveEntry entry) throws FetchFailure {
    if (entry.getGeneralPurposeBit().usesEncryption()) {
      throw refused(entry, "encrypted");
    }
    if (entry.getMethod() != ZipEntry.STORED && entry.getMethod() != ZipEntry.DEFLATED) {
      throw refused(entry, "packed by method " + entry.getMethod() + ", which is not supported");
    }
    if (entry.getSize() < 0 || entry.getCompressedSize() < 0) {
      throw refused(entry, "of no size");
    }
  }

  /// Entries that share their bytes are how a small zip unpacks to petabytes.
  private void refuseOverlaps() throws FetchFailure {
    List<ZipArchiveEntry> byPlace =
        entries.stream()
            .sorted(Comparator.comparingLong(ZipArchiveEntry::getLocalHeaderOffset))
            .toList();
    for (int i = 1; i < byPlace.size(); i++) {
      ZipArchiveEntry before = byPlace.get(i - 1);
      long end =
          before.getLocalHeaderOffset()
              + LOCAL_HEADER_BYTES
              + Math.max(0, before.getCompressedSize());
      if (end > byPlace.get(i).getLocalHeaderOffset()) {
        throw refused(byPlace.get(i), "laid over another one");
      }
    }
  }

  private static FetchFailure refused(ZipArchiveEntry entry, String what) {
    return new FetchFailure(
        Kind.UNSAFE_ARCHIVE,
        "an entry of the archive is " + what + ": " + Reasons.oneLine(entry.getName()));
  }

  /// Reads an entry and, at its end, finds out whether it was what the directory said.
  private static final class Verified extends FilterInputStream {
    private final ZipArchiveEntry entry;
    private final CRC32 crc = new CRC32();
    private long size;

    Verified(ZipArchiveEntry entry, InputStream in) {
      super(in);
      this.entry = entry;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
      int read = in.read(buffer, from, length);
      if (read > 0) {
        crc.update(buffer, from, read);
        size += read;
      }
      if (size > entry.getSize() || (read < 0 && size != entry.getSize())) {
        throw refused(entry, "not as long as the directory says");
      }
      if (read < 0 && crc.getValue() != entry.getCrc()) {
        throw refused(entry, "broken, its CRC differs");
      }
      return read;
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }
}
