package cosmovisor.sim.invariants;

import cosmovisor.sim.Faults;
import cosmovisor.sim.Verb;
import cosmovisor.sim.World;

/// Never two nodes, nor a node beside anything else that changes the data, be its supervisor dead
/// or alive: two validators with one key sign twice. And nobody changes data that are being copied.
public final class OneNodeAtATime extends Invariant {
  @Override
  public void check(World world) {
    world
        .witness()
        .clash()
        .ifPresent(
            clash -> {
              throw violated("%s was started beside %s", clash.one(), clash.other());
            });
  }

  @Override
  public void verb(World world, Faults.Point point) {
    if (point.verb() == Verb.COPY && point.what().contains(".partial") && world.isDataInUse()) {
      throw violated("the data are copied to %s while somebody may write to them", point.what());
    }
  }
}
