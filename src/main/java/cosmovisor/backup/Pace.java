package cosmovisor.backup;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Tells how far something is that takes more than a second: then first, and every five seconds
/// from then on.
public final class Pace {
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration EVERY = Duration.ofSeconds(5);
  private static final long UNCOUNTED = -1;

  /// A second of small files at the beginning says nothing of the gigabytes behind them.
  private static final long TELLING_BYTES = 64L << 20;

  private static final int TELLING_PARTS = 100;

  private final InstantSource clock;
  private final LongSupplier whole;
  private final Consumer<Told> listener;
  private final Instant start;
  private Instant next;
  private long done;
  private long total = UNCOUNTED;

  /// How far it is.
  ///
  /// @param done bytes
  /// @param total bytes, 0 if unknown
  /// @param perSecond bytes
  /// @param left if it goes on like this; nothing until enough has come to tell
  public record Told(long done, long total, long perSecond, Optional<Duration> left) {}

  /// It begins now.
  ///
  /// @param whole counts what there is in all, 0 if that can't be told; asked only when there is
  ///   something to say, since counting costs time
  /// @param listener is told, from any thread
  public Pace(InstantSource clock, LongSupplier whole, Consumer<Told> listener) {
    this.clock = clock;
    this.whole = whole;
    this.listener = listener;
    this.start = clock.instant();
    this.next = start.plus(FIRST);
  }

  /// So many bytes have come, in all.
  public synchronized void at(long bytes) {
    done = Math.max(done, bytes);
    Instant now = clock.instant();
    if (!now.isBefore(next)) {
      next = now.plus(EVERY);
      tell(Duration.between(start, now));
    }
  }

  /// So many bytes more have come.
  public synchronized void more(long bytes) {
    at(done + bytes);
  }

  private void tell(Duration since) {
    if (total == UNCOUNTED) {
      total = whole.getAsLong();
    }
    long perSecond = (long) (done / (since.toMillis() / 1e3));
    Optional<Duration> left =
        perSecond > 0 && total >= done && done >= Math.min(total / TELLING_PARTS, TELLING_BYTES)
            ? Optional.of(Duration.ofSeconds((total - done) / perSecond))
            : Optional.empty();
    listener.accept(new Told(done, total, perSecond, left));
  }
}
