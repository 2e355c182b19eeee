package cosmovisor.machine;

import static org.assertj.core.api.Assertions.assertThat;

import cosmovisor.machine.State.Halted;
import cosmovisor.machine.State.Running;
import cosmovisor.machine.State.Stage;
import cosmovisor.machine.State.Stopping;
import cosmovisor.machine.State.Upgrading;
import cosmovisor.machine.State.Why;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What holds for every state and every event, whatever the policy.
final class MachineLawsTest {
  /// One decision, and what led to it.
  private record Move(State before, Event event, Step step) {
    State after() {
      return step.state();
    }

    boolean does(Class<? extends Effect> effect) {
      return step.effects().stream().anyMatch(effect::isInstance);
    }
  }

  private static List<Move> everyMove() {
    return Samples.policies().stream()
        .map(UpgradeMachine::new)
        .flatMap(
            machine ->
                Samples.states().stream()
                    .flatMap(
                        state ->
                            Samples.events().stream()
                                .map(
                                    event -> new Move(state, event, machine.decide(state, event)))))
        .toList();
  }

  private static boolean hasNode(State state) {
    return state instanceof Running || state instanceof Stopping;
  }

  private static void forEveryMove(Consumer<Move> law) {
    List<Move> moves = everyMove();
    assertThat(moves).hasSizeGreaterThan(5000);
    moves.forEach(law);
  }

  @Test
  void theSamplesHaveOneOfEachKind() {
    assertSampled(State.class, Samples.states().stream());
    assertSampled(State.Next.class, Samples.states().stream().flatMap(MachineLawsTest::next));
    assertSampled(Event.class, Samples.events().stream());
    assertSampled(Effect.Durable.class, Samples.durables(Samples.V2).stream());
    assertSampled(Sight.Current.class, Samples.sights().stream().map(Sight::current));
    assertSampled(Sight.Info.class, Samples.infos().stream());
  }

  private static Stream<Object> next(State state) {
    return state instanceof Running running ? Stream.of(running.next()) : Stream.empty();
  }

  private static void assertSampled(Class<?> kind, Stream<?> samples) {
    Set<Class<?>> sampled = samples.map(Object::getClass).collect(Collectors.toSet());
    assertThat(sampled).containsAll(Arrays.asList(kind.getPermittedSubclasses()));
  }

  @Test
  void everyStateHasAnAnswerToEveryEventAndItIsAlwaysTheSame() {
    assertThat(everyMove()).isEqualTo(everyMove());
  }

  @Test
  void aNodeIsStartedOnlyWhereNoneRuns() {
    forEveryMove(
        move -> {
          if (move.does(Effect.StartNode.class)) {
            assertThat(hasNode(move.before())).as("%s", move).isFalse();
            assertThat(move.after()).as("%s", move).isInstanceOf(Running.class);
          }
        });
  }

  @Test
  void aNodeIsSignalledOnlyWhereOneRuns() {
    forEveryMove(
        move -> {
          if (move.does(Effect.SignalNode.class)) {
            assertThat(hasNode(move.before())).as("%s", move).isTrue();
          }
        });
  }

  @Test
  void aStateWithANodeIsLeftOnlyWhenTheNodeHasEndedOrNeverStarted() {
    forEveryMove(
        move -> {
          if (hasNode(move.before()) && !hasNode(move.after())) {
            assertThat(move.event())
                .as("%s", move)
                .isInstanceOfAny(Event.NodeExited.class, Event.NodeNotStarted.class);
          }
        });
  }

  @Test
  void nothingDurableHappensWhileANodeRuns() {
    forEveryMove(
        move -> {
          if (move.does(Effect.Durable.class)) {
            assertThat(hasNode(move.after())).as("%s", move).isFalse();
          }
        });
  }

  @Test
  void aStopThatWasAskedForIsNeverTurnedIntoAnUpgrade() {
    forEveryMove(
        move -> {
          if (move.before() instanceof Stopping(Why.Asked _)) {
            assertThat(move.after()).as("%s", move).isInstanceOfAny(Stopping.class, Halted.class);
            assertThat(move.does(Effect.Durable.class)).as("%s", move).isFalse();
          }
        });
  }

  @Test
  void theEndIsTheEnd() {
    forEveryMove(
        move -> {
          if (move.before() instanceof Halted) {
            assertThat(move.step()).isEqualTo(Step.of(move.before()));
          }
        });
  }

  @Test
  void everyEndThatIsNoSuccessHasAReason() {
    forEveryMove(
        move -> {
          if (move.after() instanceof Halted halted && halted.status() != 0) {
            assertThat(halted.error()).as("%s", move).isPresent();
          }
        });
  }

  @Test
  void anUpgradesStagesComeInTheirOrder() {
    forEveryMove(
        move -> {
          if (move.before() instanceof Upgrading before
              && move.after() instanceof Upgrading after) {
            assertThat(after.stage()).as("%s", move).isGreaterThanOrEqualTo(before.stage());
            assertThat(after.plan()).as("%s", move).isEqualTo(before.plan());
          }
        });
  }

  @Test
  void theSwitchComesOnlyBehindThePreUpgradeOfTheSamePlanInThisLifeOrAnEarlierOne() {
    forEveryMove(
        move -> {
          if (move.does(Effect.Switch.class)) {
            assertThat(move.before())
                .as("%s", move)
                .isInstanceOfSatisfying(
                    Upgrading.class,
                    state ->
                        assertThat(
                                state.stage() == Stage.PRE_UPGRADE
                                    || state.reached().stage() == Stage.SWITCH)
                            .isTrue());
          }
        });
  }

  @Test
  void unlessBackupsAreSkippedNoSwitchIsReachedWithoutOne() {
    UpgradeMachine machine = new UpgradeMachine(Samples.USUAL);
    Set<State> withoutBackup = reachable(machine, step -> !does(step, Effect.TakeBackup.class));
    assertThat(withoutBackup)
        .noneMatch(
            state -> state instanceof Upgrading upgrading && upgrading.stage() == Stage.SWITCH);
  }

  private static boolean does(Step step, Class<? extends Effect> kind) {
    return step.effects().stream().anyMatch(kind::isInstance);
  }

  @Test
  void theEndCanBeReachedFromEveryStateThatCanBeReached() {
    for (Policy policy : Samples.policies()) {
      UpgradeMachine machine = new UpgradeMachine(policy);
      Set<State> stuck = reachable(machine, _ -> true);
      boolean freed = true;
      while (freed) {
        freed =
            stuck.removeIf(state -> state instanceof Halted || leadsOutOf(stuck, state, machine));
      }
      assertThat(stuck).as("under %s", policy).isEmpty();
    }
  }

  private static boolean leadsOutOf(Set<State> states, State state, UpgradeMachine machine) {
    return Samples.events().stream()
        .anyMatch(event -> !states.contains(machine.decide(state, event).state()));
  }

  @Test
  void everyKindOfStateCanBeReached() {
    UpgradeMachine machine = new UpgradeMachine(Samples.EVERYTHING);
    Set<Class<?>> kinds =
        reachable(machine, _ -> true).stream().map(Object::getClass).collect(Collectors.toSet());
    assertThat(kinds).containsExactlyInAnyOrder(State.class.getPermittedSubclasses());
  }

  /// A late or doubled end of an effect changes nothing: once its stage is over, so is its word.
  @Test
  void theEndOfAnEffectCountsOnce() {
    UpgradeMachine machine = new UpgradeMachine(Samples.EVERYTHING);
    for (Event event : Samples.events()) {
      if (event instanceof Event.Done) {
        for (State state : Samples.states()) {
          State once = machine.decide(state, event).state();
          if (!once.equals(state)) {
            assertThat(machine.decide(once, event)).isEqualTo(Step.of(once));
          }
        }
      }
    }
  }

  private static Set<State> reachable(UpgradeMachine machine, Predicate<Step> allowed) {
    Set<State> seen = new HashSet<>(Set.of(machine.start(Recovery.NONE).state()));
    Deque<State> open = new ArrayDeque<>(seen);
    while (!open.isEmpty()) {
      State state = open.remove();
      for (Event event : Samples.events()) {
        Step step = machine.decide(state, event);
        if (allowed.test(step) && seen.add(step.state())) {
          open.add(step.state());
        }
      }
    }
    return seen;
  }

  /// Guards the tests above against themselves: a law over nothing would hold.
  @Test
  void theMovesIncludeEachKindOfEffect() {
    Map<Class<?>, Integer> counts = new HashMap<>();
    everyMove()
        .forEach(
            move ->
                move.step()
                    .effects()
                    .forEach(effect -> counts.merge(effect.getClass(), 1, Integer::sum)));
    Stream.of(Effect.Fleeting.class, Effect.Durable.class)
        .flatMap(kind -> Arrays.stream(kind.getPermittedSubclasses()))
        .filter(kind -> kind != Effect.Look.class)
        .forEach(kind -> assertThat(counts).as("%s", kind).containsKey(kind));
  }
}
