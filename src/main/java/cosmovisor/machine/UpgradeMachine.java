package cosmovisor.machine;

import cosmovisor.machine.Effect.LinkGenesis;
import cosmovisor.machine.Effect.Look;
import cosmovisor.machine.Effect.Prepare;
import cosmovisor.machine.Effect.RepairLink;
import cosmovisor.machine.Effect.Say;
import cosmovisor.machine.Effect.SignalNode;
import cosmovisor.machine.Effect.StartNode;
import cosmovisor.machine.Effect.StartTimer;
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
import cosmovisor.machine.Event.Prepared;
import cosmovisor.machine.Event.SignalReceived;
import cosmovisor.machine.Event.TimerFired;
import cosmovisor.machine.Sight.Info.Absent;
import cosmovisor.machine.Sight.Info.Planned;
import cosmovisor.machine.Sight.Info.Unreadable;
import cosmovisor.machine.State.Halted;
import cosmovisor.machine.State.Linking;
import cosmovisor.machine.State.Next;
import cosmovisor.machine.State.Resting;
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
/// left alone and we look again later. Then the node is stopped, and [UpgradeStages] take over:
/// delay, backup, the operator's hook, the new binary's `pre-upgrade`, the switch of the link. Then
/// start.
///
/// # What a crash leaves
///
/// The next life looks at the disk as this one did. The link is switched last because it is what a
/// restart goes by: whatever happens before it, the next start finds the upgrade still to do, and
/// whatever happens after it finds the upgrade done. How far it came, the journal says
/// ([Recovery]).
///
/// # A node that fails
///
/// ends us with its code, so that a service manager sees it; or, if so set, it is started again
/// after a rest, so many times in a row.
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

  /// Within how long two requests to stop are one: a key at the terminal and its echo by whoever
  /// started us, or the SIGHUP that some service managers send behind SIGTERM.
  static final Duration ECHO = Duration.ofSeconds(1);

  /// The rest before a node that failed is started again: doubled each time, up to 64 s. Never
  /// none, so that a node that fails at once keeps no processor busy.
  static final Duration REST = Duration.ofSeconds(1);

  private static final int REST_DOUBLINGS = 6;

  /// How long a node has to run for its next failure to be the first one.
  static final Duration STEADY = Duration.ofMinutes(10);

  private final Policy policy;
  private final UpgradeStages stages;

  public UpgradeMachine(Policy policy) {
    this.policy = policy;
    this.stages = new UpgradeStages(policy);
  }

  /// The first step of every life: look before anything is started.
  ///
  /// @param recovery what the life before left behind
  public Step start(Recovery recovery) {
    return Step.of(new Starting(recovery.left(), 0), new Look());
  }

  /// What to do, now that this has happened.
  public Step decide(State state, Event event) {
    return switch (state) {
      case Starting starting -> starting(starting, event);
      case Linking linking -> linking(linking, event);
      case Running running -> running(running, event);
      case Stopping stopping -> stopping(stopping, event);
      case Settling settling -> settling(settling, event);
      case Resting resting -> resting(resting, event);
      case Upgrading upgrading -> stages.decide(upgrading, event);
      case Halted halted -> Step.of(halted);
    };
  }

  private Step starting(Starting state, Event event) {
    return switch (event) {
      case Observed observed -> fit(state, observed.sight());
      case SignalReceived received -> stopWithoutNode(state, received.signal());
      default -> Step.of(state);
    };
  }

  private Step fit(Starting state, Sight sight) {
    return switch (Fitting.of(sight, policy.skippedHeights(), state.left())) {
      // An unreadable file is not mentioned: the watcher will meet it, and it is told once.
      case Fitting.Start start -> startNode(start.known(), state.failures());
      case Fitting.Upgrade upgrade -> stages.begin(upgrade.plan(), state.left());
      case Fitting.First _ -> Step.of(new Linking(), new LinkGenesis());
      case Fitting.Relink relink -> Step.of(new Linking(), new RepairLink(relink.plan()));
      case Fitting.Unknown unknown -> halt(unknown.problem());
    };
  }

  private static Step startNode(Optional<UpgradePlan> known, int failures) {
    Running running = new Running(known, new Next.None(), failures);
    return failures == 0
        ? Step.of(running, new StartNode())
        : Step.of(running, new StartNode(), new StartTimer(Timer.STEADY, STEADY));
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
              state.with(new Next.None()), new Say(new Notice.WaitingForHeight(postponed.plan())));
      case Prepared prepared when isNext(state, prepared.plan()) -> stopFor(prepared.plan());
      case NotPrepared missing when isNext(state, missing.plan()) -> leaveAlone(state, missing);
      case TimerFired(Timer timer) when timer == Timer.RETRY -> lookAgain(state);
      case TimerFired(Timer timer) when timer == Timer.STEADY ->
          Step.of(new Running(state.known(), state.next()));
      case NodeExited exited -> exited(state, exited.exit());
      case NodeNotStarted failed -> halt(failed.why());
      case SignalReceived received when received.signal().asksToStop() -> stopAsked(received);
      case SignalReceived received -> handOn(state, received);
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
            new Running(Optional.of(plan), state.next(), state.failures()),
            new Say(new Notice.UpgradeSkipped(plan)))
        : new Step(state.with(new Next.Preparing(plan)), announce(state, plan));
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
            .filter(known -> Fitting.isBehind(plan, known) || !isNewer(plan, known))
            .isEmpty();
  }

  private static boolean isNewer(UpgradePlan plan, UpgradePlan known) {
    return !known.isSameUpgradeAs(plan) || plan.height() > known.height();
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
    Running waiting = state.with(new Next.Unprepared(missing.plan(), missing.why(), times));
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
  private Step exited(Running state, ProcessExit exit) {
    return switch (state.next()) {
      case Next.None _ -> Step.of(new Settling(exit, state.failures()), new Look());
      case Next.Preparing preparing -> Step.of(new Upgrading(preparing.plan(), Stage.PREPARE, 1));
      case Next.Unprepared unprepared -> stages.begin(unprepared.plan(), Optional.empty());
    };
  }

  /// The signal itself goes to the node, which knows best what it means.
  private static Step handOn(State state, SignalReceived received) {
    return received.toGroup() ? Step.of(state) : Step.of(state, new SignalNode(received.signal()));
  }

  private Step stopAsked(SignalReceived received) {
    Step step = handOn(new Stopping(new Why.Asked(false)), received);
    Step echo = step.with(new StartTimer(Timer.ECHO, ECHO));
    return policy.shutdownGrace().isZero()
        ? echo
        : echo.with(new StartTimer(Timer.GRACE, policy.shutdownGrace()));
  }

  private Step stopping(Stopping state, Event event) {
    return switch (event) {
      case NodeExited exited -> stopped(state.why(), exited.exit());
      case NodeNotStarted failed -> halt(failed.why());
      case TimerFired(Timer timer) when timer == Timer.GRACE ->
          Step.of(state, new Say(new Notice.GraceExceeded()), new SignalNode(Signal.KILL));
      case TimerFired(Timer timer) when timer == Timer.ECHO && state.why() instanceof Why.Asked ->
          Step.of(new Stopping(new Why.Asked(true)));
      case SignalReceived received when received.signal().asksToStop() ->
          stopAskedAgain(state, received);
      case SignalReceived received -> handOn(state, received);
      default -> Step.of(state);
    };
  }

  /// A second request kills. A hang-up is none: it tells that a terminal is gone.
  private static Step stopAskedAgain(Stopping state, SignalReceived received) {
    return switch (state.why()) {
      // The node was told to end already; what changes is what comes then.
      case Why.Upgrade _ ->
          Step.of(new Stopping(new Why.Asked(false)), new StartTimer(Timer.ECHO, ECHO));
      case Why.Asked asked when asked.aWhileAgo() && received.signal() != Signal.HUP ->
          Step.of(state, new Say(new Notice.StopInsisted()), new SignalNode(Signal.KILL));
      case Why.Asked _ -> Step.of(state);
    };
  }

  private Step stopped(Why why, ProcessExit exit) {
    return switch (why) {
      case Why.Asked _ -> halt(exit);
      case Why.Upgrade upgrade -> {
        Step next = stages.nodeStopped(upgrade.plan());
        yield exit.status() == 0 ? next.saidFirst(new Notice.AppExited()) : next;
      }
    };
  }

  private Step settling(Settling state, Event event) {
    return switch (event) {
      case Observed observed -> settle(state, observed.sight());
      case SignalReceived received when received.signal().asksToStop() -> halt(state.exit());
      default -> Step.of(state);
    };
  }

  private Step settle(Settling state, Sight sight) {
    ProcessExit exit = state.exit();
    if (Fitting.of(sight, policy.skippedHeights(), Optional.empty())
        instanceof Fitting.Upgrade upgrade) {
      return stages.begin(upgrade.plan(), Optional.empty());
    }
    return exit.status() == 0 || state.failures() >= policy.restartsOnFailure()
        ? halt(exit)
        : rest(exit, state.failures() + 1);
  }

  private Step rest(ProcessExit exit, int failures) {
    Duration rest = REST.multipliedBy(1L << Math.min(failures - 1, REST_DOUBLINGS));
    return Step.of(
        new Resting(exit, failures),
        new Say(new Notice.NodeRests(exit, failures, policy.restartsOnFailure(), rest)),
        new StartTimer(Timer.REST, rest));
  }

  private static Step resting(Resting state, Event event) {
    return switch (event) {
      case TimerFired(Timer timer) when timer == Timer.REST ->
          Step.of(new Starting(Optional.empty(), state.failures()), new Look());
      case SignalReceived received when received.signal().asksToStop() -> halt(state.exit());
      default -> Step.of(state);
    };
  }

  /// Somebody asks us to stop and there is no node: what is under way is broken off or finished,
  /// and the next start goes on from there.
  static Step stopWithoutNode(State state, Signal signal) {
    return signal.asksToStop()
        ? Step.of(
            new Halted(
                128 + signal.number(),
                Optional.of("stopped by SIG" + signal + "; the next start goes on from here")))
        : Step.of(state);
  }

  static Step halt(String error) {
    return Step.of(new Halted(ExitCode.FAILED, Optional.of(error)));
  }

  /// The node's end is ours.
  private static Step halt(ProcessExit exit) {
    return Step.of(
        new Halted(
            exit.status(), exit.status() == 0 ? Optional.empty() : Optional.of(exit.words())));
  }
}
