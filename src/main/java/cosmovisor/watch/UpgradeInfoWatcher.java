package cosmovisor.watch;

import cosmovisor.machine.Sight;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Tells when `data/upgrade-info.json` says something new.
///
/// File events make it quick; the poll is the net under them, since events are lost on network file
/// systems, when the folder is replaced, and when the kernel's queue overflows. What counts is what
/// the file says, never its time: a rewrite within a clock's tick, or with an old time, is seen.
///
/// The node writes the file in more than one go, so what can't be read is told only when it reads
/// the same at the next look.
public final class UpgradeInfoWatcher {
  private final Path data;
  private final Duration interval;
  private final Supplier<Sight.Info> reader;
  private final Consumer<Sight.Info> news;
  private final Runnable neighbour;

  private boolean watching;
  private volatile Sight.Info told = new Sight.Info.Absent();
  private Sight.Info last = told;

  /// @param data the folder of the file
  /// @param reader reads the file
  /// @param news is told, from this watcher's thread
  /// @param neighbour is run at each look: another file of the same folder has its watcher there
  public UpgradeInfoWatcher(
      Path data,
      Duration interval,
      Supplier<Sight.Info> reader,
      Consumer<Sight.Info> news,
      Runnable neighbour) {
    this.data = data;
    this.interval = interval;
    this.reader = reader;
    this.news = news;
    this.neighbour = neighbour;
  }

  /// A node was started: watches from now on, from a thread of its own, and tells anew what was
  /// told before, since who listens has another node now. Called by the supervisor's thread alone.
  public void nodeStarted() {
    if (watching) {
      tellAnew();
    } else {
      watching = true;
      Thread.ofPlatform().daemon().name("upgrade-info").start(this::watch);
    }
  }

  /// Tells at the next look what was told before.
  public void tellAnew() {
    told = new Sight.Info.Absent();
  }

  private void watch() {
    try (WatchService events = FileSystems.getDefault().newWatchService()) {
      data.register(
          events, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
      while (true) {
        look();
        WatchKey key = events.poll(interval.toNanos(), TimeUnit.NANOSECONDS);
        if (key != null) {
          key.pollEvents();
          key.reset();
        }
      }
    } catch (IOException noEvents) {
      pollOnly();
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  /// The system has no more watches to give, or none for this file system: slower, not blind.
  private void pollOnly() {
    try {
      while (true) {
        look();
        Thread.sleep(interval);
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  /// Looks once.
  public void look() {
    neighbour.run();
    Sight.Info now = reader.get();
    boolean settled = !(now instanceof Sight.Info.Unreadable) || now.equals(last);
    last = now;
    if (settled && !now.equals(told)) {
      told = now;
      news.accept(now);
    }
  }
}
