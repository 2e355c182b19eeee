package cosmovisor.supervisor;

import cosmovisor.os.Processes;
import cosmovisor.os.Signal;
import cosmovisor.os.Threads;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// One slow effect on a thread of its own, which can be broken off.
final class Job {
  /// How long a child may take to end after SIGTERM, then after SIGKILL.
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final AtomicReference<Processes.@Nullable Child> child = new AtomicReference<>();
  private Threads.@Nullable Work work;
  private volatile boolean brokenOff;

  /// Gets the work under way.
  void start(Threads threads, String name, Runnable task) {
    work = threads.start(name, task);
  }

  /// Whether nobody waits for the outcome any more.
  boolean isBrokenOff() {
    return brokenOff;
  }

  /// The work has started this child and waits for it.
  void started(Processes.Child started) {
    child.set(started);
  }

  /// Breaks the work off, or lets it finish what can't be broken off; back when its thread has
  /// ended, or has had its time.
  void end() {
    if (work == null) {
      return;
    }
    brokenOff = true;
    work.interrupt();
    tell(Signal.TERM);
    if (!work.join(PATIENCE)) {
      tell(Signal.KILL);
      work.join(PATIENCE);
    }
  }

  private void tell(Signal signal) {
    Processes.Child running = child.get();
    if (running != null) {
      running.signal(signal);
    }
  }
}
