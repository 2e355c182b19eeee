package cosmovisor.machine;

import cosmovisor.machine.Effect.LinkGenesis;
import cosmovisor.machine.Effect.Look;
import cosmovisor.machine.Effect.Prepare;
import cosmovisor.machine.Effect.RepairLink;
import cosmovisor.machine.Effect.RunCustomHook;
import cosmovisor.machine.Effect.RunPreUpgrade;
import cosmovisor.machine.Effect.Say;
import cosmovisor.machine.Effect.SignalNode;
import cosmovisor.machine.Effect.StartNode;
import cosmovisor.machine.Effect.StartTimer;
import cosmovisor.machine.Effect.Switch;
import cosmovisor.machine.Effect.TakeBackup;
import cosmovisor.machine.Effect.Timer;
import cosmovisor.machine.Event.Done;
import cosmovisor.machine.Event.Failed;
import cosmovisor.machine.Event.HeightSeen;
import cosmovisor.machine.Event.InfoChanged;
import cosmovisor.machine.Event.NodeExited;
import cosmovisor.machine.Event.NodeNotStarted;
import cosmovisor.machine.Event.NotPrepared;
import cosmovisor.machine.Event.Observed;
import cosmovisor.machine.Event.Postponed;
import cosmovisor.machine.Event.PreUpgradeEnded;
import cosmovisor.machine.Event.Prepared;
import cosmovisor.machine.Event.SignalReceived;
import cosmovisor.machine.Event.TimerFired;
import cosmovisor.machine.Sight.Info.Absent;
import cosmovisor.machine.Sight.Info.Planned;
import cosmovisor.machine.Sight.Info.Unreadable;
import cosmovisor.machine.State.Halted;
import cosmovisor.machine.State.Linking;
import cosmovisor.machine.State.Next;
import cosmovisor.machine.State.Running;
import cosmovisor.machine.State.Settling;
import cosmovisor.machine.State.Stage;
import cosmovisor.machine.State.Starting;
import cosmovisor.machine.State.Stopping;
import cosmovisor.machine.State.Upgrading;
import cosmovisor.machine.State.Why;
import cosmovisor.os.ExitCode;
import cosmovisor.os.ProcessExit;
import cosmovisor.os.Signal;
import cosmovisor.plan.UpgradePlan;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Decides, and does nothing.
///
/// # Which version fits
///
/// Before every start, and after every end of a node that nobody asked for, the disk is looked at,
/// and [Fitting] tells which version is right for the data. No other is started.
///
/// # The order of an upgrade
///
/// While the node still runs, everything that can fail harmlessly is done: binary there, or
/// fetched; for this machine; room for the backup ([Prepare]). If something is missing the node is
/// left alone and we look again later. Then: stop, delay, backup, the operator's hook, the new
/// binary's `pre-upgrade`, the switch of the link, start. The link is switched last because it is
/// what a restart goes by: whatever happens before it, the next start finds the upgrade still to
/// do, and whatever happens after it finds the upgrade done.
///
/// # A stop that was asked for
///
/// is never turned into an upgrade. The upgrade waits for the next start.
///
/// An event that says nothing new in a state (a timer that is no longer waited for, an effect's
/// late end) changes nothing.
public final class UpgradeMachine {
  /// How soon to look again for what an upgrade lacks: soon enough for an operator who has just put
  /// the binary there. Doubled each time, up to 80 s, for the sake of a server that keeps failing.
  static final Duration RETRY = Duration.ofSeconds(5);

  private static final int RETRY_DOUBLINGS = 5;

  /// `pre-upgrade` exit codes that the SDK defines, besides 0.
  private static final int PRE_UPGRADE_MISSING = 1;

  private static final int PRE_UPGRADE_RETRY = 31;

  /// Which of several requests to stop is taken for despair.
  private static final int KILLING_STOP = 3;

  private final Policy policy;

  public UpgradeMachine(Policy policy) {
    this.policy = policy;
  }

  /// The first step of every life: look before anything is started.
  public Step start() {
    return Step.of(new Starting(), new Look());
  }

  /// What to do, now that this has happened.
  public Step decide(State state, Event event) {
    return switch (state) {
      case Starting starting -> starting(starting, event);
      case Linking linking -> linking(linking, event);
      case Running running -> running(running, event);
      case Stopping stopping -> stopping(stopping, event);
      case Settling settling -> settling(settling, event);
      case Upgrading upgrading -> upgrading(upgrading, event);
      case Halted halted -> Step.of(halted);
    };
  }

  private Step starting(Starting state, Event event) {
    return switch (event) {
      case Observed observed -> fit(observed.sight());
      case SignalReceived received -> stopWithoutNode(state, received.signal());
      default -> Step.of(state);
    };
  }

  private Step fit(Sight sight) {
    return switch (Fitting.of(sight, policy.skippedHeights())) {
      case Fitting.Start start ->
          // An unreadable file is not mentioned: the watcher will meet it, and it is told once.
          Step.of(new Running(start.known(), new Next.None()), new StartNode());
      case Fitting.Upgrade upgrade -> begin(upgrade.plan());
      case Fitting.First _ -> Step.of(new Linking(), new LinkGenesis());
      case Fitting.Relink relink -> Step.of(new Linking(), new RepairLink(relink.plan()));
      case Fitting.Unknown unknown -> halt(unknown.problem());
    };
  }

  private Step linking(Linking state, Event event) {
    return switch (event) {
      case Done done
          when done.effect() instanceof LinkGenesis || done.effect() instanceof RepairLink ->
          Step.of(new Starting(), new Look());
      case Failed failed -> halt(failed.why());
      case SignalReceived received -> stopWithoutNode(state, received.signal());
      default -> Step.of(state);
    };
  }

  private Step running(Running state, Event event) {
    return switch (event) {
      case InfoChanged changed -> infoChanged(state, changed.info());
      case HeightSeen seen -> heightSeen(state, seen);
      case Postponed postponed when isNext(state, postponed.plan()) ->
          Step.of(
              new Running(state.known(), new Next.None()),
              new Say(new Notice.WaitingForHeight(postponed.plan())));
      case Prepared prepared when isNext(state, prepared.plan()) -> stopFor(prepared.plan());
      case NotPrepared missing when isNext(state, missing.plan()) -> leaveAlone(state, missing);
      case TimerFired(Timer timer) when timer == Timer.RETRY -> lookAgain(state);
      case NodeExited exited -> exited(state, exited.exit());
      case NodeNotStarted failed -> halt(failed.why());
      case SignalReceived received -> signalled(state, received.signal());
      default -> Step.of(state);
    };
  }

  private Step infoChanged(Running state, Sight.Info info) {
    return switch (info) {
      case Absent _ -> Step.of(state);
      case Unreadable unreadable ->
          Step.of(state, new Say(new Notice.InfoUnreadable(unreadable.why())));
      case Planned planned when isNews(state, planned.plan()) -> news(state, planned.plan());
      case Planned _ -> Step.of(state);
    };
  }

  private Step news(Running state, UpgradePlan plan) {
    return policy.skippedHeights().contains(plan.height())
        ? Step.of(
            new Running(Optional.of(plan), state.next()), new Say(new Notice.UpgradeSkipped(plan)))
        : new Step(new Running(state.known(), new Next.Preparing(plan)), announce(state, plan));
  }

  /// The lowest scheduled upgrade that is due. One whose height passed while we were busy, or away,
  /// is due as well: none is forgotten because another stands before it.
  private Step heightSeen(Running state, HeightSeen seen) {
    return seen.schedule().stream()
        .filter(plan -> plan.height() <= seen.height())
        .filter(plan -> !policy.skippedHeights().contains(plan.height()))
        .findFirst()
        .filter(_ -> state.next() instanceof Next.None)
        .map(plan -> news(state, plan))
        .orElseGet(() -> Step.of(state));
  }

  /// A new name, or the same one at a greater height; and not what we are busy with already, nor
  /// what lies in the node's file from before a switch of the operator's.
  private static boolean isNews(Running state, UpgradePlan plan) {
    return !nextPlan(state).equals(Optional.of(plan))
        && state
            .known()
            .map(
                known ->
                    plan.height() > known.height()
                        || !(known.isScheduled() || known.isSameUpgradeAs(plan)))
            .orElse(true);
  }

  private static List<Effect> announce(Running state, UpgradePlan plan) {
    Say seen = new Say(new Notice.UpgradeSeen(plan));
    return state
        .known()
        .filter(known -> plan.height() <= known.height())
        .<List<Effect>>map(
            known ->
                List.of(
                    seen,
                    new Say(new Notice.HeightNotAbove(plan, known.height())),
                    new Prepare(plan, true)))
        .orElseGet(() -> List.of(seen, new Prepare(plan, true)));
  }

  private static Optional<UpgradePlan> nextPlan(Running state) {
    return switch (state.next()) {
      case Next.None _ -> Optional.empty();
      case Next.Preparing preparing -> Optional.of(preparing.plan());
      case Next.Unprepared unprepared -> Optional.of(unprepared.plan());
    };
  }

  private static boolean isNext(Running state, UpgradePlan plan) {
    return nextPlan(state).equals(Optional.of(plan));
  }

  /// Told once, however often it is looked for.
  private static Step leaveAlone(Running state, NotPrepared missing) {
    Next.Unprepared before =
        state.next() instanceof Next.Unprepared unprepared
            ? unprepared
            : new Next.Unprepared(missing.plan(), "", 0);
    int times = Math.min(before.times() + 1, RETRY_DOUBLINGS);
    Running waiting =
        new Running(state.known(), new Next.Unprepared(missing.plan(), missing.why(), times));
    StartTimer again = new StartTimer(Timer.RETRY, RETRY.multipliedBy(1L << (times - 1)));
    return before.why().equals(missing.why())
        ? Step.of(waiting, again)
        : Step.of(waiting, new Say(new Notice.NotPrepared(missing.plan(), missing.why())), again);
  }

  private static Step lookAgain(Running state) {
    return state.next() instanceof Next.Unprepared unprepared
        ? Step.of(state, new Prepare(unprepared.plan(), true))
        : Step.of(state);
  }

  private Step stopFor(UpgradePlan plan) {
    Stopping stopping = new Stopping(new Why.Upgrade(plan));
    Say why = new Say(new Notice.ShuttingDown());
    if (policy.shutdownGrace().isZero()) {
      return Step.of(stopping, why, new SignalNode(Signal.KILL));
    }
    return Step.of(
        stopping,
        why,
        new SignalNode(Signal.TERM),
        new StartTimer(Timer.GRACE, policy.shutdownGrace()),
        new Say(new Notice.WaitingForExit(policy.shutdownGrace())));
  }

  /// The node ended by itself. A plan that is being prepared needs no second look: the node wrote
  /// it and went, as nodes do.
  private static Step exited(Running state, ProcessExit exit) {
    return switch (state.next()) {
      case Next.None _ -> Step.of(new Settling(exit), new Look());
      case Next.Preparing preparing -> Step.of(new Upgrading(preparing.plan(), Stage.PREPARE, 1));
      case Next.Unprepared unprepared -> begin(unprepared.plan());
    };
  }

  private Step signalled(Running state, Signal signal) {
    return signal.asksToStop() ? stopAsked(signal, 1) : Step.of(state, new SignalNode(signal));
  }

  /// The signal itself goes to the node, which knows best what it means; a third one kills, and so
  /// does each after it.
  private Step stopAsked(Signal signal, int times) {
    Stopping stopping = new Stopping(new Why.Asked(signal, Math.min(times, KILLING_STOP)));
    SignalNode hand = new SignalNode(times < KILLING_STOP ? signal : Signal.KILL);
    return policy.shutdownGrace().isZero() || times > 1
        ? Step.of(stopping, hand)
        : Step.of(stopping, hand, new StartTimer(Timer.GRACE, policy.shutdownGrace()));
  }

  private Step stopping(Stopping state, Event event) {
    return switch (event) {
      case NodeExited exited -> stopped(state.why(), exited.exit());
      case NodeNotStarted failed -> halt(failed.why());
      case TimerFired(Timer timer) when timer == Timer.GRACE ->
          Step.of(state, new Say(new Notice.GraceExceeded()), new SignalNode(Signal.KILL));
      case SignalReceived received when received.signal().asksToStop() ->
          stopAsked(received.signal(), timesAsked(state.why()) + 1);
      case SignalReceived received -> Step.of(state, new SignalNode(received.signal()));
      default -> Step.of(state);
    };
  }

  private static int timesAsked(Why why) {
    return switch (why) {
      case Why.Upgrade _ -> 0;
      case Why.Asked asked -> asked.times();
    };
  }

  private Step stopped(Why why, ProcessExit exit) {
    return switch (why) {
      case Why.Asked _ -> halt(exit);
      case Why.Upgrade upgrade -> {
        Step next = after(Stage.PREPARE, upgrade.plan());
        yield exit.status() == 0 ? sayFirst(new Notice.AppExited(), next) : next;
      }
    };
  }

  private Step settling(Settling state, Event event) {
    return switch (event) {
      case Observed observed -> settle(state.exit(), observed.sight());
      case SignalReceived received when received.signal().asksToStop() -> halt(state.exit());
      default -> Step.of(state);
    };
  }

  private Step settle(ProcessExit exit, Sight sight) {
    return Fitting.of(sight, policy.skippedHeights()) instanceof Fitting.Upgrade upgrade
        ? begin(upgrade.plan())
        : halt(exit);
  }

  /// An upgrade without a node that could be left alone: what is missing ends us.
  private static Step begin(UpgradePlan plan) {
    return Step.of(
        new Upgrading(plan, Stage.PREPARE, 1),
        new Say(new Notice.UpgradeSeen(plan)),
        new Prepare(plan, false));
  }

  private Step upgrading(Upgrading state, Event event) {
    UpgradePlan plan = state.plan();
    return switch (event) {
      case Prepared prepared when at(state, Stage.PREPARE, prepared.plan()) ->
          after(Stage.PREPARE, plan);
      case NotPrepared missing when at(state, Stage.PREPARE, missing.plan()) -> halt(missing.why());
      case Postponed postponed when at(state, Stage.PREPARE, postponed.plan()) ->
          Step.of(new Starting(), new Say(new Notice.WaitingForHeight(plan)), new Look());
      case TimerFired(Timer timer) when timer == Timer.DELAY && state.stage() == Stage.DELAY ->
          after(Stage.DELAY, plan);
      case PreUpgradeEnded ended when isAwaited(state, ended.effect()) ->
          preUpgradeEnded(state, ended.exit());
      case Done done when isAwaited(state, done.effect()) -> after(state.stage(), plan);
      case Failed failed when isAwaited(state, failed.effect()) -> halt(failed.why());
      case SignalReceived received -> stopWithoutNode(state, received.signal());
      default -> Step.of(state);
    };
  }

  private static boolean at(Upgrading state, Stage stage, UpgradePlan plan) {
    return state.stage() == stage && state.plan().equals(plan);
  }

  private static boolean isAwaited(Upgrading state, Effect effect) {
    return effectOf(state).filter(effect::equals).isPresent();
  }

  /// The effect that a stage waits for, other than timers and the preparation.
  private static Optional<Effect> effectOf(Upgrading state) {
    return switch (state.stage()) {
      case PREPARE, DELAY -> Optional.empty();
      case BACKUP -> Optional.of(new TakeBackup(state.plan()));
      case CUSTOM_HOOK -> Optional.of(new RunCustomHook(state.plan()));
      case PRE_UPGRADE -> Optional.of(new RunPreUpgrade(state.plan(), state.attempt()));
      case SWITCH -> Optional.of(new Switch(state.plan()));
    };
  }

  /// The stage behind one that is done, left out if the operator has no use for it.
  private Step after(Stage done, UpgradePlan plan) {
    return switch (done) {
      case PREPARE ->
          policy.restartDelay().isZero()
              ? after(Stage.DELAY, plan)
              : Step.of(
                  new Upgrading(plan, Stage.DELAY, 1),
                  new StartTimer(Timer.DELAY, policy.restartDelay()));
      case DELAY -> policy.skipBackup() ? after(Stage.BACKUP, plan) : enter(Stage.BACKUP, plan, 1);
      case BACKUP ->
          policy.hasCustomHook()
              ? enter(Stage.CUSTOM_HOOK, plan, 1)
              : after(Stage.CUSTOM_HOOK, plan);
      case CUSTOM_HOOK -> enter(Stage.PRE_UPGRADE, plan, 1);
      case PRE_UPGRADE -> enter(Stage.SWITCH, plan, 1);
      case SWITCH ->
          policy.restartAfterUpgrade()
              ? Step.of(new Starting(), new Say(new Notice.Relaunching()), new Look())
              : Step.of(
                  new Halted(ExitCode.OK, Optional.empty()), new Say(new Notice.RestartIsOff()));
    };
  }

  private static Step enter(Stage stage, UpgradePlan plan, int attempt) {
    Upgrading state = new Upgrading(plan, stage, attempt);
    return new Step(state, effectOf(state).stream().toList());
  }

  private Step preUpgradeEnded(Upgrading state, ProcessExit exit) {
    int status = exit.status();
    if (status == 0) {
      return sayFirst(new Notice.PreUpgradeSuccessful(), after(Stage.PRE_UPGRADE, state.plan()));
    }
    if (exit.equals(new ProcessExit.Code(PRE_UPGRADE_MISSING))) {
      return sayFirst(new Notice.PreUpgradeMissing(), after(Stage.PRE_UPGRADE, state.plan()));
    }
    if (!exit.equals(new ProcessExit.Code(PRE_UPGRADE_RETRY))) {
      return halt("pre-upgrade command failed : " + exit.words());
    }
    if (state.attempt() > policy.preUpgradeMaxRetries()) {
      return halt(
          "pre-upgrade command failed. reached max attempt of retries - "
              + policy.preUpgradeMaxRetries());
    }
    return sayFirst(
        new Notice.PreUpgradeRetried(state.attempt()),
        enter(Stage.PRE_UPGRADE, state.plan(), state.attempt() + 1));
  }

  /// Somebody asks us to stop and there is no node: what is under way is broken off or finished,
  /// and the next start goes on from there.
  private static Step stopWithoutNode(State state, Signal signal) {
    return signal.asksToStop()
        ? Step.of(
            new Halted(
                128 + signal.number(),
                Optional.of("stopped by SIG" + signal + "; the next start goes on from here")))
        : Step.of(state);
  }

  private static Step sayFirst(Notice notice, Step step) {
    return new Step(
        step.state(), Stream.concat(Stream.of(new Say(notice)), step.effects().stream()).toList());
  }

  private static Step halt(String error) {
    return Step.of(new Halted(ExitCode.FAILED, Optional.of(error)));
  }

  /// The node's end is ours.
  private static Step halt(ProcessExit exit) {
    return Step.of(
        new Halted(
            exit.status(), exit.status() == 0 ? Optional.empty() : Optional.of(exit.words())));
  }
}
