package cosmovisor.backup;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Threads that bring files side by side. The first failure is everybody's: nothing is begun behind
/// it.
final class Lanes implements AutoCloseable {
  private static final int WAITING_FOR_EACH = 16;

  private final int count;
  private final Semaphore room;
  private final @Nullable ExecutorService threads;
  private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();
  private final Sweeping sweeping = new Sweeping();

  /// Something to be done to the disk.
  interface Deed {
    void run() throws IOException;
  }

  /// @param count 1: everything is done at once by whoever asks
  Lanes(int count) {
    this.count = count;
    this.room = new Semaphore(count * WAITING_FOR_EACH);
    this.threads = count == 1 ? null : Executors.newFixedThreadPool(count, Lanes::thread);
  }

  private static Thread thread(Runnable work) {
    return Thread.ofPlatform().daemon().name("backup").unstarted(work);
  }

  /// Has something done, waiting where too much is waiting already. For one thread, that walks.
  ///
  /// @throws IOException what went wrong so far
  void run(Deed deed) throws IOException {
    sweeping.next();
    if (threads == null) {
      deed.run();
      return;
    }
    refuseAfterFailure();
    acquire(1);
    threads.execute(() -> work(deed));
  }

  private void work(Deed deed) {
    try {
      if (failure.get() == null) {
        deed.run();
      }
    } catch (IOException failed) {
      failure.compareAndSet(null, failed);
    } finally {
      room.release();
    }
  }

  /// Waits until all that was asked for is done.
  ///
  /// @throws IOException what went wrong
  void await() throws IOException {
    acquire(count * WAITING_FOR_EACH);
    room.release(count * WAITING_FOR_EACH);
    refuseAfterFailure();
  }

  private void acquire(int permits) throws IOException {
    try {
      room.acquire(permits);
    } catch (InterruptedException stopped) {
      throw new InterruptedIOException("stopped");
    }
  }

  private void refuseAfterFailure() throws IOException {
    IOException failed = failure.get();
    if (failed != null) {
      throw failed;
    }
  }

  /// Lets what is under way come to its end, and nothing more begin.
  @Override
  public void close() {
    if (threads != null) {
      failure.compareAndSet(null, new IOException("broken off"));
      room.acquireUninterruptibly(count * WAITING_FOR_EACH);
      threads.shutdown();
    }
  }
}
