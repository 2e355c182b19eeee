package cosmovisor.supervisor;

import cosmovisor.os.Processes;
import cosmovisor.os.Signal;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// One slow effect on a thread of its own, which can be broken off.
final class Job {
  /// How long a child may take to end after SIGTERM, then after SIGKILL.
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final AtomicReference<Processes.@Nullable Child> child = new AtomicReference<>();
  private final Thread thread;

  Job(String name, Runnable work) {
    thread = Thread.ofPlatform().daemon().name(name).unstarted(work);
  }

  void start() {
    thread.start();
  }

  /// The work has started this child and waits for it.
  void started(Processes.Child started) {
    child.set(started);
  }

  /// Breaks the work off, or lets it finish what can't be broken off; back when its thread has
  /// ended, or has had its time.
  void end() {
    try {
      thread.interrupt();
      tell(Signal.TERM);
      if (!thread.join(PATIENCE)) {
        tell(Signal.KILL);
        boolean ended = thread.join(PATIENCE);
        assert ended || thread.isDaemon();
      }
    } catch (InterruptedException impossible) {
      throw new AssertionError("nobody interrupts the supervisor", impossible);
    }
  }

  private void tell(Signal signal) {
    Processes.Child running = child.get();
    if (running != null) {
      running.signal(signal);
    }
  }
}
