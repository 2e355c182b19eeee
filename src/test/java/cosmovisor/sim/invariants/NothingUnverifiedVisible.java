package cosmovisor.sim.invariants;

import static java.nio.charset.StandardCharsets.UTF_8;

import cosmovisor.os.Disk;
import cosmovisor.sim.SimTree;
import cosmovisor.sim.World;
import java.nio.file.Path;

/// What lies where a version's binary belongs is that binary, whole; and nothing else was ever
/// executed.
public final class NothingUnverifiedVisible extends Invariant {
  private static final String BINARY = "bin/simd";

  private final Changes changes = new Changes();

  @Override
  public void check(World world) {
    if (!world.witness().torn().isEmpty()) {
      throw violated("this was executed: %s", world.witness().torn());
    }
    if (world.story().downloads() && changes.sinceLast(world)) {
      SimTree tree = world.disk().tree();
      for (Path version : see(() -> tree.list(world.home().upgrades()))) {
        if (!String.valueOf(version.getFileName()).startsWith(".")) {
          mustBeWhole(world, version.resolve(BINARY));
        }
      }
    }
  }

  private void mustBeWhole(World world, Path binary) {
    SimTree tree = world.disk().tree();
    boolean isThere =
        see(() -> tree.facts(binary, true)).filter(f -> f.kind() == Disk.Kind.FILE).isPresent();
    if (isThere && !world.isBinary(new String(see(() -> tree.read(binary, 10_000)), UTF_8))) {
      throw violated("%s is no whole binary", binary);
    }
  }
}
