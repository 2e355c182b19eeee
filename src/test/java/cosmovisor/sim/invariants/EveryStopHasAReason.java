package cosmovisor.sim.invariants;

import cosmovisor.machine.Notice;
import cosmovisor.sim.Life;
import cosmovisor.sim.World;

/// Whoever finds us ended learns why: a failure comes with a sentence, and a good end was asked
/// for, or the node's own, or the operator's policy.
public final class EveryStopHasAReason extends Invariant {
  @Override
  public void ended(World world, Life.End end) {
    if (end.status() != 0 && end.error().filter(line -> !line.isBlank()).isEmpty()) {
      throw violated("status %d without a word", end.status());
    }
    if (end.error().filter(line -> line.contains("\n")).isPresent()) {
      throw violated("the reason is more than a line: %s", end.error().get());
    }
    boolean explained =
        end.status() != 0
            || end.asked()
            || world.witness().lastExit() == 0
            || end.said().stream().anyMatch(Notice.RestartIsOff.class::isInstance);
    if (!explained) {
      throw violated("status 0, and nobody wanted that; said %s", end.said());
    }
  }
}
