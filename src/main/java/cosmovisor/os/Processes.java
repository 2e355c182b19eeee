package cosmovisor.os;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/// Starts programs and tells how they ended.
public interface Processes {

  /// Starts a program, which gets SIGTERM when we end without it.
  ///
  /// @throws IOException if it can't be started; the message says why in the system's words
  default Child start(Command command) throws IOException {
    return start(command, _ -> {});
  }

  /// Starts a program whose pid is to be written down before its first instruction: whoever kills
  /// us in between kills it too.
  ///
  /// @param register is given the pid; if it fails, the program never runs
  /// @throws IOException as above, or from `register`
  Child start(Command command, Register register) throws IOException;

  /// Writes a pid down.
  interface Register {
    void write(long pid) throws IOException;
  }

  /// The moment at which a process was started, in the kernel's own count; nothing if there is no
  /// such process, or it has ended and only waits to be reaped. With its pid it names a process for
  /// good.
  Optional<String> birth(long pid);

  /// Sends a signal to a process that is none of our children; nothing happens if there is none.
  void signal(long pid, Signal signal);

  /// Waits for the end of a process that is none of our children, so long at most.
  ///
  /// @param birth of the one that is meant; another of the same pid counts as its end
  /// @return whether it has ended
  boolean awaitEnd(long pid, String birth, Duration patience);

  /// A started program. Its end is to be waited for exactly once, in one of the two ways.
  interface Child {
    long pid();

    /// Sends a signal; nothing happens if it has ended.
    void signal(Signal signal);

    /// Waits for its end.
    ProcessExit await();

    /// Has its end told, by whatever thread sees it.
    void onEnd(Consumer<ProcessExit> listener);

    /// What it prints, for a child whose output comes to us.
    InputStream output();

    /// What it reads, for a child whose input comes from us.
    OutputStream input();
  }
}
