package cosmovisor.home;

import cosmovisor.os.Disk;
import cosmovisor.plan.PlanException;
import cosmovisor.plan.UpgradeInfo;
import cosmovisor.plan.UpgradePlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// A file that holds a plan for our own use: a version's record, or a copy that the original left.
final class PlanFile {
  private PlanFile() {}

  /// The plan in it. As the original does, a file that can't be read counts as none.
  static Optional<UpgradePlan> read(Disk disk, Path file) {
    try {
      return Optional.of(UpgradeInfo.parseRecord(disk.read(file, UpgradeInfo.MAX_BYTES)));
    } catch (IOException | PlanException none) {
      return Optional.empty();
    }
  }
}
