package cosmovisor.backup;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Optional;

/// The newest backup of this home, as long as it is young.
///
/// @param within how old it may be; zero: none is young
public record RecentBackup(Backups backups, Duration within, InstantSource clock) {

  /// That backup, if there is one. One from the future is none: the clock was set back, and nobody
  /// knows how old it is.
  public Optional<Backup> find() throws IOException {
    if (within.isZero()) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    return backups.ours().stream()
        .filter(backup -> isYoung(backup, now))
        .max(Comparator.comparing(backup -> backup.taken().orElse(Instant.EPOCH)));
  }

  private boolean isYoung(Backup backup, Instant now) {
    return backup
        .taken()
        .filter(taken -> !taken.isAfter(now) && taken.plus(within).isAfter(now))
        .isPresent();
  }
}
