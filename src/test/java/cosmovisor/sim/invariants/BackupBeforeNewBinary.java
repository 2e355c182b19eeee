package cosmovisor.sim.invariants;

import cosmovisor.sim.Witness.Start;
import cosmovisor.sim.World;
import java.nio.file.Path;
import java.util.List;

/// Before a version touches the data for the first time there is a backup of exactly what the
/// version before has committed, unless the operator does without. While the node catches up, and
/// for as long only, an older backup does: it signs nothing, and whoever goes back to that backup
/// loses minutes of syncing.
public final class BackupBeforeNewBinary extends Invariant {
  private int checked;

  @Override
  public void check(World world) {
    List<Start> starts = world.witness().starts();
    for (; checked < starts.size(); checked++) {
      Start start = starts.get(checked);
      if (world.story().settings().backup()
          && start.version() > start.dataVersion()
          && !(world.story().catchingUp() && !BackupWatch.backups(world).isEmpty())
          && BackupWatch.backups(world).stream().noneMatch(b -> isOf(world, b, start))) {
        throw violated(
            "version %d was started at height %d, and no backup of that exists",
            start.version(), start.committed());
      }
    }
  }

  private static boolean isOf(World world, Path backup, Start start) {
    var copied = see(() -> world.data().committedIn(backup));
    return copied.height() == start.committed() && copied.version() == start.dataVersion();
  }
}
