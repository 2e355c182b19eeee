package cosmovisor.fetch;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Calls into libraries that read hostile bytes. What they make of nonsense is not always an
/// `IOException`; here it is.
final class Hostile {
  private Hostile() {}

  /// A call into such a library.
  interface Reading<T> {
    T read() throws IOException;
  }

  static <T> T read(Reading<T> reading) throws IOException {
    try {
      return reading.read();
    } catch (RuntimeException confused) {
      throw new IOException("malformed data (" + confused.getMessage() + ")", confused);
    }
  }

  /// The stream, with the same promise.
  static InputStream stream(InputStream in) {
    return new FilterInputStream(in) {
      @Override
      public int read() throws IOException {
        return Hostile.read(in::read);
      }

      @Override
      public int read(byte[] buffer, int from, int length) throws IOException {
        return Hostile.read(() -> in.read(buffer, from, length));
      }

      // Reads instead: skipping is where decoders are least tested.
      @Override
      public long skip(long bytes) throws IOException {
        byte[] buffer = new byte[(int) Math.min(Math.max(bytes, 0), 8192)];
        return Math.max(0, read(buffer, 0, buffer.length));
      }

      @Override
      public boolean markSupported() {
        return false;
      }
    };
  }
}
