package cosmovisor.machine;

import cosmovisor.os.ProcessExit;
import cosmovisor.os.Signal;
import cosmovisor.plan.UpgradePlan;
import java.util.List;

/// Something that happened.
public sealed interface Event {

  /// The disk was looked at, because an effect asked for it.
  record Observed(Sight sight) implements Event {}

  /// `data/upgrade-info.json` changed while a node runs.
  record InfoChanged(Sight.Info info) implements Event {}

  /// The chain's height, and the upgrades that the operator scheduled and that are not done, the
  /// lowest first.
  ///
  /// @param height of the last block that the running node has committed
  record HeightSeen(long height, List<UpgradePlan> schedule) implements Event {
    public HeightSeen {
      schedule = List.copyOf(schedule);
    }
  }

  /// The node ended.
  record NodeExited(ProcessExit exit) implements Event {}

  /// The node could not be started; one line.
  record NodeNotStarted(String why) implements Event {}

  /// Somebody sent us a signal.
  ///
  /// @param toGroup whether the kernel sent it to the node as well, as for a key at the terminal
  record SignalReceived(Signal signal, boolean toGroup) implements Event {

    /// One that came to us alone.
    public SignalReceived(Signal signal) {
      this(signal, false);
    }
  }

  /// A wait is over.
  record TimerFired(Effect.Timer timer) implements Event {}

  /// All that can be checked before an upgrade is well.
  record Prepared(UpgradePlan plan) implements Event {}

  /// The plan can't be the node's own word, since the chain has not come to its height: it is a
  /// schedule, and has been put to the others.
  record Postponed(UpgradePlan plan) implements Event {}

  /// Something that an upgrade needs is missing; one line.
  record NotPrepared(UpgradePlan plan, String why) implements Event {}

  /// A durable effect is done.
  record Done(Effect.Durable effect) implements Event {}

  /// A durable effect could not be done; one line.
  record Failed(Effect.Durable effect, String why) implements Event {}

  /// The node's `pre-upgrade` ended.
  record PreUpgradeEnded(Effect.RunPreUpgrade effect, ProcessExit exit) implements Event {}
}
