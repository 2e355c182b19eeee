package cosmovisor.sim.invariants;

import cosmovisor.os.Disk;
import cosmovisor.sim.World;
import java.nio.file.Path;
import java.util.List;

/// Finds backups as operators do: by name.
final class BackupWatch {
  private static final String PREFIX = "data-backup-";

  private BackupWatch() {}

  static List<Path> backups(World world) {
    return Invariant.see(
        () ->
            world.disk().tree().list(world.home().home()).stream()
                .filter(path -> String.valueOf(path.getFileName()).startsWith(PREFIX))
                .filter(path -> isFolder(world, path))
                .toList());
  }

  private static boolean isFolder(World world, Path path) {
    return Invariant.see(() -> world.disk().tree().facts(path, false))
        .filter(facts -> facts.kind() == Disk.Kind.FOLDER)
        .isPresent();
  }
}
