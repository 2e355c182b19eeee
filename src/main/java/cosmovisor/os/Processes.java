package cosmovisor.os;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// Starts programs and tells how they ended.
public interface Processes {

  /// Starts a program.
  ///
  /// @throws IOException if it can't be started; the message says why in the system's words
  Child start(Command command) throws IOException;

  /// A started program. Its end is to be waited for exactly once.
  interface Child {
    long pid();

    /// Sends a signal; nothing happens if it has ended.
    void signal(Signal signal);

    /// Waits for its end.
    ProcessExit await();

    /// What it prints, for a child whose output comes to us.
    InputStream output();

    /// What it reads, for a child whose input comes from us.
    OutputStream input();
  }
}
