package cosmovisor.realchain;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;

/// The one place of the walk that waits.
final class Patience {
  private static final Duration PACE = Duration.ofMillis(100);

  private Patience() {}

  /// What `look` finds, asked again and again until it finds something.
  ///
  /// @throws AssertionError if `limit` passes first
  static <T> T await(String what, Duration limit, Callable<Optional<T>> look) throws Exception {
    long start = System.nanoTime();
    while (System.nanoTime() - start < limit.toNanos()) {
      Optional<T> found = look.call();
      if (found.isPresent()) {
        return found.get();
      }
      Thread.sleep(PACE);
    }
    throw new AssertionError("waited %s for this: %s".formatted(limit, what));
  }
}
