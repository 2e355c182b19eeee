package cosmovisor.machine;

import cosmovisor.os.Signal;
import cosmovisor.plan.UpgradePlan;
import java.time.Duration;

/// Something to be done.
public sealed interface Effect {

  /// Lost with the process: nothing on disk depends on it.
  sealed interface Fleeting extends Effect {}

  /// Changes what the next start finds. Each may be done twice with the same outcome as once, since
  /// after a crash nobody knows whether it was done. The journal has its *begun* and *done* around
  /// exactly these.
  sealed interface Durable extends Effect {}

  /// Look at the disk; answered by [Event.Observed].
  record Look() implements Fleeting {}

  /// Start the node of the current version.
  record StartNode() implements Fleeting {}

  /// Send the node a signal.
  record SignalNode(Signal signal) implements Fleeting {}

  /// Wait; answered by [Event.TimerFired]. A second one of the same name takes the first one's
  /// place.
  record StartTimer(Timer timer, Duration length) implements Fleeting {}

  /// Tell the operator.
  record Say(Notice notice) implements Fleeting {}

  /// Check all that can be checked before a node is stopped: the new binary there or fetched,
  /// runnable on this machine, room for the backup. Fleeting, though it may install a binary: that
  /// is published whole or not at all, and no start depends on it before the switch.
  ///
  /// @param nodeRuns whether a node can be asked for its height
  record Prepare(UpgradePlan plan, boolean nodeRuns) implements Fleeting {}

  /// Run the new version's `pre-upgrade`; answered by [Event.PreUpgradeEnded].
  record RunPreUpgrade(UpgradePlan plan, int attempt) implements Durable {}

  /// Make the `current` link lead to genesis, if there is none.
  record LinkGenesis() implements Durable {}

  /// Make the `current` link lead to a version that was switched to before.
  record RepairLink(UpgradePlan plan) implements Durable {}

  /// Back the data up, unless that was done for this upgrade.
  record TakeBackup(UpgradePlan plan) implements Durable {}

  /// Run the operator's own script.
  record RunCustomHook(UpgradePlan plan) implements Durable {}

  /// Record the plan beside the new version, then make the `current` link lead to it.
  record Switch(UpgradePlan plan) implements Durable {}

  /// The waits.
  enum Timer {
    /// For a node to end.
    GRACE,
    /// Between the node's end and the backup.
    DELAY,
    /// Before looking again for what an upgrade lacks.
    RETRY,
    /// Behind a request to stop, before another one counts as a second.
    ECHO,
    /// Before a node that failed is started again.
    REST,
    /// Until a node has run for so long that its next failure is the first one.
    STEADY
  }
}
