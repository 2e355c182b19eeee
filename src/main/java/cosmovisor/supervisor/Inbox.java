package cosmovisor.supervisor;

import cosmovisor.machine.Event;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Where everybody but the supervisor leaves what happened. Bounded: whoever floods it, waits.
public final class Inbox {
  private static final int CAPACITY = 1024;

  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>(CAPACITY);

  /// Leaves an event.
  public void post(Event event) {
    try {
      events.put(event);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  /// Whether somebody has asked us to stop and it was not heard yet.
  public boolean holdsStop() {
    return events.stream()
        .anyMatch(
            event ->
                event instanceof Event.SignalReceived received && received.signal().asksToStop());
  }

  /// Whether nothing waits in it.
  public boolean isEmpty() {
    return events.isEmpty();
  }

  /// The next event, or nothing within this time.
  Optional<Event> next(Optional<Duration> patience) {
    try {
      return patience.isPresent()
          ? Optional.ofNullable(events.poll(patience.get().toNanos(), TimeUnit.NANOSECONDS))
          : Optional.of(events.take());
    } catch (InterruptedException ended) {
      throw new AssertionError("nobody interrupts the supervisor", ended);
    }
  }
}
