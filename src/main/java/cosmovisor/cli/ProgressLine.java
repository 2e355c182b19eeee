package cosmovisor.cli;

import cosmovisor.os.Terminal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// How far something is that takes more than a second, with rate and time left, on one line that is
/// shown again and again.
final class ProgressLine implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final Terminal terminal;
  private final InstantSource clock;
  private final String what;
  private final Instant begin;
  private Instant shown;
  private boolean isShown;

  ProgressLine(Terminal terminal, InstantSource clock, String what) {
    this.terminal = terminal;
    this.clock = clock;
    this.what = what;
    this.begin = clock.instant();
    this.shown = begin.plus(PATIENCE).minus(PAUSE);
  }

  /// So much is done by now; from any thread.
  synchronized void at(long done, long total) {
    Instant now = clock.instant();
    if (!now.isBefore(shown.plus(PAUSE))) {
      shown = now;
      isShown = true;
      terminal.progress(text(done, total, Duration.between(begin, now).toMillis()));
    }
  }

  private String text(long done, long total, long millis) {
    double bytesASecond = done * 1000.0 / Math.max(1, millis);
    String left =
        done == 0 || done > total
            ? ""
            : ", %d s left".formatted((long) Math.ceil((total - done) / bytesASecond));
    return "%s: %s of %s, %s/s%s"
        .formatted(
            what, HumanSize.of(done), HumanSize.of(total), HumanSize.of((long) bytesASecond), left);
  }

  @Override
  public synchronized void close() {
    if (isShown) {
      terminal.progress("");
    }
  }
}
