package cosmovisor.machine;

import static cosmovisor.machine.Samples.V3;
import static org.assertj.core.api.Assertions.assertThat;

import cosmovisor.machine.Effect.Say;
import cosmovisor.machine.Effect.StartTimer;
import cosmovisor.machine.Effect.Timer;
import cosmovisor.machine.State.Halted;
import cosmovisor.machine.State.Stage;
import cosmovisor.machine.State.Upgrading;
import cosmovisor.os.ProcessExit;
import cosmovisor.os.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What is done between two nodes.
final class UpgradeStagesTest {
  private static final State PREPARE = new Upgrading(V3, Stage.PREPARE, 1);
  private static final Effect.Durable BACKUP = new Effect.TakeBackup(V3);
  private static final Effect.Durable CUSTOM_HOOK = new Effect.RunCustomHook(V3);
  private static final Effect.RunPreUpgrade PRE_UPGRADE = new Effect.RunPreUpgrade(V3, 1);
  private static final Effect.Durable SWITCH = new Effect.Switch(V3);
  private static final Event OVER = new Event.TimerFired(Timer.DELAY);

  private final UpgradeMachine usual = new UpgradeMachine(Samples.USUAL);
  private final UpgradeMachine everything = new UpgradeMachine(Samples.EVERYTHING);

  private static List<Effect> deeds(UpgradeMachine machine, State state, Event... events) {
    List<Effect> deeds = new ArrayList<>();
    for (Event event : events) {
      Step step = machine.decide(state, event);
      step.effects().stream().filter(effect -> !(effect instanceof Say)).forEach(deeds::add);
      state = step.state();
    }
    return deeds;
  }

  @Test
  void anUpgradeWithAllThatAnOperatorCanAskForGoesThroughItsStagesInTheirOrder() {
    assertThat(
            deeds(
                everything,
                PREPARE,
                new Event.Prepared(V3),
                OVER,
                new Event.Done(BACKUP),
                new Event.Done(CUSTOM_HOOK),
                new Event.PreUpgradeEnded(PRE_UPGRADE, new ProcessExit.Code(0)),
                new Event.Done(SWITCH)))
        .containsExactly(
            new StartTimer(Timer.DELAY, Duration.ofSeconds(5)),
            BACKUP,
            CUSTOM_HOOK,
            PRE_UPGRADE,
            SWITCH,
            new Effect.Look());
  }

  @Test
  void whatAnOperatorDidNotAskForIsLeftOut() {
    assertThat(deeds(usual, PREPARE, new Event.Prepared(V3), new Event.Done(BACKUP)))
        .as("neither delay nor hook")
        .containsExactly(BACKUP, PRE_UPGRADE);
    UpgradeMachine bare = new UpgradeMachine(Samples.BARE);
    assertThat(deeds(bare, PREPARE, new Event.Prepared(V3)))
        .as("nor backup")
        .containsExactly(PRE_UPGRADE);
  }

  @Test
  void theEndOfAWaitTakesNoStageForDoneThatIsUnderWay() {
    State backup = new Upgrading(V3, Stage.BACKUP, 1);
    assertThat(everything.decide(backup, OVER)).isEqualTo(Step.of(backup));
    State delay = new Upgrading(V3, Stage.DELAY, 1);
    assertThat(everything.decide(delay, new Event.TimerFired(Timer.GRACE)))
        .as("the node's, that ended in time")
        .isEqualTo(Step.of(delay));
  }

  @Test
  void aStageThatFailsEndsUsWithItsReason() {
    State backup = new Upgrading(V3, Stage.BACKUP, 1);
    assertThat(usual.decide(backup, new Event.Failed(BACKUP, "disk full")))
        .isEqualTo(Step.of(new Halted(1, Optional.of("disk full"))));
    assertThat(usual.decide(backup, new Event.Failed(SWITCH, "no link")))
        .as("none that is not under way")
        .isEqualTo(Step.of(backup));
  }

  @Test
  void aStopBreaksTheUpgradeOffAndTheNextStartGoesOn() {
    State hook = new Upgrading(V3, Stage.CUSTOM_HOOK, 1);
    assertThat(everything.decide(hook, new Event.SignalReceived(Signal.TERM)))
        .isEqualTo(
            Step.of(
                new Halted(
                    143, Optional.of("stopped by SIGTERM; the next start goes on from here"))));
    assertThat(everything.decide(hook, new Event.SignalReceived(Signal.USR1)))
        .as("asks for something else")
        .isEqualTo(Step.of(hook));
  }
}
