package cosmovisor.fetch;

import cosmovisor.fetch.FetchReport.Phase;
import java.util.concurrent.atomic.AtomicLong;

/// Counts the bytes of one phase, for the watchdog and for whoever waits.
final class Meter {
  private final AtomicLong done = new AtomicLong();
  private final Phase phase;
  private final ReportLines reports;
  private volatile long total = -1;

  Meter(Phase phase, ReportLines reports) {
    this.phase = phase;
    this.reports = reports;
  }

  /// Starts at nothing again.
  ///
  /// @param total bytes to expect, -1 if nobody knows
  void restart(long total) {
    this.total = total;
    done.set(0);
  }

  void add(long bytes) {
    reports.progress(phase, done.addAndGet(bytes), total);
  }

  long done() {
    return done.get();
  }
}
