package cosmovisor.os;

import java.time.Duration;

/// A thread of the system's for each piece of work: there are never more than a few, and one that
/// waits in a system call would hold up a virtual one's carrier.
public final class PlatformThreads implements Threads {
  @Override
  public Work start(String name, Runnable work) {
    Thread thread = Thread.ofPlatform().daemon().name(name).start(work);
    return new Work() {
      @Override
      public void interrupt() {
        thread.interrupt();
      }

      @Override
      public boolean join(Duration patience) {
        try {
          return thread.join(patience);
        } catch (InterruptedException impossible) {
          throw new AssertionError("nobody interrupts who waits here", impossible);
        }
      }
    };
  }
}
