package cosmovisor.machine;

import static cosmovisor.machine.Samples.V2;
import static cosmovisor.machine.Samples.V3;
import static org.assertj.core.api.Assertions.assertThat;

import cosmovisor.machine.Effect.Say;
import cosmovisor.machine.Effect.SignalNode;
import cosmovisor.machine.Effect.StartNode;
import cosmovisor.machine.Effect.StartTimer;
import cosmovisor.machine.Effect.Timer;
import cosmovisor.os.ProcessExit;
import cosmovisor.os.Signal;
import cosmovisor.plan.PlanName;
import cosmovisor.plan.UpgradePlan;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The stories of an upgrade, told to the machine.
final class UpgradeMachineTest {
  private final UpgradeMachine machine = new UpgradeMachine(Samples.USUAL);

  private static Sight sight(Sight.Current current, Sight.Info info) {
    return new Sight(current, info);
  }

  private static Sight.Current genesis() {
    return new Sight.Current.Version("genesis", Optional.empty());
  }

  private static Sight.Current version(UpgradePlan plan) {
    return new Sight.Current.Version(plan.name().folder(), Optional.of(plan));
  }

  private Step start(Sight.Current current, Sight.Info info) {
    return machine.decide(
        machine.start(Recovery.NONE).state(), new Event.Observed(sight(current, info)));
  }

  private static List<Effect> deeds(Step step) {
    return step.effects().stream().filter(effect -> !(effect instanceof Say)).toList();
  }

  private static State.Running running(UpgradePlan known) {
    return new State.Running(Optional.of(known), new State.Next.None());
  }

  @Test
  void withNeitherFileTheNodeIsStartedAndThePlanAwaited() {
    Step step = start(genesis(), new Sight.Info.Absent());
    assertThat(step)
        .isEqualTo(
            Step.of(new State.Running(Optional.empty(), new State.Next.None()), new StartNode()));
  }

  @Test
  void whereTheRunningVersionIsUnknownAnyPlanIsAValidRequest() {
    Step step = start(genesis(), new Sight.Info.Planned(V2));
    assertThat(step.state()).isEqualTo(new State.Upgrading(V2, State.Stage.PREPARE, 1));
    assertThat(deeds(step)).containsExactly(new Effect.Prepare(V2, false));
  }

  @Test
  void aPlanOfTheRunningVersionInAnyCaseIsNoUpgrade() {
    UpgradePlan shouted = new UpgradePlan(new PlanName("V2"), 20, "");
    assertThat(start(version(V2), new Sight.Info.Planned(shouted)).effects())
        .containsExactly(new StartNode());
  }

  @Test
  void aPlanOfAnotherVersionIsCarriedOutBeforeAnythingIsStarted() {
    assertThat(deeds(start(version(V2), new Sight.Info.Planned(V3))))
        .containsExactly(new Effect.Prepare(V3, false));
  }

  @Test
  void dataFromBeforeAnUpgradeGoesWithItsOwnVersion() {
    assertThat(deeds(start(version(V3), new Sight.Info.Planned(V2))))
        .containsExactly(new Effect.Prepare(V2, false));
  }

  @Test
  void aSwitchThatLostItsRecordIsNotDoneAgain() {
    var unrecorded = new Sight.Current.Version("v2", Optional.empty());
    assertThat(start(unrecorded, new Sight.Info.Planned(V2)).effects())
        .containsExactly(new StartNode());
  }

  @Test
  void aFirstStartLinksGenesis() {
    assertThat(start(new Sight.Current.Missing(List.of()), new Sight.Info.Absent()).effects())
        .containsExactly(new Effect.LinkGenesis());
  }

  @Test
  void onceTheLinkIsSetTheDiskIsLookedAtAgain() {
    for (Effect.Durable link : List.of(new Effect.LinkGenesis(), new Effect.RepairLink(V3))) {
      assertThat(machine.decide(new State.Linking(), new Event.Done(link)))
          .isEqualTo(Step.of(new State.Starting(), new Effect.Look()));
    }
    assertThat(machine.decide(new State.Linking(), new Event.Done(new Effect.Switch(V3))))
        .as("by this link and no other")
        .isEqualTo(Step.of(new State.Linking()));
  }

  @Test
  void aLostLinkIsNeverTakenForAFirstStart() {
    Step step = start(new Sight.Current.Missing(List.of(V2)), new Sight.Info.Absent());
    assertThat(step.state())
        .isInstanceOfSatisfying(
            State.Halted.class,
            halted -> assertThat(halted.error().orElseThrow()).contains("upgrades/v2"));
  }

  @Test
  void aLostLinkIsSetAgainWhereTheDataSaysToWhat() {
    Step step = start(new Sight.Current.Missing(List.of(V2, V3)), new Sight.Info.Planned(V3));
    assertThat(step.effects()).containsExactly(new Effect.RepairLink(V3));
  }

  @Test
  void theNodeIsStoppedOnlyWhenAllThatCanBeCheckedIsWell() {
    Step seen = machine.decide(running(V2), new Event.InfoChanged(new Sight.Info.Planned(V3)));
    assertThat(deeds(seen)).containsExactly(new Effect.Prepare(V3, true));

    Step missing = machine.decide(seen.state(), new Event.NotPrepared(V3, "no binary"));
    assertThat(deeds(missing)).containsExactly(new StartTimer(Timer.RETRY, UpgradeMachine.RETRY));

    Step again = machine.decide(missing.state(), new Event.TimerFired(Timer.RETRY));
    assertThat(deeds(again)).containsExactly(new Effect.Prepare(V3, true));

    Step stillMissing = machine.decide(again.state(), new Event.NotPrepared(V3, "no binary"));
    assertThat(stillMissing.effects())
        .as("told once, looked for later")
        .containsExactly(new StartTimer(Timer.RETRY, UpgradeMachine.RETRY.multipliedBy(2)));

    Step ready = machine.decide(again.state(), new Event.Prepared(V3));
    assertThat(deeds(ready))
        .containsExactly(
            new SignalNode(Signal.TERM), new StartTimer(Timer.GRACE, Duration.ofMinutes(2)));
  }

  @Test
  void aLateWordOnAPlanThatIsNotBeingPreparedChangesNothing() {
    State.Running busy = running(V2).with(new State.Next.Preparing(V3));
    for (Event late :
        List.of(
            new Event.Prepared(M4), new Event.NotPrepared(M4, "gone"), new Event.Postponed(M4))) {
      assertThat(machine.decide(busy, late)).isEqualTo(Step.of(busy));
    }
  }

  @Test
  void aNewNameAtTheSameHeightIsAnUpgradeWithAWarning() {
    UpgradePlan other = new UpgradePlan(new PlanName("v2b"), 20, "");
    Step step = machine.decide(running(V2), new Event.InfoChanged(new Sight.Info.Planned(other)));
    assertThat(step.effects())
        .contains(new Say(new Notice.HeightNotAbove(other, 20)), new Effect.Prepare(other, true));
  }

  @Test
  void aPlanAboveTheHeightOfTheLastIsToldWithoutAWarning() {
    Step step = machine.decide(running(V2), new Event.InfoChanged(new Sight.Info.Planned(V3)));
    assertThat(step.effects())
        .containsExactly(new Say(new Notice.UpgradeSeen(V3)), new Effect.Prepare(V3, true));
  }

  @Test
  void theSameNameAtAGreaterHeightIsAnUpgrade() {
    UpgradePlan later = new UpgradePlan(new PlanName("v2"), 21, "");
    Step step = machine.decide(running(V2), new Event.InfoChanged(new Sight.Info.Planned(later)));
    assertThat(step.effects()).contains(new Effect.Prepare(later, true));
  }

  @Test
  void theSamePlanAgainIsNone() {
    assertThat(machine.decide(running(V2), new Event.InfoChanged(new Sight.Info.Planned(V2))))
        .isEqualTo(Step.of(running(V2)));
  }

  @Test
  void aNodeThatWroteItsPlanAndWentIsUpgradedWhateverItsCode() {
    for (int code : new int[] {0, 1, 2, 139}) {
      Step gone = machine.decide(running(V2), new Event.NodeExited(new ProcessExit.Code(code)));
      assertThat(gone.effects()).containsExactly(new Effect.Look());
      Step step =
          machine.decide(
              gone.state(), new Event.Observed(sight(version(V2), new Sight.Info.Planned(V3))));
      assertThat(deeds(step)).containsExactly(new Effect.Prepare(V3, false));
    }
  }

  @Test
  void aNodeThatEndsWithoutAPlanEndsUsWithItsCode() {
    Step gone = machine.decide(running(V2), new Event.NodeExited(new ProcessExit.Code(7)));
    Step step =
        machine.decide(
            gone.state(), new Event.Observed(sight(version(V2), new Sight.Info.Planned(V2))));
    assertThat(step.state()).isEqualTo(new State.Halted(7, Optional.of("exit status 7")));
  }

  @Test
  void aStopComesBeforeAPlanThatIsSeenAtTheSameTime() {
    Step asked = machine.decide(running(V2), new Event.SignalReceived(Signal.TERM));
    Step seen = machine.decide(asked.state(), new Event.InfoChanged(new Sight.Info.Planned(V3)));
    Step gone = machine.decide(seen.state(), new Event.NodeExited(new ProcessExit.Code(1)));
    assertThat(gone.state()).isEqualTo(new State.Halted(1, Optional.of("exit status 1")));
  }

  @Test
  void aNodeThatIsAskedToEndHasItsGrace() {
    Step step = machine.decide(running(V2), new Event.SignalReceived(Signal.TERM));
    assertThat(step.effects())
        .containsExactly(
            new SignalNode(Signal.TERM),
            new StartTimer(Timer.ECHO, UpgradeMachine.ECHO),
            new StartTimer(Timer.GRACE, Duration.ofMinutes(2)));
    assertThat(machine.decide(step.state(), new Event.TimerFired(Timer.GRACE)).effects())
        .containsExactly(new Say(new Notice.GraceExceeded()), new SignalNode(Signal.KILL));
  }

  @Test
  void withoutAGraceAStopThatWasAskedForTakesAsLongAsTheNodeDoes() {
    UpgradeMachine bare = new UpgradeMachine(Samples.BARE);
    assertThat(bare.decide(running(V2), new Event.SignalReceived(Signal.TERM)).effects())
        .containsExactly(
            new SignalNode(Signal.TERM), new StartTimer(Timer.ECHO, UpgradeMachine.ECHO));
  }

  @Test
  void aNodeThatEndsWellForItsUpgradeIsSaidToHaveExited() {
    State stopping = new State.Stopping(new State.Why.Upgrade(V3));
    Say exited = new Say(new Notice.AppExited());
    assertThat(machine.decide(stopping, new Event.NodeExited(new ProcessExit.Code(0))).effects())
        .containsExactly(exited, new Effect.TakeBackup(V3));
    assertThat(machine.decide(stopping, new Event.NodeExited(new ProcessExit.Killed(9))).effects())
        .as("one that had to be killed is not")
        .containsExactly(new Effect.TakeBackup(V3));
  }

  @Test
  void aStopBehindTheEndOfANodeEndsUsAsTheNodeEnded() {
    ProcessExit exit = new ProcessExit.Code(7);
    for (State state : List.of(new State.Settling(exit), new State.Resting(exit, 1))) {
      assertThat(machine.decide(state, new Event.SignalReceived(Signal.TERM)))
          .isEqualTo(Step.of(new State.Halted(7, Optional.of("exit status 7"))));
      assertThat(machine.decide(state, new Event.SignalReceived(Signal.USR1)))
          .as("there is no node that could be told")
          .isEqualTo(Step.of(state));
    }
  }

  @Test
  void aSecondStopKills() {
    Step first = machine.decide(running(V2), new Event.SignalReceived(Signal.TERM));
    assertThat(first.effects())
        .contains(new SignalNode(Signal.TERM), new StartTimer(Timer.ECHO, UpgradeMachine.ECHO));
    Step later = machine.decide(first.state(), new Event.TimerFired(Timer.ECHO));
    Step second = machine.decide(later.state(), new Event.SignalReceived(Signal.INT));
    assertThat(second.effects())
        .containsExactly(new Say(new Notice.StopInsisted()), new SignalNode(Signal.KILL));
  }

  @Test
  void theEchoOfAStopIsNoSecondOneNorIsTheEndOfATerminal() {
    Step first = machine.decide(running(V2), new Event.SignalReceived(Signal.INT, true));
    assertThat(machine.decide(first.state(), new Event.SignalReceived(Signal.INT)).effects())
        .isEmpty();
    Step later = machine.decide(first.state(), new Event.TimerFired(Timer.ECHO));
    assertThat(machine.decide(later.state(), new Event.SignalReceived(Signal.HUP)).effects())
        .isEmpty();
  }

  @Test
  void aKeyAtTheTerminalReachesTheNodeThroughTheKernelAlone() {
    Step step = machine.decide(running(V2), new Event.SignalReceived(Signal.INT, true));
    assertThat(step.state()).isEqualTo(new State.Stopping(new State.Why.Asked(false)));
    assertThat(step.effects()).noneMatch(SignalNode.class::isInstance);
  }

  @Test
  void aStopThatComesWhileTheNodeIsStoppedForAnUpgradeIsNotToldToItAgain() {
    Step step =
        machine.decide(
            new State.Stopping(new State.Why.Upgrade(V3)), new Event.SignalReceived(Signal.TERM));
    assertThat(step.effects()).noneMatch(SignalNode.class::isInstance);
    assertThat(machine.decide(step.state(), new Event.NodeExited(new ProcessExit.Code(0))).state())
        .isEqualTo(new State.Halted(0, Optional.empty()));
  }

  @Test
  void aNodeThatFailsIsStartedAgainAfterALongerRestEachTimeUntilItHasFailedTooOften() {
    UpgradeMachine patient = new UpgradeMachine(Samples.EVERYTHING);
    Sight sight = sight(version(V3), new Sight.Info.Absent());
    ProcessExit exit = new ProcessExit.Code(7);
    State state = running(V3);
    for (int failures = 1; failures <= 2; failures++) {
      state = patient.decide(state, new Event.NodeExited(exit)).state();
      Step rest = patient.decide(state, new Event.Observed(sight));
      assertThat(deeds(rest))
          .containsExactly(new StartTimer(Timer.REST, UpgradeMachine.REST.multipliedBy(failures)));
      Step look = patient.decide(rest.state(), new Event.TimerFired(Timer.REST));
      assertThat(look.effects()).containsExactly(new Effect.Look());
      Step again = patient.decide(look.state(), new Event.Observed(sight));
      assertThat(again.effects())
          .containsExactly(new StartNode(), new StartTimer(Timer.STEADY, UpgradeMachine.STEADY));
      state = again.state();
    }
    State gone = patient.decide(state, new Event.NodeExited(exit)).state();
    assertThat(patient.decide(gone, new Event.Observed(sight)).state())
        .isEqualTo(new State.Halted(7, Optional.of("exit status 7")));
  }

  @Test
  void aNodeThatHasRunForLongFailsForTheFirstTime() {
    UpgradeMachine patient = new UpgradeMachine(Samples.EVERYTHING);
    State often = new State.Running(Optional.of(V3), new State.Next.None(), 2);
    assertThat(patient.decide(often, new Event.TimerFired(Timer.STEADY)).state())
        .isEqualTo(running(V3));
  }

  @Test
  void aNodeThatEndsWellIsNotStartedAgain() {
    UpgradeMachine patient = new UpgradeMachine(Samples.EVERYTHING);
    State gone = patient.decide(running(V3), new Event.NodeExited(new ProcessExit.Code(0))).state();
    Sight sight = sight(version(V3), new Sight.Info.Absent());
    assertThat(patient.decide(gone, new Event.Observed(sight)).state())
        .isEqualTo(new State.Halted(0, Optional.empty()));
  }

  @Test
  void signalsThatAskForSomethingElseAreHandedOnAndChangeNothing() {
    assertThat(machine.decide(running(V2), new Event.SignalReceived(Signal.USR1)))
        .isEqualTo(Step.of(running(V2), new SignalNode(Signal.USR1)));
  }

  @Test
  void aGraceOfZeroKillsAtOnce() {
    UpgradeMachine bare = new UpgradeMachine(Samples.BARE);
    Step step =
        bare.decide(
            new State.Running(Optional.empty(), new State.Next.Preparing(V3)),
            new Event.Prepared(V3));
    assertThat(deeds(step)).containsExactly(new SignalNode(Signal.KILL));
  }

  @Test
  void preUpgradeIsRunAgainAsOftenAsAllowedThenTheUpgradeFails() {
    State state = new State.Upgrading(V3, State.Stage.PRE_UPGRADE, 1);
    Step again = ended(state, 1, 31);
    assertThat(deeds(again)).containsExactly(new Effect.RunPreUpgrade(V3, 2));
    assertThat(ended(again.state(), 2, 31).state())
        .isEqualTo(
            new State.Halted(
                1, Optional.of("pre-upgrade command failed. reached max attempt of retries - 1")));
  }

  @Test
  void preUpgradeMaySayThatItDoesNotExist() {
    State state = new State.Upgrading(V3, State.Stage.PRE_UPGRADE, 1);
    assertThat(deeds(ended(state, 1, 1))).containsExactly(new Effect.Switch(V3));
  }

  @Test
  void anyOtherEndOfPreUpgradeIsAFailure() {
    State state = new State.Upgrading(V3, State.Stage.PRE_UPGRADE, 1);
    for (int code : new int[] {2, 30, 99, 126, 255}) {
      assertThat(ended(state, 1, code).state())
          .isEqualTo(
              new State.Halted(1, Optional.of("pre-upgrade command failed : exit status " + code)));
    }
  }

  private Step ended(State state, int attempt, int code) {
    return machine.decide(
        state,
        new Event.PreUpgradeEnded(
            new Effect.RunPreUpgrade(V3, attempt), new ProcessExit.Code(code)));
  }

  @Test
  void withTheRestartOffTheSwitchIsTheEnd() {
    UpgradeMachine bare = new UpgradeMachine(Samples.BARE);
    Step step =
        bare.decide(
            new State.Upgrading(V3, State.Stage.SWITCH, 1), new Event.Done(new Effect.Switch(V3)));
    assertThat(step.state()).isEqualTo(new State.Halted(0, Optional.empty()));
  }

  private static final UpgradePlan M4 = Samples.M4;

  @Test
  void aScheduledUpgradeWaitsUntilItsHeightIsCommitted() {
    State.Running state = running(V3);
    assertThat(machine.decide(state, new Event.HeightSeen(39, List.of(M4))))
        .isEqualTo(Step.of(state));
    assertThat(deeds(machine.decide(state, new Event.HeightSeen(40, List.of(M4)))))
        .containsExactly(new Effect.Prepare(M4, true));
  }

  @Test
  void oneWhoseHeightHasPassedIsNotForgottenAndTheLowestGoesFirst() {
    UpgradePlan m5 = new UpgradePlan(new PlanName("m5"), 50, "").scheduled();
    Step step = machine.decide(running(V3), new Event.HeightSeen(90, List.of(M4, m5)));
    assertThat(deeds(step)).containsExactly(new Effect.Prepare(M4, true));
  }

  @Test
  void oneThatIsDueWaitsForTheUpgradeThatIsBeingPrepared() {
    State.Running busy = running(V2).with(new State.Next.Preparing(V3));
    assertThat(machine.decide(busy, new Event.HeightSeen(40, List.of(M4))))
        .isEqualTo(Step.of(busy));
  }

  @Test
  void oneThatTheNodeIsToldToSkipHidesNoneBehindIt() {
    UpgradeMachine skipping = new UpgradeMachine(Samples.EVERYTHING);
    Event seen = new Event.HeightSeen(40, List.of(V2.scheduled(), M4));
    assertThat(deeds(skipping.decide(running(V3), seen)))
        .containsExactly(new Effect.Prepare(M4, true));
  }

  @Test
  void oneThatBecameDueWhileNoNodeRanComesBeforeTheStart() {
    Sight sight = new Sight(version(V3), new Sight.Info.Planned(V3), List.of(M4));
    Step step = machine.decide(machine.start(Recovery.NONE).state(), new Event.Observed(sight));
    assertThat(deeds(step)).containsExactly(new Effect.Prepare(M4, false));
  }

  @Test
  void aChainsPlanAtALowerHeightGoesFirst() {
    Sight sight = new Sight(version(V2), new Sight.Info.Planned(V3), List.of(M4));
    Step step = machine.decide(machine.start(Recovery.NONE).state(), new Event.Observed(sight));
    assertThat(deeds(step)).containsExactly(new Effect.Prepare(V3, false));
  }

  @Test
  void theChainsLastPlanIsHistoryOnceAScheduledVersionRuns() {
    Step step = start(version(M4), new Sight.Info.Planned(V3));
    assertThat(step)
        .isEqualTo(
            Step.of(new State.Running(Optional.of(M4), new State.Next.None()), new StartNode()));
    assertThat(machine.decide(step.state(), new Event.InfoChanged(new Sight.Info.Planned(V3))))
        .as("though its file is still there to be told of")
        .isEqualTo(Step.of(step.state()));
    UpgradePlan v5 = new UpgradePlan(new PlanName("v5"), 50, "");
    assertThat(
            deeds(machine.decide(step.state(), new Event.InfoChanged(new Sight.Info.Planned(v5)))))
        .as("its next one is not")
        .containsExactly(new Effect.Prepare(v5, true));
  }

  @Test
  void aChainsPlanAtTheHeightOfAScheduledSwitchCameBeforeIt() {
    UpgradePlan v4 = new UpgradePlan(new PlanName("v4"), M4.height(), "");
    assertThat(start(version(M4), new Sight.Info.Planned(v4)).effects())
        .containsExactly(new StartNode());
  }

  @Test
  void aPlanAheadOfItsTimeLeavesTheNodeAlone() {
    Step seen = machine.decide(running(V2), new Event.InfoChanged(new Sight.Info.Planned(V3)));
    Step postponed = machine.decide(seen.state(), new Event.Postponed(V3));
    assertThat(postponed).isEqualTo(Step.of(running(V2), new Say(new Notice.WaitingForHeight(V3))));
  }

  @Test
  void aHeightThatTheNodeIsToldToSkipIsNoUpgradeInAnyWay() {
    UpgradeMachine skipping = new UpgradeMachine(Samples.EVERYTHING);
    Step start =
        skipping.decide(
            skipping.start(Recovery.NONE).state(),
            new Event.Observed(sight(genesis(), new Sight.Info.Planned(V2))));
    assertThat(start.effects()).containsExactly(new StartNode());
    State.Running fresh = new State.Running(Optional.empty(), new State.Next.None());
    assertThat(skipping.decide(fresh, new Event.InfoChanged(new Sight.Info.Planned(V2))))
        .isEqualTo(Step.of(running(V2), new Say(new Notice.UpgradeSkipped(V2))));
  }
}
