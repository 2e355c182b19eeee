package cosmovisor.home;

import cosmovisor.os.Disk;
import cosmovisor.plan.PlanException;
import cosmovisor.plan.UpgradeInfo;
import cosmovisor.plan.UpgradePlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// A file that holds a plan for our own use: a version's record, or a copy that the original left.
public final class PlanFile {
  private PlanFile() {}

  /// The plan in it. As in the original, a file that is missing or holds no plan counts as none.
  ///
  /// @throws IOException if it is there and the disk does not give it: what it says is not known
  ///   then, and whoever took it for nothing could switch to an older version
  public static Optional<UpgradePlan> read(Disk disk, Path file) throws IOException {
    try {
      return disk.follow(file).isEmpty()
          ? Optional.empty()
          : Optional.of(UpgradeInfo.parseRecord(disk.read(file, UpgradeInfo.MAX_BYTES)));
    } catch (PlanException none) {
      return Optional.empty();
    }
  }
}
