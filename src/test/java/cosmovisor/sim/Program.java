package cosmovisor.sim;

import cosmovisor.os.Signal;

/// What a simulated process does: nothing blocks, the next step is put on the agenda.
interface Program {
  /// Its first instruction.
  void begin(SimProcess self);

  /// What it does about a signal; most programs die of it. SIGKILL does not get here.
  default void signal(SimProcess self, Signal signal) {
    self.die(signal);
  }
}
