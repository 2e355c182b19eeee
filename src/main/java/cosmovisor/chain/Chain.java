package cosmovisor.chain;

import java.io.IOException;

/// A node that can be asked about its chain.
public interface Chain {

  /// The answer.
  ///
  /// @throws IOException if there is none to be had; the message says why, and may hold what a
  ///   server has put there
  ChainAnswer ask() throws IOException;
}
