package cosmovisor.sim.invariants;

import cosmovisor.sim.SimTree;
import cosmovisor.sim.World;
import org.jspecify.annotations.Nullable;

/// Tells whether a disk has changed since it was last looked at, so that nobody looks in vain.
final class Changes {
  private @Nullable SimTree tree;
  private long count = -1;

  boolean sinceLast(World world) {
    SimTree now = world.disk().tree();
    boolean changed = now != tree || now.changes() != count;
    tree = now;
    count = now.changes();
    return changed;
  }

  long count() {
    return count;
  }
}
