package cosmovisor.home;

import cosmovisor.os.Disk;
import cosmovisor.plan.UpgradePlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The versions that lie below `upgrades`.
public final class Versions {
  private final NodeHome home;
  private final Disk disk;

  public Versions(NodeHome home, Disk disk) {
    this.home = home;
    this.disk = disk;
  }

  /// The folder of a plan's version, if its binary is there.
  public Optional<Path> withBinary(UpgradePlan plan) throws IOException {
    for (Path folder : home.versionFolders(plan)) {
      if (disk.look(home.binary(folder)).isPresent()) {
        return Optional.of(folder);
      }
    }
    return Optional.empty();
  }

  /// The folder that a plan's binary goes to: one that an operator prepared, or the usual one.
  public Path target(UpgradePlan plan) throws IOException {
    List<Path> folders = home.versionFolders(plan);
    for (Path folder : folders) {
      if (disk.follow(folder).isPresent()) {
        return folder;
      }
    }
    return folders.getFirst();
  }
}
