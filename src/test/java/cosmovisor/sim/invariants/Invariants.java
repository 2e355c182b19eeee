package cosmovisor.sim.invariants;

import java.util.List;

/// All of them.
public final class Invariants {
  private Invariants() {}

  public static List<Invariant> all() {
    return List.of(
        new CurrentAlwaysRunnable(),
        new NeverOlderBinary(),
        new OneNodeAtATime(),
        new BackupBeforeNewBinary(),
        new BackupNeverChanges(),
        new HooksRunOnce(),
        new NothingUnverifiedVisible(),
        new EveryStopHasAReason(),
        new NoBusyLoop(),
        new NoSecretsInText(),
        new EventuallySettles());
  }
}
