package cosmovisor.sim.invariants;

import cosmovisor.sim.World;
import java.time.Duration;

/// Once nothing goes wrong any more, the chain comes to its goal with its last version.
public final class EventuallySettles extends Invariant {
  private static final Duration LONGEST = Duration.ofMinutes(20);
  private static final int MOST_LIVES = 150;

  @Override
  public void check(World world) {
    if (world.lives() > MOST_LIVES || world.elapsed().compareTo(LONGEST) > 0) {
      throw violated(
          "the chain stands at %d, executed by version %d, after %d lives and %s; it should have"
              + " come to %d with version %d; said last: %s",
          world.witness().committed(),
          world.witness().committedBy(),
          world.lives(),
          world.elapsed(),
          world.chain().goal(),
          world.chain().lastVersion(),
          world.lastWords());
    }
  }
}
