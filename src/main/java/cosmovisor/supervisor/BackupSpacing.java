package cosmovisor.supervisor;

import cosmovisor.backup.Backup;
import cosmovisor.backup.RecentBackup;
import cosmovisor.plan.UpgradePlan;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Keeps backups from piling up while a node catches up.
///
/// On its way it goes through upgrades minutes apart, and a backup of each would fill the disk.
/// Whoever goes back to one of an upgrade before loses minutes of syncing and no signature, since a
/// node that catches up signs nothing. A node that does not, or of which nobody knows, is backed up
/// before each upgrade.
///
/// What was found out lives as long as this process: after a crash nobody knows any more, and a
/// backup is taken.
public final class BackupSpacing {
  private final RecentBackup recent;
  private final Sync sync;
  private volatile @Nullable LeftOut leftOut;

  /// An upgrade without a backup of its own, and the backup that there is.
  private record LeftOut(UpgradePlan plan, String older) {}

  /// Knows whether the node is catching up with its chain.
  public interface Sync {

    /// Whether it is; nothing if nobody knows.
    ///
    /// @param nodeRuns whether it can be asked
    Optional<Boolean> isCatchingUp(boolean nodeRuns);
  }

  public BackupSpacing(RecentBackup recent, Sync sync) {
    this.recent = recent;
    this.sync = sync;
  }

  /// Finds out whether this upgrade needs a backup of its own, before the node is stopped.
  ///
  /// @return whether it does
  boolean look(UpgradePlan plan, boolean nodeRuns) throws IOException {
    Optional<Backup> older = recent.find();
    boolean isLeftOut =
        older.isPresent()
            && sync.isCatchingUp(nodeRuns).filter(catchingUp -> catchingUp).isPresent();
    leftOut = isLeftOut ? new LeftOut(plan, older.get().name()) : null;
    return !isLeftOut;
  }

  /// The name of the backup that stands in for one of this upgrade, if that is left out.
  Optional<String> insteadOf(UpgradePlan plan) {
    return Optional.ofNullable(leftOut).filter(one -> one.plan().equals(plan)).map(LeftOut::older);
  }
}
