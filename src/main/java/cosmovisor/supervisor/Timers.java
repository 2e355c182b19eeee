package cosmovisor.supervisor;

import cosmovisor.machine.Effect.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/// The waits that are under way, without a thread of their own: the loop asks how long it may
/// sleep.
final class Timers {
  private final Map<Timer, Long> deadlines = new EnumMap<>(Timer.class);
  private final LongSupplier nanos;

  /// @param nanos a clock that no one sets, in nanoseconds
  Timers(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /// Starts a wait, in place of one of the same name.
  void start(Timer timer, Duration length) {
    deadlines.put(timer, nanos.getAsLong() + length.toNanos());
  }

  /// How long until the next wait is over, if there is one; zero if one is.
  Optional<Duration> patience() {
    return deadlines.values().stream()
        .map(deadline -> Duration.ofNanos(Math.max(0, deadline - nanos.getAsLong())))
        .min(Duration::compareTo);
  }

  /// Takes out a wait that is over.
  Optional<Timer> due() {
    Optional<Timer> due =
        deadlines.entrySet().stream()
            .filter(entry -> entry.getValue() - nanos.getAsLong() <= 0)
            .map(Map.Entry::getKey)
            .findFirst();
    due.ifPresent(deadlines::remove);
    return due;
  }
}
