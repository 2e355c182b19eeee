package cosmovisor.fetch;

import cosmovisor.fetch.FetchReport.Kind;
import cosmovisor.plan.Packaging.Compression;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.jspecify.annotations.Nullable;

/// A tar, packed or not. Each walk reads it from the start to the verified end of its compression.
final class TarArchive implements Archive {
  /// Bytes of headers, long names included, that one entry may have.
  private static final long MOST_HEADER_BYTES = 1 << 20;

  private final Arrival arrival;
  private final Compression compression;
  private final Limits.Sizes sizes;
  private final long packed;

  TarArchive(Arrival arrival, Compression compression, Limits.Sizes sizes, long packed) {
    this.arrival = arrival;
    this.compression = compression;
    this.sizes = sizes;
    this.packed = packed;
  }

  @Override
  public void walk(Visitor visitor) throws IOException {
    var budget = new Budget(sizes, packed);
    InputStream unpacked =
        budget.counting(Decompression.open(compression, arrival.stream(), sizes));
    var headers = new Allowance(unpacked);
    try (var tar = new TarArchiveInputStream(headers, "UTF-8")) {
      for (TarArchiveEntry entry = next(tar, headers); entry != null; entry = next(tar, headers)) {
        InputStream bytes = Hostile.stream(tar);
        visitor.visit(described(entry), bytes);
        bytes.transferTo(OutputStream.nullOutputStream());
      }
      unpacked.transferTo(OutputStream.nullOutputStream());
    }
  }

  @Override
  public void close() {
    // The arrival owns the file.
  }

  private static @Nullable TarArchiveEntry next(TarArchiveInputStream tar, Allowance headers)
      throws IOException {
    headers.allow(MOST_HEADER_BYTES);
    TarArchiveEntry entry = Hostile.read(tar::getNextEntry);
    headers.allow(Long.MAX_VALUE);
    if (entry != null && !entry.isCheckSumOK()) {
      throw new FetchFailure(Kind.UNSAFE_ARCHIVE, "a header of the tar fails its checksum");
    }
    return entry;
  }

  private static Entry described(TarArchiveEntry entry) throws FetchFailure {
    String name = entry.getName();
    if (entry.isSparse()) {
      throw refused(name, "a sparse file");
    }
    boolean executable = (entry.getMode() & 0100) != 0;
    return switch (entry.getLinkFlag()) {
      case TarConstants.LF_OLDNORM, TarConstants.LF_NORMAL, TarConstants.LF_CONTIG ->
          name.endsWith("/")
              ? new Entry(name, Entry.Type.FOLDER, false, "")
              : new Entry(name, Entry.Type.FILE, executable, "");
      case TarConstants.LF_DIR -> new Entry(name, Entry.Type.FOLDER, false, "");
      case TarConstants.LF_SYMLINK ->
          new Entry(name, Entry.Type.SYMBOLIC_LINK, false, entry.getLinkName());
      case TarConstants.LF_LINK ->
          new Entry(name, Entry.Type.HARD_LINK, false, entry.getLinkName());
      case TarConstants.LF_CHR, TarConstants.LF_BLK -> throw refused(name, "a device");
      case TarConstants.LF_FIFO -> throw refused(name, "a named pipe");
      default ->
          throw refused(name, String.format("of the unknown type 0x%02x", entry.getLinkFlag()));
    };
  }

  private static FetchFailure refused(String name, String what) {
    return new FetchFailure(
        Kind.UNSAFE_ARCHIVE,
        "an entry of the archive is " + what + ", which is refused: " + Reasons.oneLine(name));
  }

  /// Ends a stream that should have ended long before: a name without end would fill the memory.
  private static final class Allowance extends FilterInputStream {
    private long left;

    Allowance(InputStream in) {
      super(in);
    }

    void allow(long bytes) {
      left = bytes;
    }

    @Override
    public int read() throws IOException {
      int b = super.read();
      take(b < 0 ? 0 : 1);
      return b;
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
      int read = in.read(buffer, from, length);
      take(Math.max(read, 0));
      return read;
    }

    private void take(long bytes) throws FetchFailure {
      left -= bytes;
      if (left < 0) {
        throw new FetchFailure(
            Kind.UNSAFE_ARCHIVE,
            "an entry of the tar has more than " + MOST_HEADER_BYTES + " bytes of headers");
      }
    }
  }
}
