package cosmovisor.fetch;

import java.io.IOException;
import java.io.OutputStream;

/// Takes the bytes of a download, from the start again with each try.
interface Sink {
  /// An empty place for the bytes.
  ///
  /// @param expected bytes that will come, -1 if nobody knows
  OutputStream open(long expected) throws IOException;
}
