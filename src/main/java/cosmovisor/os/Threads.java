package cosmovisor.os;

import java.time.Duration;

/// Where something slow goes on, so that the supervisor's thread can go on as well.
public interface Threads {

  /// Starts work that does not keep this process alive.
  Work start(String name, Runnable work);

  /// Something that goes on.
  interface Work {

    /// Asks it to break off, or to finish what it can't break off.
    void interrupt();

    /// Waits for its end, so long at most.
    ///
    /// @return whether it has ended
    boolean join(Duration patience);
  }
}
