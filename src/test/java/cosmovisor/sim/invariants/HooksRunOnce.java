package cosmovisor.sim.invariants;

import cosmovisor.machine.Notice;
import cosmovisor.sim.Life;
import cosmovisor.sim.World;

/// A `pre-upgrade` of which the operator was told that it succeeded is not run again by a life
/// after a crash: a migration that runs twice may spoil what it has made.
///
/// It is once a node was started, or the upgrade was given up: with a word to the operator, or
/// because the disk failed, and the crash was quicker than the word.
public final class HooksRunOnce extends Invariant {
  private boolean done;
  private int version;
  private int runs;
  private int nodes;
  private int failures;

  @Override
  public void said(World world, Notice notice) {
    if (notice instanceof Notice.PreUpgradeSuccessful) {
      done = true;
      version = world.witness().lastPreUpgrade();
      runs = world.witness().preUpgradeStarts(version);
      nodes = world.witness().starts().size();
      failures = world.witness().failures();
    }
  }

  @Override
  public void check(World world) {
    done &= nodes == world.witness().starts().size() && failures == world.witness().failures();
    if (done && world.witness().preUpgradeStarts(version) > runs) {
      throw violated("pre-upgrade of version %d had succeeded, and was run again", version);
    }
  }

  @Override
  public void ended(World world, Life.End end) {
    done = false;
  }
}
