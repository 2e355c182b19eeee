package cosmovisor.fetch;

import cosmovisor.fetch.FetchReport.Kind;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Counts what really comes out of a packed file: what its headers promise counts for nothing.
final class Budget {
  private final Limits.Sizes sizes;
  private final long packed;
  private long spent;

  /// @param packed bytes that all of it comes from
  Budget(Limits.Sizes sizes, long packed) {
    this.sizes = sizes;
    this.packed = packed;
  }

  void spend(long bytes) throws FetchFailure {
    spent += bytes;
    if (spent > sizes.unpacked()) {
      throw new FetchFailure(
          Kind.LIMIT, "it unpacks to more than the allowed " + sizes.unpacked() + " bytes");
    }
    if (spent > sizes.ratioFloor() && spent / sizes.ratio() > packed) {
      throw new FetchFailure(
          Kind.LIMIT,
          "it unpacks to more than " + sizes.ratio() + " times its size, as only a bomb does");
    }
  }

  /// The stream, with each byte that is read counted.
  InputStream counting(InputStream in) {
    return new FilterInputStream(in) {
      @Override
      public int read() throws IOException {
        int b = in.read();
        spend(b < 0 ? 0 : 1);
        return b;
      }

      @Override
      public int read(byte[] buffer, int from, int length) throws IOException {
        int read = in.read(buffer, from, length);
        spend(Math.max(read, 0));
        return read;
      }

      @Override
      public long skip(long bytes) throws IOException {
        long skipped = in.skip(bytes);
        spend(skipped);
        return skipped;
      }

      @Override
      public boolean markSupported() {
        return false;
      }
    };
  }
}
