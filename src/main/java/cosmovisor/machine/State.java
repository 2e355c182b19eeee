package cosmovisor.machine;

import cosmovisor.os.ProcessExit;
import cosmovisor.plan.UpgradePlan;
import java.util.Comparator;
import java.util.Optional;

/// Where we are. A node lives in `Running` and `Stopping`, and in no other state.
public sealed interface State {

  /// No node yet, or none any more after an upgrade: waits for a sight of the disk to decide which
  /// version fits.
  ///
  /// @param left an upgrade that an earlier life of ours has begun and not ended
  /// @param failures how often in a row a node has ended with a failure
  record Starting(Optional<Left> left, int failures) implements State {

    /// With nothing left over.
    public Starting() {
      this(Optional.empty(), 0);
    }
  }

  /// The `current` link, which is missing, is being set.
  record Linking() implements State {}

  /// A node runs.
  ///
  /// @param known the upgrade that brought the data to this version, as far as is known
  /// @param next what is being done about an upgrade that was seen
  /// @param failures how often in a row a node before it has ended with a failure
  record Running(Optional<UpgradePlan> known, Next next, int failures) implements State {

    /// One behind no failure.
    public Running(Optional<UpgradePlan> known, Next next) {
      this(known, next, 0);
    }

    Running with(Next other) {
      return new Running(known, other, failures);
    }
  }

  /// The node was told to end.
  record Stopping(Why why) implements State {}

  /// The node ended without having been told to: waits for a sight of the disk to tell why.
  ///
  /// @param failures how often in a row, this one not counted
  record Settling(ProcessExit exit, int failures) implements State {

    /// Behind no failure.
    public Settling(ProcessExit exit) {
      this(exit, 0);
    }
  }

  /// No node, since it failed: waits before the next start.
  ///
  /// @param failures how often in a row
  record Resting(ProcessExit exit, int failures) implements State {}

  /// No node; an upgrade is being carried out.
  ///
  /// @param attempt counts the runs of a hook, from 1
  /// @param reached how far an earlier life of ours came with it
  record Upgrading(UpgradePlan plan, Stage stage, int attempt, Reached reached) implements State {

    /// One that no earlier life has begun.
    public Upgrading(UpgradePlan plan, Stage stage, int attempt) {
      this(plan, stage, attempt, Reached.NOTHING);
    }
  }

  /// The end.
  ///
  /// @param status ours
  /// @param error what an operator has to know, one line
  record Halted(int status, Optional<String> error) implements State {}

  /// What a running node's supervisor is doing about an upgrade.
  sealed interface Next {

    /// None is known of.
    record None() implements Next {}

    /// Its binary and all else that can be known beforehand is being checked, fetched if need be.
    record Preparing(UpgradePlan plan) implements Next {}

    /// Something is missing; it will be looked for again, and the node is left alone until then.
    ///
    /// @param why one line
    /// @param times how often it was looked for, up to where it makes no difference any more
    record Unprepared(UpgradePlan plan, String why, int times) implements Next {}
  }

  /// Why a node is told to end.
  sealed interface Why {

    /// Everything is ready to switch.
    record Upgrade(UpgradePlan plan) implements Why {}

    /// Somebody asked us.
    ///
    /// @param aWhileAgo whether another request is a second one, and no echo of the first
    record Asked(boolean aWhileAgo) implements Why {}
  }

  /// How far an upgrade has come.
  ///
  /// @param stage the one to go on with; those before it are done
  /// @param attempt of that stage, from 1
  record Reached(Stage stage, int attempt) implements Comparable<Reached> {
    static final Reached NOTHING = new Reached(Stage.PREPARE, 1);

    @Override
    public int compareTo(Reached other) {
      return Comparator.comparing(Reached::stage)
          .thenComparingInt(Reached::attempt)
          .compare(this, other);
    }
  }

  /// An upgrade that was broken off by the end of the process that carried it out.
  ///
  /// @param plan what counts of it are name and height
  record Left(UpgradePlan plan, Reached reached) {}

  /// The stages of an upgrade, in their order. Up to the switch each can be broken off and is done
  /// again by the next start; nothing before it changes what an old binary would find.
  enum Stage {
    PREPARE,
    DELAY,
    BACKUP,
    CUSTOM_HOOK,
    PRE_UPGRADE,
    SWITCH
  }
}
