package cosmovisor.fakechain;

import java.time.Duration;
import java.util.concurrent.Callable;

/// The one place that waits.
public final class Pause {
  private static final Duration PACE = Duration.ofMillis(20);

  private Pause() {}

  /// Asks again and again until the answer is yes.
  ///
  /// @param what is awaited, for a sentence
  /// @throws AssertionError if `limit` passes first
  public static void until(String what, Duration limit, Callable<Boolean> answer) throws Exception {
    long start = System.nanoTime();
    while (!answer.call()) {
      if (System.nanoTime() - start > limit.toNanos()) {
        throw new AssertionError("waited %d s for this: %s".formatted(limit.toSeconds(), what));
      }
      of(PACE);
    }
  }

  /// Waits for this long; in a node, that is its life.
  static void of(Duration length) {
    try {
      Thread.sleep(length);
    } catch (InterruptedException nobodyDoes) {
      throw new AssertionError("nobody interrupts here", nobodyDoes);
    }
  }
}
