package cosmovisor.fetch;

import java.io.IOException;
import java.io.InputStream;

/// An opened archive, which can be walked more than once.
interface Archive extends AutoCloseable {

  /// Shows every entry in the archive's order.
  ///
  /// @throws FetchFailure if the archive is broken or holds an entry of a type that is refused
  void walk(Visitor visitor) throws IOException;

  @Override
  void close() throws IOException;

  /// Sees an entry; may read its bytes while it does, or not.
  interface Visitor {
    void visit(Entry entry, InputStream bytes) throws IOException;
  }
}
