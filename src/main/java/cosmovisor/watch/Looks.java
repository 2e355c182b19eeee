package cosmovisor.watch;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/// A watcher's thread: it looks, rests, and looks again, until there is nothing more to look for.
final class Looks {
  private Looks() {}

  /// Starts it.
  ///
  /// @param look says whether to look again
  static void start(String name, Duration interval, BooleanSupplier look) {
    Thread.ofPlatform().daemon().name(name).start(() -> go(interval, look));
  }

  private static void go(Duration interval, BooleanSupplier look) {
    try {
      while (look.getAsBoolean()) {
        Thread.sleep(interval);
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }
}
