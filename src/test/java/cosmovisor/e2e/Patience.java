package cosmovisor.e2e;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// The one place where tests wait: for something that can be seen, and never forever.
final class Patience {
  private static final Duration LIMIT = Duration.ofSeconds(40);
  private static final Duration STEP = Duration.ofMillis(20);

  private Patience() {}

  /// Whether this becomes so in time.
  static boolean until(BooleanSupplier so) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!so.getAsBoolean()) {
      if (System.nanoTime() > deadline || Thread.currentThread().isInterrupted()) {
        return false;
      }
      LockSupport.parkNanos(STEP.toNanos());
    }
    return true;
  }
}
