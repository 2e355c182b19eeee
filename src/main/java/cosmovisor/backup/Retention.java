package cosmovisor.backup;

import java.time.Duration;

/// Which backups may go.
///
/// @param keep the newest ones stay, so many; 0: all
/// @param maxAge older ones go; zero: none
/// @param minFree bytes that are to be free where backups are, for which the oldest go; 0: none
public record Retention(int keep, Duration maxAge, long minFree) {
  /// Nothing is ever removed.
  public static final Retention EVERYTHING = new Retention(0, Duration.ZERO, 0);

  /// Whether anything is asked for.
  public boolean isAsked() {
    return keep > 0 || maxAge.isPositive() || minFree > 0;
  }

  /// The same while another backup is about to be taken, which is one of those that are kept.
  public Retention beforeAnother() {
    return keep > 1 ? new Retention(keep - 1, maxAge, minFree) : this;
  }
}
