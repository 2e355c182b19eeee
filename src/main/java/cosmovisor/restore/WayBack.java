package cosmovisor.restore;

import cosmovisor.backup.Backup;
import cosmovisor.plan.UpgradePlan;
import java.util.List;

/// Where a rollback leads to.
///
/// @param backup whose data is taken
/// @param plan the upgrade before which it was taken
/// @param parts the folders that are replaced
/// @param version to be run then, as a path below the cosmovisor folder
/// @param aside the ending of the names that today's folders are kept under
public record WayBack(
    Backup backup, UpgradePlan plan, List<String> parts, String version, String aside) {
  /// The data's part, as a backup's list calls it and as it lies in the home.
  public static final String DATA = "data";
}
