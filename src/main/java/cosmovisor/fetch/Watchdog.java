package cosmovisor.fetch;

import cosmovisor.fetch.FetchReport.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Ends what takes too long: no byte for a while, too few of them over a longer while, or the end
/// of the time for everything.
///
/// A socket's own time-outs don't do that: a server that sends one byte a minute, or a header
/// without end, never trips them. So the work runs on a thread of its own; when its time is over it
/// is interrupted, which closes a virtual thread's socket, and nobody waits for it any more.
final class Watchdog {
  private static final Duration LONGEST_LOOK = Duration.ofSeconds(1);

  private final Limits.Times times;
  private final long startNanos = System.nanoTime();

  Watchdog(Limits.Times times) {
    this.times = times;
  }

  /// Whether the time for everything is over.
  boolean isOver() {
    return System.nanoTime() - startNanos >= times.total().toNanos();
  }

  /// The result of `work`, whose progress shows on `meter`.
  <T> T run(Callable<T> work, Meter meter) throws IOException {
    var task = new FutureTask<>(work);
    Thread.ofVirtual().name("transfer").start(task);
    try {
      return await(task, new Pulse(meter.done()), meter);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new FetchFailure(Kind.NETWORK, "interrupted");
    } catch (ExecutionException failed) {
      throw cause(failed);
    } finally {
      task.cancel(true);
    }
  }

  private <T> T await(FutureTask<T> task, Pulse pulse, Meter meter)
      throws IOException, InterruptedException, ExecutionException {
    long look = Math.min(LONGEST_LOOK.toNanos(), Math.max(1, times.idle().toNanos() / 4));
    while (true) {
      try {
        return task.get(look, TimeUnit.NANOSECONDS);
      } catch (TimeoutException stillBusy) {
        pulse.check(meter.done());
      }
    }
  }

  private static IOException cause(ExecutionException failed) {
    return switch (failed.getCause()) {
      case IOException io -> io;
      case RuntimeException bug -> throw bug;
      case Error fatal -> throw fatal;
      case null, default -> new IOException(failed);
    };
  }

  /// What was seen when.
  private final class Pulse {
    private long bytes;
    private long bytesNanos = System.nanoTime();
    private long windowBytes;
    private long windowNanos = bytesNanos;

    Pulse(long bytes) {
      this.bytes = bytes;
      this.windowBytes = bytes;
    }

    void check(long nowBytes) throws FetchFailure {
      long now = System.nanoTime();
      if (isOver()) {
        throw FetchFailure.passing(
            Kind.NETWORK, "not finished within " + seconds(times.total()) + " in all");
      }
      if (nowBytes != bytes) {
        bytes = nowBytes;
        bytesNanos = now;
      } else if (now - bytesNanos >= times.idle().toNanos()) {
        throw FetchFailure.passing(Kind.NETWORK, "nothing came for " + seconds(times.idle()));
      }
      if (now - windowNanos >= times.slowWindow().toNanos()) {
        checkWindow(nowBytes, now);
      }
    }

    private void checkWindow(long nowBytes, long now) throws FetchFailure {
      double average = (nowBytes - windowBytes) / ((now - windowNanos) / 1e9);
      if (average < times.slowBytesPerSecond()) {
        throw FetchFailure.passing(
            Kind.NETWORK,
            "less than "
                + times.slowBytesPerSecond()
                + " bytes a second came for "
                + seconds(times.slowWindow()));
      }
      windowBytes = nowBytes;
      windowNanos = now;
    }

    private static String seconds(Duration duration) {
      return duration.toMillis() / 1000.0 + " s";
    }
  }
}
