package cosmovisor.sim.invariants;

import cosmovisor.sim.Chain;
import cosmovisor.sim.World;
import java.util.List;

/// Nothing that we print holds what stands in a plan's URL or the environment.
public final class NoSecretsInText extends Invariant {
  private int checked;

  @Override
  public void check(World world) {
    List<String> lines = world.witness().lines();
    for (; checked < lines.size(); checked++) {
      if (lines.get(checked).contains(Chain.SECRET)) {
        throw violated("%s", lines.get(checked));
      }
    }
  }
}
