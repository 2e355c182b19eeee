package cosmovisor.supervisor;

import cosmovisor.machine.Effect;
import cosmovisor.machine.Effect.StartTimer;
import cosmovisor.machine.Event;
import cosmovisor.machine.Event.TimerFired;
import cosmovisor.machine.Recovery;
import cosmovisor.machine.State;
import cosmovisor.machine.State.Halted;
import cosmovisor.machine.Step;
import cosmovisor.machine.UpgradeMachine;
import java.time.Duration;
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
  public Halted run(Recovery recovery) {
    begin(recovery);
    Optional<Halted> end = Optional.empty();
    while (end.isEmpty()) {
      end = turn(timers.patience());
    }
    return end.get();
  }

  /// The first step.
  public void begin(Recovery recovery) {
    take(machine.start(recovery));
  }

  /// One turn of the loop: takes what happens next, waiting for it so long at most.
  ///
  /// @return the end, if this was it
  public Optional<Halted> turn(Optional<Duration> patience) {
    next(patience).ifPresent(event -> take(machine.decide(state, event)));
    if (state instanceof Halted halted) {
      runner.close();
      return Optional.of(halted);
    }
    return Optional.empty();
  }

  /// How long nothing happens if nobody posts anything, if that is limited.
  public Optional<Duration> patience() {
    return timers.patience();
  }

  private Optional<Event> next(Optional<Duration> patience) {
    Optional<Event> due = timers.due().map(TimerFired::new);
    return due.isPresent() ? due : inbox.next(patience);
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
