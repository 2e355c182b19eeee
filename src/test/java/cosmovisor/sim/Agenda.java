package cosmovisor.sim;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;

/// Virtual time, and what is to happen in it. What falls on the same moment happens in the order in
/// which it was put down.
public final class Agenda {
  private static final Comparator<Item> ORDER =
      Comparator.comparingLong(Item::nanos).thenComparingLong(Item::number);

  private final PriorityQueue<Item> items = new PriorityQueue<>(ORDER);
  private long now = Duration.ofDays(1).toNanos();
  private long count;

  private record Item(long nanos, long number, Runnable deed) {}

  /// Nanoseconds since some moment; never set back.
  public long nanos() {
    return now;
  }

  /// Has something done later.
  void after(Duration delay, Runnable deed) {
    items.add(new Item(now + delay.toNanos(), ++count, deed));
  }

  /// Does the next thing, if there is one within this time; otherwise lets the time pass.
  ///
  /// @return whether something was done
  boolean step(Duration patience) {
    long limit = saturated(patience);
    Item next = items.peek();
    if (next == null || next.nanos() > limit) {
      now = next == null && limit == Long.MAX_VALUE ? now : limit;
      return false;
    }
    items.remove();
    now = Math.max(now, next.nanos());
    next.deed().run();
    return true;
  }

  private long saturated(Duration patience) {
    try {
      return Math.addExact(now, patience.toNanos());
    } catch (ArithmeticException forever) {
      return Long.MAX_VALUE;
    }
  }

  /// Does one thing after the other until something is so.
  ///
  /// @return whether it is, within this time
  boolean until(BooleanSupplier so, Duration patience) {
    long deadline = saturated(patience);
    while (!so.getAsBoolean()) {
      if (!step(Duration.ofNanos(deadline - now)) && now >= deadline) {
        return so.getAsBoolean();
      }
    }
    return true;
  }
}
