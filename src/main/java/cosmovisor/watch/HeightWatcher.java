package cosmovisor.watch;

import cosmovisor.machine.Event;
import cosmovisor.plan.UpgradePlan;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/// Tells the chain's height once a second, as long as the operator has upgrades scheduled; without
/// a schedule there is no thread and nobody is asked.
public final class HeightWatcher {
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final Supplier<Optional<Long>> height;
  private final Supplier<List<UpgradePlan>> schedule;
  private final LongConsumer memory;
  private final Consumer<Event> news;

  /// Guarded by this.
  private boolean watching;

  /// @param height asks the node
  /// @param schedule reads what is still to come, the lowest first
  /// @param memory keeps the height for when the node is down
  /// @param news is told, from this watcher's thread
  public HeightWatcher(
      Supplier<Optional<Long>> height,
      Supplier<List<UpgradePlan>> schedule,
      LongConsumer memory,
      Consumer<Event> news) {
    this.height = height;
    this.schedule = schedule;
    this.memory = memory;
    this.news = news;
  }

  /// Watches from now on if something is scheduled; to be called whenever that may have changed.
  public synchronized void scheduleMayHaveChanged() {
    if (!watching && !schedule.get().isEmpty()) {
      watching = true;
      Looks.start("height", INTERVAL, this::look);
    }
  }

  /// Looks once, and says whether there is anything left to wait for.
  public boolean look() {
    List<UpgradePlan> plans = schedule.get();
    height
        .get()
        .ifPresent(
            seen -> {
              memory.accept(seen);
              news.accept(new Event.HeightSeen(seen, plans));
            });
    synchronized (this) {
      watching = !plans.isEmpty();
      return watching;
    }
  }
}
