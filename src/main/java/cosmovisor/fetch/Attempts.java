package cosmovisor.fetch;

import cosmovisor.fetch.FetchReport.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Tries again what may pass by itself, a bounded number of times.
///
/// The pauses double from try to try, each cut short at random by up to half, so that the nodes of
/// a chain, which all start at the same height, don't come back at the same moment. A server that
/// asks for a pause of its own is heard, within bounds.
final class Attempts {
  private final Limits.Retries retries;
  private final Surroundings.Sleeper sleeper;
  private final RandomGenerator random;
  private final Watchdog watchdog;

  Attempts(
      Limits.Retries retries,
      Surroundings.Sleeper sleeper,
      RandomGenerator random,
      Watchdog watchdog) {
    this.retries = retries;
    this.sleeper = sleeper;
    this.random = random;
    this.watchdog = watchdog;
  }

  /// One try.
  interface Try<T> {
    T run() throws IOException;
  }

  <T> T run(Try<T> attempt) throws FetchFailure {
    for (int number = 1; ; number++) {
      try {
        return attempt.run();
      } catch (Busy busy) {
        pauseOrGiveUp(number, busy.failure(), busy.requestedPause());
      } catch (IOException failed) {
        pauseOrGiveUp(number, NetworkFailures.of(failed), Optional.empty());
      }
    }
  }

  private void pauseOrGiveUp(int number, FetchFailure failure, Optional<Duration> requested)
      throws FetchFailure {
    if (!failure.isRetryable() || watchdog.isOver()) {
      throw failure;
    }
    if (number >= retries.tries()) {
      throw FetchFailure.passing(
          failure.kind(), failure.getMessage() + " (tried " + number + " times)");
    }
    pause(requested.map(this::bounded).orElseGet(() -> pauseAfter(number)));
  }

  private Duration bounded(Duration requested) {
    Duration longest = retries.longestRequestedPause();
    return requested.compareTo(longest) > 0 ? longest : requested;
  }

  Duration pauseAfter(int number) {
    Duration full = retries.firstPause().multipliedBy(1L << Math.min(number - 1, 20));
    Duration most = full.compareTo(retries.longestPause()) > 0 ? retries.longestPause() : full;
    return Duration.ofNanos((long) (most.toNanos() * (0.5 + random.nextDouble() / 2)));
  }

  private void pause(Duration pause) throws FetchFailure {
    try {
      sleeper.sleep(pause);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new FetchFailure(Kind.NETWORK, "interrupted");
    }
  }

  /// A server's word that it can't answer now.
  static final class Busy extends IOException {
    private static final long serialVersionUID = 1L;

    private final FetchFailure failure;
    private final long pauseSeconds;

    /// @param pauseSeconds as the server asks for, negative if it doesn't
    Busy(String message, long pauseSeconds) {
      super(message);
      this.failure = FetchFailure.passing(Kind.NETWORK, message);
      this.pauseSeconds = pauseSeconds;
    }

    FetchFailure failure() {
      return failure;
    }

    Optional<Duration> requestedPause() {
      return pauseSeconds < 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(pauseSeconds));
    }
  }
}
