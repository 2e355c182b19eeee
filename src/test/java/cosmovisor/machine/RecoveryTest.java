package cosmovisor.machine;

import static cosmovisor.machine.Samples.V2;
import static cosmovisor.machine.Samples.V3;
import static org.assertj.core.api.Assertions.assertThat;

import cosmovisor.machine.JournalEntry.Begun;
import cosmovisor.machine.JournalEntry.Done;
import cosmovisor.machine.JournalEntry.Failed;
import cosmovisor.machine.JournalEntry.HookStarted;
import cosmovisor.machine.JournalEntry.NodeStarted;
import cosmovisor.machine.JournalEntry.RollbackBegun;
import cosmovisor.machine.State.Left;
import cosmovisor.machine.State.Reached;
import cosmovisor.machine.State.Stage;
import cosmovisor.machine.State.Upgrading;
import cosmovisor.os.ProcessExit;
import cosmovisor.plan.PlanName;
import cosmovisor.plan.UpgradePlan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What a journal tells the next life.
final class RecoveryTest {
  private static final Effect.Durable BACKUP = new Effect.TakeBackup(V3);
  private static final Effect.Durable CUSTOM_HOOK = new Effect.RunCustomHook(V3);
  private static final Effect.Durable PRE_UPGRADE = new Effect.RunPreUpgrade(V3, 1);
  private static final Effect.Durable SWITCH = new Effect.Switch(V3);
  private static final RollbackBegun ROLLBACK =
      new RollbackBegun(2, "data-backup-2026-1-2", List.of("data"), "before-rollback", "genesis");
  private static final NodeStarted NODE = new NodeStarted(7, "boot:7");

  private final UpgradeMachine machine = new UpgradeMachine(Samples.EVERYTHING);

  private Optional<Left> left(JournalEntry... entries) {
    return Recovery.of(List.of(entries), machine).left();
  }

  private static Optional<Left> at(Stage stage, int attempt) {
    return Optional.of(new Left(V3, new Reached(stage, attempt)));
  }

  @Test
  void anEmptyJournalTellsNothing() {
    assertThat(Recovery.of(List.of(), machine)).isEqualTo(Recovery.NONE);
  }

  @Test
  void whatWasBegunAndNotEndedIsDoneAgain() {
    assertThat(left(new Begun(1, BACKUP))).isEqualTo(at(Stage.BACKUP, 1));
    assertThat(left(new Begun(1, BACKUP), new Done(1, 0), new Begun(2, CUSTOM_HOOK)))
        .isEqualTo(at(Stage.CUSTOM_HOOK, 1));
  }

  @Test
  void whatIsDoneIsNotDoneAgain() {
    assertThat(left(new Begun(1, BACKUP), new Done(1, 0))).isEqualTo(at(Stage.CUSTOM_HOOK, 1));
    assertThat(left(new Begun(1, PRE_UPGRADE), new Done(1, 0))).isEqualTo(at(Stage.SWITCH, 1));
    assertThat(left(new Begun(1, PRE_UPGRADE), new Done(1, 1)))
        .as("a version without pre-upgrade")
        .isEqualTo(at(Stage.SWITCH, 1));
  }

  @Test
  void aHookThatAskedToBeRunAgainIsCountedOn() {
    assertThat(left(new Begun(1, PRE_UPGRADE), new Done(1, 31)))
        .isEqualTo(at(Stage.PRE_UPGRADE, 2));
  }

  @Test
  void aSwitchThatIsDoneLeavesNothing() {
    assertThat(left(new Begun(1, SWITCH), new Done(1, 0))).isEmpty();
  }

  @Test
  void anUpgradeThatFailedIsBegunAnew() {
    assertThat(
            left(
                new Begun(1, CUSTOM_HOOK),
                new Done(1, 0),
                new Begun(2, PRE_UPGRADE),
                new Failed(2, "gone")))
        .isEmpty();
    assertThat(
            left(
                new Begun(1, CUSTOM_HOOK),
                new Done(1, 0),
                new Begun(2, PRE_UPGRADE),
                new Done(2, 30)))
        .isEmpty();
    assertThat(left(new Begun(1, new Effect.RunPreUpgrade(V3, 2)), new Done(1, 31)))
        .as("more often than allowed")
        .isEmpty();
  }

  @Test
  void nothingIsLeftOnceANodeHasRun() {
    assertThat(left(new Begun(1, CUSTOM_HOOK), new Done(1, 0), NODE)).isEmpty();
    assertThat(left(new Begun(1, CUSTOM_HOOK), NODE, new Done(1, 0))).isEmpty();
  }

  @Test
  void nothingIsLeftOfAnUpgradeWhoseDataWasSetBack() {
    assertThat(left(new Begun(1, CUSTOM_HOOK), new Done(1, 0), ROLLBACK, new Done(2, 0))).isEmpty();
    assertThat(left(new Begun(1, CUSTOM_HOOK), ROLLBACK, new Done(2, 0), new Done(1, 0)))
        .as("what was under way before it")
        .isEmpty();
  }

  @Test
  void aRollbackThatWasGivenUpChangesNothing() {
    Optional<Left> left = at(Stage.PRE_UPGRADE, 1);
    assertThat(left(new Begun(1, CUSTOM_HOOK), new Done(1, 0), ROLLBACK)).isEqualTo(left);
    assertThat(left(new Begun(1, CUSTOM_HOOK), new Done(1, 0), ROLLBACK, new Failed(2, "no")))
        .isEqualTo(left);
  }

  @Test
  void theLastHookIsKnownAndEndsNoUpgrade() {
    HookStarted hook = new HookStarted(9, "boot:9");
    List<JournalEntry> entries = List.of(NODE, new Begun(1, CUSTOM_HOOK), hook);
    assertThat(Recovery.of(entries, machine).last()).contains(hook);
    assertThat(Recovery.of(entries, machine).left()).isPresent();
  }

  @Test
  void theLastNodeIsKnown() {
    NodeStarted later = new NodeStarted(8, "boot:8");
    assertThat(Recovery.of(List.of(NODE, later, new Begun(1, BACKUP)), machine).last())
        .contains(later);
  }

  @Test
  void anEndThatBelongsToNoBeginningTellsNothing() {
    assertThat(left(new Begun(2, CUSTOM_HOOK), new Done(1, 0))).isEqualTo(at(Stage.CUSTOM_HOOK, 1));
    assertThat(left(new Begun(2, CUSTOM_HOOK), new Failed(1, "late")))
        .isEqualTo(at(Stage.CUSTOM_HOOK, 1));
    assertThat(left(new Done(1, 0))).isEmpty();
    assertThat(left(new Begun(1, CUSTOM_HOOK), new Done(1, 0), new Failed(1, "late")))
        .as("what is done can't fail any more")
        .isEqualTo(at(Stage.PRE_UPGRADE, 1));
  }

  @Test
  void theLinksThatAStartSetsBelongToNoUpgrade() {
    for (Effect.Durable link : List.of(new Effect.LinkGenesis(), new Effect.RepairLink(V3))) {
      assertThat(left(new Begun(1, link), new Done(1, 0))).isEmpty();
      assertThat(left(new Begun(1, CUSTOM_HOOK), new Begun(2, link), new Done(2, 0)))
          .as("nor do they end one")
          .isEqualTo(at(Stage.CUSTOM_HOOK, 1));
    }
  }

  @Test
  void anotherUpgradeThatIsBegunStartsFromItsOwnBeginning() {
    assertThat(left(new Begun(1, PRE_UPGRADE), new Begun(2, new Effect.TakeBackup(Samples.M4))))
        .contains(new Left(Samples.M4, new Reached(Stage.BACKUP, 1)));
  }

  @Test
  void aThirdLifeKnowsHowFarTheFirstCame() {
    assertThat(
            left(
                new Begun(1, CUSTOM_HOOK),
                new Done(1, 0),
                new Begun(2, PRE_UPGRADE),
                new Begun(3, BACKUP),
                new Done(3, 0)))
        .as("the second looked for the backup again, and got no further")
        .isEqualTo(at(Stage.PRE_UPGRADE, 1));
  }

  @Test
  void whatWasLeftOfOneUpgradeIsNothingToAnother() {
    State other = machine.start(Recovery.of(List.of(new Begun(1, SWITCH)), machine)).state();
    Sight sight =
        new Sight(
            new Sight.Current.Version("v1", Optional.empty()), new Sight.Info.Planned(Samples.M4));
    assertThat(machine.decide(other, new Event.Observed(sight)).state())
        .isEqualTo(new Upgrading(Samples.M4, Stage.PREPARE, 1));
  }

  @Test
  void anUpgradeThatIsGoneOnWithChecksAndLooksForItsBackupAndGoesToWhereItWas() {
    Step step = resumed(new Begun(1, SWITCH));
    assertThat(step.effects())
        .containsExactly(
            new Effect.Say(new Notice.UpgradeResumed(V3, Stage.SWITCH)),
            new Effect.Prepare(V3, false));
    step = machine.decide(step.state(), new Event.Prepared(V3));
    assertThat(step.effects()).as("no delay a second time").containsExactly(BACKUP);
    step = machine.decide(step.state(), new Event.Done(BACKUP));
    assertThat(step.effects()).containsExactly(SWITCH);
  }

  @Test
  void anUpgradeWhoseHooksHaveChangedTheDataIsEndedBeforeALowerOneThatIsSeenOnlyNow() {
    UpgradePlan lower = new UpgradePlan(new PlanName("m1"), 25, "").scheduled();
    Sight sight =
        new Sight(
            new Sight.Current.Version("v2", Optional.of(V2)),
            new Sight.Info.Planned(V3),
            List.of(lower));
    assertThat(nextOf(sight, new Begun(1, PRE_UPGRADE))).isEqualTo(V3);
    assertThat(nextOf(sight, new Begun(1, BACKUP))).as("nothing is changed yet").isEqualTo(lower);
    assertThat(nextOf(sight)).isEqualTo(lower);
  }

  private UpgradePlan nextOf(Sight sight, JournalEntry... entries) {
    State start = machine.start(Recovery.of(List.of(entries), machine)).state();
    State next = machine.decide(start, new Event.Observed(sight)).state();
    return ((Upgrading) next).plan();
  }

  @Test
  void aHookIsRunAgainUnderTheNumberThatItHad() {
    Step step = resumed(new Begun(1, new Effect.RunPreUpgrade(V3, 2)));
    step = machine.decide(step.state(), new Event.Prepared(V3));
    step = machine.decide(step.state(), new Event.Done(BACKUP));
    assertThat(step.effects()).containsExactly(new Effect.RunPreUpgrade(V3, 2));
  }

  private Step resumed(JournalEntry... entries) {
    Sight sight =
        new Sight(new Sight.Current.Version("v2", Optional.of(V2)), new Sight.Info.Planned(V3));
    State start = machine.start(Recovery.of(List.of(entries), machine)).state();
    return machine.decide(start, new Event.Observed(sight));
  }

  /// One upgrade under every policy, through every end of every effect: where the journal says that
  /// it stands is where it stands.
  @Test
  void theJournalToldAgainStandsWhereTheMachineStands() {
    int compared = 0;
    for (Policy policy : Samples.policies()) {
      UpgradeMachine decider = new UpgradeMachine(policy);
      State first = new Upgrading(V3, Stage.PREPARE, 1);
      compared += compare(decider, first, List.of(), new HashSet<>());
    }
    assertThat(compared).isGreaterThan(40);
  }

  private int compare(
      UpgradeMachine decider, State state, List<JournalEntry> journal, Set<State> seen) {
    if (!seen.add(state)) {
      return 0;
    }
    int compared = 0;
    for (Event event : Samples.events()) {
      Step step = decider.decide(state, event);
      if (!step.state().equals(state)) {
        List<JournalEntry> entries = new ArrayList<>(journal);
        ended(state, event).ifPresent(status -> entries.add(new Done(entries.size(), status)));
        if (event instanceof Event.Failed failed) {
          entries.add(new Failed(entries.size(), failed.why()));
        }
        step.effects().stream()
            .filter(Effect.Durable.class::isInstance)
            .map(Effect.Durable.class::cast)
            .forEach(effect -> entries.add(new Begun(entries.size() + 1L, effect)));
        if (!isBeforeTheFirstEntry(step.state()) && !(event instanceof Event.SignalReceived)) {
          compared++;
          assertThat(Recovery.of(entries, decider).left())
              .as("%s on %s in %s", entries, event, state)
              .isEqualTo(stands(step.state()));
        }
        if (step.state() instanceof Upgrading) {
          compared += compare(decider, step.state(), entries, seen);
        }
      }
    }
    return compared;
  }

  private static boolean isBeforeTheFirstEntry(State state) {
    return state instanceof Upgrading upgrading && upgrading.stage().compareTo(Stage.BACKUP) < 0;
  }

  private static Optional<Integer> ended(State state, Event event) {
    return switch (event) {
      case Event.PreUpgradeEnded ended when state instanceof Upgrading ->
          Optional.of(ended.exit().status());
      case Event.Done _ -> Optional.of(0);
      default -> Optional.empty();
    };
  }

  private static Optional<Left> stands(State state) {
    return state instanceof Upgrading upgrading
        ? Optional.of(
            new Left(upgrading.plan(), new Reached(upgrading.stage(), upgrading.attempt())))
        : Optional.empty();
  }

  @Test
  void aHookThatASignalEndedHasFailed() {
    assertThat(left(new Begun(1, PRE_UPGRADE), new Done(1, new ProcessExit.Killed(9).status())))
        .isEmpty();
  }
}
