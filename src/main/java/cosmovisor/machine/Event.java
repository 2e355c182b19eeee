package cosmovisor.machine;

import cosmovisor.os.ProcessExit;
import cosmovisor.os.Signal;
import cosmovisor.plan.UpgradePlan;

/// Something that happened.
public sealed interface Event {

  /// The disk was looked at, because an effect asked for it.
  record Observed(Sight sight) implements Event {}

  /// `data/upgrade-info.json` changed while a node runs.
  record InfoChanged(Sight.Info info) implements Event {}

  /// The node ended.
  record NodeExited(ProcessExit exit) implements Event {}

  /// The node could not be started; one line.
  record NodeNotStarted(String why) implements Event {}

  /// Somebody sent us a signal.
  record SignalReceived(Signal signal) implements Event {}

  /// A wait is over.
  record TimerFired(Effect.Timer timer) implements Event {}

  /// All that can be checked before an upgrade is well.
  record Prepared(UpgradePlan plan) implements Event {}

  /// Something that an upgrade needs is missing; one line.
  record NotPrepared(UpgradePlan plan, String why) implements Event {}

  /// A durable effect is done.
  record Done(Effect.Durable effect) implements Event {}

  /// A durable effect could not be done; one line.
  record Failed(Effect.Durable effect, String why) implements Event {}

  /// The node's `pre-upgrade` ended.
  record PreUpgradeEnded(Effect.RunPreUpgrade effect, ProcessExit exit) implements Event {}
}
