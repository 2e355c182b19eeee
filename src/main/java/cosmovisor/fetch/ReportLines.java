package cosmovisor.fetch;

import cosmovisor.fetch.FetchReport.Phase;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/// Writes reports as lines: progress not more often than twice a second, and nothing behind the
/// result.
final class ReportLines {
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /// For what is too small to speak of.
  static final ReportLines SILENT = new ReportLines(OutputStream.nullOutputStream(), () -> {});

  private final OutputStream out;
  private final Runnable unheard;
  private long lastNanos = System.nanoTime() - PAUSE_NANOS;
  private boolean over;

  /// @param unheard called when nobody reads any more
  ReportLines(OutputStream out, Runnable unheard) {
    this.out = out;
    this.unheard = unheard;
  }

  synchronized void progress(Phase phase, long done, long total) {
    long now = System.nanoTime();
    if (!over && now - lastNanos >= PAUSE_NANOS) {
      lastNanos = now;
      write(new FetchReport.Progress(phase, done, total));
    }
  }

  synchronized void result(FetchReport result) {
    over = true;
    write(result);
  }

  private void write(FetchReport report) {
    try {
      out.write((report.line() + "\n").getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException broken) {
      unheard.run();
    }
  }
}
