package cosmovisor.supervisor;

import cosmovisor.machine.Effect;
import cosmovisor.machine.Effect.StartTimer;
import cosmovisor.machine.Event;
import cosmovisor.machine.Event.TimerFired;
import cosmovisor.machine.State;
import cosmovisor.machine.State.Halted;
import cosmovisor.machine.Step;
import cosmovisor.machine.UpgradeMachine;
import java.util.Optional;
import java.util.function.LongSupplier;

/// Takes one event after the other, asks the machine what to do, and has it done.
///
/// The thread that calls [#run] owns the state and starts the node.
public final class Supervisor {
  private final UpgradeMachine machine;
  private final EffectRunner runner;
  private final Inbox inbox;
  private final Timers timers;

  private State state = new State.Starting();

  /// @param nanos a clock that no one sets, in nanoseconds
  public Supervisor(UpgradeMachine machine, EffectRunner runner, Inbox inbox, LongSupplier nanos) {
    this.machine = machine;
    this.runner = runner;
    this.inbox = inbox;
    this.timers = new Timers(nanos);
  }

  /// Supervises to the end.
  public Halted run() {
    take(machine.start());
    while (true) {
      if (state instanceof Halted halted) {
        runner.close();
        return halted;
      }
      take(machine.decide(state, next()));
    }
  }

  private Event next() {
    while (true) {
      Optional<Effect.Timer> due = timers.due();
      if (due.isPresent()) {
        return new TimerFired(due.get());
      }
      Optional<Event> event = inbox.next(timers.patience());
      if (event.isPresent()) {
        return event.get();
      }
    }
  }

  private void take(Step step) {
    state = step.state();
    for (Effect effect : step.effects()) {
      if (effect instanceof StartTimer timer) {
        timers.start(timer.timer(), timer.length());
      } else {
        runner.perform(effect);
      }
    }
  }
}
