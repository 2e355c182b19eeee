package cosmovisor.sim.invariants;

import cosmovisor.sim.Witness.Start;
import cosmovisor.sim.World;
import java.util.List;

/// No node is started on data that a newer one has written to, and none before its height.
public final class NeverOlderBinary extends Invariant {
  private int checked;

  @Override
  public void check(World world) {
    List<Start> starts = world.witness().starts();
    for (; checked < starts.size(); checked++) {
      Start start = starts.get(checked);
      if (start.version() < start.dataVersion()) {
        throw violated(
            "version %d was started on data of version %d", start.version(), start.dataVersion());
      }
      if (start.version() > world.chain().allowed(start.committed())) {
        throw violated(
            "version %d was started when only %d blocks were committed",
            start.version(), start.committed());
      }
    }
  }
}
