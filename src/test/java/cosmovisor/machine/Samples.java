package cosmovisor.machine;

import cosmovisor.os.ProcessExit;
import cosmovisor.os.Signal;
import cosmovisor.plan.PlanName;
import cosmovisor.plan.UpgradePlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// At least one of every state, event and effect that there is; `MachineLawsTest` checks that none
/// is missing.
final class Samples {
  static final UpgradePlan V2 = new UpgradePlan(new PlanName("v2"), 20, "");
  static final UpgradePlan V3 = new UpgradePlan(new PlanName("v3"), 30, "");
  static final Policy USUAL =
      new Policy(true, Duration.ofMinutes(2), Duration.ZERO, false, false, 1, 0, Set.of());
  static final Policy EVERYTHING =
      new Policy(
          true, Duration.ofMinutes(2), Duration.ofSeconds(5), false, true, 1, 2, Set.of(20L));
  static final Policy BARE =
      new Policy(false, Duration.ZERO, Duration.ZERO, true, false, 0, 0, Set.of());

  /// Scheduled by the operator.
  static final UpgradePlan M4 = new UpgradePlan(new PlanName("m4"), 40, "").scheduled();

  private Samples() {}

  static List<Policy> policies() {
    return List.of(USUAL, EVERYTHING, BARE);
  }

  static List<State> states() {
    List<State> states = new ArrayList<>();
    states.add(new State.Starting());
    for (State.Reached reached : reached()) {
      states.add(new State.Starting(Optional.of(new State.Left(V3, reached)), 0));
    }
    states.add(new State.Linking());
    for (Optional<UpgradePlan> known : List.of(Optional.<UpgradePlan>empty(), Optional.of(V2))) {
      states.add(new State.Running(known, new State.Next.None()));
      states.add(new State.Running(known, new State.Next.Preparing(V3)));
      states.add(new State.Running(known, new State.Next.Unprepared(V3, "no binary", 1)));
    }
    states.add(new State.Stopping(new State.Why.Upgrade(V3)));
    states.add(new State.Stopping(new State.Why.Asked(false)));
    states.add(new State.Stopping(new State.Why.Asked(true)));
    states.add(new State.Settling(new ProcessExit.Code(0)));
    states.add(new State.Settling(new ProcessExit.Killed(9)));
    states.add(new State.Settling(new ProcessExit.Code(1), 1));
    states.add(new State.Settling(new ProcessExit.Code(1), 2));
    states.add(new State.Resting(new ProcessExit.Code(1), 1));
    states.add(new State.Running(Optional.empty(), new State.Next.None(), 1));
    for (State.Stage stage : State.Stage.values()) {
      states.add(new State.Upgrading(V3, stage, 1));
    }
    for (State.Reached reached : reached()) {
      for (State.Stage stage : State.Stage.values()) {
        states.add(new State.Upgrading(V3, stage, 1, reached));
      }
    }
    states.add(new State.Upgrading(V3, State.Stage.PRE_UPGRADE, 2));
    states.add(new State.Halted(0, Optional.empty()));
    return states;
  }

  /// How far an earlier life may have come.
  static List<State.Reached> reached() {
    return List.of(
        new State.Reached(State.Stage.BACKUP, 1),
        new State.Reached(State.Stage.CUSTOM_HOOK, 1),
        new State.Reached(State.Stage.PRE_UPGRADE, 1),
        new State.Reached(State.Stage.PRE_UPGRADE, 2),
        new State.Reached(State.Stage.SWITCH, 1));
  }

  static List<Sight> sights() {
    List<Sight.Current> links =
        List.of(
            new Sight.Current.Version("genesis", Optional.empty()),
            new Sight.Current.Version("v2", Optional.of(V2)),
            new Sight.Current.Version("v2", Optional.empty()),
            new Sight.Current.Version("v3", Optional.of(V3)),
            new Sight.Current.Version("m4", Optional.of(M4)),
            new Sight.Current.Missing(List.of()),
            new Sight.Current.Missing(List.of(V2)),
            new Sight.Current.Broken("the current link is broken"));
    return links.stream()
        .flatMap(
            link ->
                infos().stream()
                    .flatMap(
                        info ->
                            Stream.of(new Sight(link, info), new Sight(link, info, List.of(M4)))))
        .toList();
  }

  static List<Sight.Info> infos() {
    return List.of(
        new Sight.Info.Absent(),
        new Sight.Info.Unreadable("unexpected end of JSON input"),
        new Sight.Info.Planned(V2),
        new Sight.Info.Planned(V3));
  }

  static List<Event> events() {
    List<Event> events = new ArrayList<>();
    sights().forEach(sight -> events.add(new Event.Observed(sight)));
    infos().forEach(info -> events.add(new Event.InfoChanged(info)));
    events.add(new Event.HeightSeen(39, List.of(M4)));
    events.add(new Event.HeightSeen(40, List.of(M4)));
    exits().forEach(exit -> events.add(new Event.NodeExited(exit)));
    events.add(new Event.NodeNotStarted("exec format error"));
    for (Signal signal : Signal.values()) {
      if (signal != Signal.KILL) {
        events.add(new Event.SignalReceived(signal));
        events.add(new Event.SignalReceived(signal, true));
      }
    }
    for (Effect.Timer timer : Effect.Timer.values()) {
      events.add(new Event.TimerFired(timer));
    }
    for (UpgradePlan plan : List.of(V2, V3, M4)) {
      events.add(new Event.Postponed(plan));
      events.add(new Event.Prepared(plan));
      events.add(new Event.NotPrepared(plan, "no binary"));
      durables(plan).forEach(effect -> events.add(new Event.Done(effect)));
      durables(plan).forEach(effect -> events.add(new Event.Failed(effect, "disk full")));
      for (int attempt = 1; attempt <= 2; attempt++) {
        var hook = new Effect.RunPreUpgrade(plan, attempt);
        exits().forEach(exit -> events.add(new Event.PreUpgradeEnded(hook, exit)));
      }
    }
    return events;
  }

  private static List<ProcessExit> exits() {
    return Stream.concat(
            Stream.of(0, 1, 2, 30, 31, 99).<ProcessExit>map(ProcessExit.Code::new),
            Stream.of(new ProcessExit.Killed(9)))
        .toList();
  }

  static List<Effect.Durable> durables(UpgradePlan plan) {
    return List.of(
        new Effect.LinkGenesis(),
        new Effect.RepairLink(plan),
        new Effect.TakeBackup(plan),
        new Effect.RunCustomHook(plan),
        new Effect.RunPreUpgrade(plan, 1),
        new Effect.Switch(plan));
  }
}
