package cosmovisor.fetch;

import cosmovisor.fetch.FetchReport.Kind;
import cosmovisor.plan.Packaging.Compression;
import io.airlift.compress.v3.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.tukaani.xz.MemoryLimitException;
import org.tukaani.xz.XZInputStream;

/// Streams that unpack one compressed stream, all members of it, to its verified end.
final class Decompression {
  private Decompression() {}

  static InputStream open(Compression compression, InputStream packed, Limits.Sizes sizes)
      throws IOException {
    var in = new BufferedInputStream(packed, 1 << 16);
    return Hostile.read(
        () ->
            switch (compression) {
              case NONE -> in;
              case GZIP -> Hostile.stream(gzip(in));
              case BZIP2 -> Hostile.stream(new BZip2CompressorInputStream(in, true));
              case XZ -> Hostile.stream(xz(in, sizes));
              case ZSTD -> Hostile.stream(new ZstdInputStream(in));
            });
  }

  /// A decoder whose memory is bounded; the dictionary's size comes with the first block.
  private static InputStream xz(InputStream in, Limits.Sizes sizes) throws IOException {
    int mostKibibytes = (int) (sizes.decoder() >> 10);
    return new FilterInputStream(new XZInputStream(in, mostKibibytes)) {
      @Override
      public int read(byte[] buffer, int from, int length) throws IOException {
        try {
          return in.read(buffer, from, length);
        } catch (MemoryLimitException tooMuch) {
          throw new FetchFailure(
              Kind.LIMIT,
              "its compression asks for "
                  + (tooMuch.getMemoryNeeded() >> 10)
                  + " MiB of memory, "
                  + (mostKibibytes >> 10)
                  + " are allowed");
        }
      }
    };
  }

  /// The JDK's own would take rubbish behind the last member for its end.
  private static InputStream gzip(InputStream in) throws IOException {
    return GzipCompressorInputStream.builder()
        .setInputStream(in)
        .setDecompressConcatenated(true)
        .get();
  }
}
