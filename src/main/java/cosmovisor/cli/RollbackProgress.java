package cosmovisor.cli;

import cosmovisor.backup.Pace;
import cosmovisor.config.GoDuration;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/// Tells an operator who waits how far a rollback is.
final class RollbackProgress {
  /// What is less is there before anybody has read the line.
  private static final long WORTH_A_LINE_BYTES = 1 << 20;

  private RollbackProgress() {}

  /// Is told the bytes of each file that comes.
  ///
  /// @param whole counts what there is to bring
  static LongConsumer of(Call call, LongSupplier whole) {
    Pace pace =
        new Pace(
            call.workplace().clock(),
            whole,
            told -> {
              if (told.total() >= WORTH_A_LINE_BYTES) {
                call.terminal().err(line(told));
              }
            });
    return pace::more;
  }

  static String line(Pace.Told told) {
    return "%,d of %,d MiB, %,d MiB/s%s"
        .formatted(
            told.done() >> 20,
            told.total() >> 20,
            told.perSecond() >> 20,
            told.left().map(left -> ", " + GoDuration.print(left) + " left").orElse(""));
  }
}
