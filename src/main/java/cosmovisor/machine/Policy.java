package cosmovisor.machine;

import java.time.Duration;
import java.util.Set;

/// What the operator decided beforehand.
///
/// @param shutdownGrace how long a node may take to end after SIGTERM; zero kills at once
/// @param restartDelay the wait between the node's end and the backup
/// @param preUpgradeMaxRetries how often `pre-upgrade` is run again after it asked for it
/// @param restartsOnFailure how often in a row a node that ended with a failure by itself is
///   started again
/// @param skippedHeights of upgrades that the node goes through by itself
public record Policy(
    boolean restartAfterUpgrade,
    Duration shutdownGrace,
    Duration restartDelay,
    boolean skipBackup,
    boolean hasCustomHook,
    int preUpgradeMaxRetries,
    int restartsOnFailure,
    Set<Long> skippedHeights) {
  public Policy {
    skippedHeights = Set.copyOf(skippedHeights);
  }
}
