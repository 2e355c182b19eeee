package cosmovisor.sim.invariants;

import cosmovisor.os.Disk;
import cosmovisor.sim.SimTree;
import cosmovisor.sim.World;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Once there is a `current` link it is never missing or dangling, and a binary lies behind it: a
/// start without it would run genesis, a binary from years ago, on today's data.
///
/// On a new home a power cut may take the link back as long as no later version was switched to:
/// without it genesis is linked again, which is right then.
public final class CurrentAlwaysRunnable extends Invariant {
  private static final String BINARY = "bin/simd";

  private final Changes changes = new Changes();
  private boolean beyondGenesis;
  private boolean seen;
  private @Nullable SimTree before;

  @Override
  public void check(World world) {
    if (!changes.sinceLast(world)) {
      return;
    }
    SimTree tree = world.disk().tree();
    Path current = world.home().current();
    if (tree != before) {
      before = tree;
      seen = beyondGenesis;
    }
    Optional<Disk.Facts> link = see(() -> tree.facts(current, false));
    if (link.isEmpty()) {
      if (seen) {
        throw violated("the current link is gone");
      }
      return;
    }
    seen = true;
    beyondGenesis |= !see(() -> tree.readLink(current)).endsWith("genesis");
    Path binary = current.resolve(BINARY);
    if (see(() -> tree.facts(binary, true)).isEmpty()) {
      throw violated("current leads to %s without a binary", see(() -> tree.readLink(current)));
    }
  }
}
