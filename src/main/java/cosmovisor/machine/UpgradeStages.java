package cosmovisor.machine;

import cosmovisor.machine.Effect.Look;
import cosmovisor.machine.Effect.Prepare;
import cosmovisor.machine.Effect.RunCustomHook;
import cosmovisor.machine.Effect.RunPreUpgrade;
import cosmovisor.machine.Effect.Say;
import cosmovisor.machine.Effect.StartTimer;
import cosmovisor.machine.Effect.Switch;
import cosmovisor.machine.Effect.TakeBackup;
import cosmovisor.machine.Effect.Timer;
import cosmovisor.machine.Event.Done;
import cosmovisor.machine.Event.Failed;
import cosmovisor.machine.Event.NotPrepared;
import cosmovisor.machine.Event.Postponed;
import cosmovisor.machine.Event.PreUpgradeEnded;
import cosmovisor.machine.Event.Prepared;
import cosmovisor.machine.Event.SignalReceived;
import cosmovisor.machine.Event.TimerFired;
import cosmovisor.machine.State.Halted;
import cosmovisor.machine.State.Left;
import cosmovisor.machine.State.Reached;
import cosmovisor.machine.State.Stage;
import cosmovisor.machine.State.Starting;
import cosmovisor.machine.State.Upgrading;
import cosmovisor.os.ExitCode;
import cosmovisor.os.ProcessExit;
import cosmovisor.plan.UpgradePlan;
import java.util.Optional;

/// The stages of an upgrade, while no node runs.
///
/// An upgrade that was broken off is gone on with where it had come to. Three of its stages are
/// gone through again all the same: what it needs is checked, since it may have gone away; the
/// backup is looked for, since without one nothing goes on; and the stage that was under way.
final class UpgradeStages {
  /// `pre-upgrade` exit codes that the SDK defines, besides 0.
  private static final int PRE_UPGRADE_MISSING = 1;

  private static final int PRE_UPGRADE_RETRY = 31;

  private final Policy policy;

  UpgradeStages(Policy policy) {
    this.policy = policy;
  }

  /// An upgrade without a node that could be left alone: what is missing ends us.
  ///
  /// @param left what an earlier life did not end, of whatever plan
  Step begin(UpgradePlan plan, Optional<Left> left) {
    Reached reached =
        left.filter(one -> one.plan().isSamePlanAs(plan))
            .map(Left::reached)
            .orElse(Reached.NOTHING);
    Step step = Step.of(new Upgrading(plan, Stage.PREPARE, 1, reached), new Prepare(plan, false));
    return reached.equals(Reached.NOTHING)
        ? step.saidFirst(new Notice.UpgradeSeen(plan))
        : step.saidFirst(new Notice.UpgradeResumed(plan, reached.stage()));
  }

  /// All is prepared, and the node has ended as it was told.
  Step nodeStopped(UpgradePlan plan) {
    return after(new Upgrading(plan, Stage.PREPARE, 1));
  }

  /// What to do, now that this has happened.
  Step decide(Upgrading state, Event event) {
    return switch (event) {
      case Prepared prepared when at(state, Stage.PREPARE, prepared.plan()) -> after(state);
      case NotPrepared missing when at(state, Stage.PREPARE, missing.plan()) ->
          UpgradeMachine.halt(missing.why());
      case Postponed postponed when at(state, Stage.PREPARE, postponed.plan()) ->
          Step.of(new Starting(), new Say(new Notice.WaitingForHeight(state.plan())), new Look());
      case TimerFired(Timer timer) when timer == Timer.DELAY && state.stage() == Stage.DELAY ->
          after(state);
      case PreUpgradeEnded ended when isAwaited(state, ended.effect()) ->
          preUpgradeEnded(state, ended.exit());
      case Done done when isAwaited(state, done.effect()) -> after(state);
      case Failed failed when isAwaited(state, failed.effect()) ->
          UpgradeMachine.halt(failed.why());
      case SignalReceived received -> UpgradeMachine.stopWithoutNode(state, received.signal());
      default -> Step.of(state);
    };
  }

  private static boolean at(Upgrading state, Stage stage, UpgradePlan plan) {
    return state.stage() == stage && state.plan().equals(plan);
  }

  private static boolean isAwaited(Upgrading state, Effect effect) {
    return effectOf(state).equals(Optional.of(effect));
  }

  /// What a stage does, other than timers and the preparation.
  private static Optional<Effect> effectOf(Upgrading state) {
    return switch (state.stage()) {
      case PREPARE, DELAY -> Optional.empty();
      case BACKUP -> Optional.of(new TakeBackup(state.plan()));
      case CUSTOM_HOOK -> Optional.of(new RunCustomHook(state.plan()));
      case PRE_UPGRADE -> Optional.of(new RunPreUpgrade(state.plan(), state.attempt()));
      case SWITCH -> Optional.of(new Switch(state.plan()));
    };
  }

  /// The stage behind one that is done; left out if the operator has no use for it, or if an
  /// earlier life did it.
  private Step after(Upgrading state) {
    return switch (state.stage()) {
      case PREPARE ->
          policy.restartDelay().isZero() || isDone(state, Stage.DELAY)
              ? after(at(state, Stage.DELAY))
              : Step.of(at(state, Stage.DELAY), new StartTimer(Timer.DELAY, policy.restartDelay()));
      case DELAY ->
          policy.skipBackup() ? after(at(state, Stage.BACKUP)) : enter(state, Stage.BACKUP);
      case BACKUP ->
          policy.hasCustomHook() && !isDone(state, Stage.CUSTOM_HOOK)
              ? enter(state, Stage.CUSTOM_HOOK)
              : after(at(state, Stage.CUSTOM_HOOK));
      case CUSTOM_HOOK ->
          isDone(state, Stage.PRE_UPGRADE)
              ? after(at(state, Stage.PRE_UPGRADE))
              : enter(state, Stage.PRE_UPGRADE);
      case PRE_UPGRADE -> enter(state, Stage.SWITCH);
      case SWITCH ->
          policy.restartAfterUpgrade()
              ? Step.of(new Starting(), new Say(new Notice.Relaunching()), new Look())
              : Step.of(
                  new Halted(ExitCode.OK, Optional.empty()), new Say(new Notice.RestartIsOff()));
    };
  }

  private static boolean isDone(Upgrading state, Stage stage) {
    return stage.compareTo(state.reached().stage()) < 0;
  }

  /// The same upgrade at another stage, whose hook is run for the first time in this life.
  private static Upgrading at(Upgrading state, Stage stage) {
    Reached reached = state.reached();
    return new Upgrading(
        state.plan(), stage, stage == reached.stage() ? reached.attempt() : 1, reached);
  }

  private static Step enter(Upgrading state, Stage stage) {
    return enter(at(state, stage));
  }

  private static Step enter(Upgrading state) {
    return new Step(state, effectOf(state).stream().toList());
  }

  private Step preUpgradeEnded(Upgrading state, ProcessExit exit) {
    int status = exit.status();
    if (status == 0) {
      return after(state).saidFirst(new Notice.PreUpgradeSuccessful());
    }
    if (exit.equals(new ProcessExit.Code(PRE_UPGRADE_MISSING))) {
      return after(state).saidFirst(new Notice.PreUpgradeMissing());
    }
    if (!exit.equals(new ProcessExit.Code(PRE_UPGRADE_RETRY))) {
      return UpgradeMachine.halt("pre-upgrade command failed : " + exit.words());
    }
    if (state.attempt() > policy.preUpgradeMaxRetries()) {
      return UpgradeMachine.halt(
          "pre-upgrade command failed. reached max attempt of retries - "
              + policy.preUpgradeMaxRetries());
    }
    Upgrading again =
        new Upgrading(state.plan(), state.stage(), state.attempt() + 1, state.reached());
    return enter(again).saidFirst(new Notice.PreUpgradeRetried(state.attempt()));
  }
}
