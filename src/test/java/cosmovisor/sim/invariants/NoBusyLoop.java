package cosmovisor.sim.invariants;

import cosmovisor.sim.Faults;
import cosmovisor.sim.World;
import java.time.Duration;

/// The loop turns when something happened, and not otherwise, and no node is started over and over.
public final class NoBusyLoop extends Invariant {
  private static final long WINDOW = Duration.ofSeconds(2).toNanos();
  private static final int MOST_TURNS = 60;
  private static final int MOST_STARTS = 3;
  private static final int MOST_VERBS = 1000;

  private long windowBegin;
  private int turns;
  private int verbs;
  private int life;
  private int starts;

  @Override
  public void check(World world) {
    if (life != world.lives()) {
      life = world.lives();
      newWindow(world);
    }
    if (world.agenda().nanos() - windowBegin > WINDOW) {
      newWindow(world);
    }
    if (world.turns() - turns > MOST_TURNS) {
      throw violated("more than %d turns in %d s", MOST_TURNS, WINDOW / 1_000_000_000);
    }
    if (world.verbs() - verbs > MOST_VERBS) {
      throw violated("more than %d verbs in %d s", MOST_VERBS, WINDOW / 1_000_000_000);
    }
    if (world.witness().starts().size() - starts > MOST_STARTS) {
      throw violated("more than %d nodes in %d s", MOST_STARTS, WINDOW / 1_000_000_000);
    }
  }

  private void newWindow(World world) {
    windowBegin = world.agenda().nanos();
    starts = world.witness().starts().size();
    turns = world.turns();
    verbs = world.verbs();
  }

  @Override
  public void verb(World world, Faults.Point point) {
    if (point.number() - verbs > 10 * MOST_VERBS) {
      throw violated("%d verbs without an end, the last %s", 10 * MOST_VERBS, point);
    }
  }
}
