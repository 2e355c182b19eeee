package cosmovisor.sim;

import static org.assertj.core.api.Assertions.assertThat;

import cosmovisor.sim.Faults.Strike;
import cosmovisor.sim.SimCrash.Kind;
import cosmovisor.sim.Story.Character;
import cosmovisor.sim.Story.Deed;
import cosmovisor.sim.Story.Ending;
import cosmovisor.sim.Story.Mishap;
import cosmovisor.sim.Story.Origin;
import cosmovisor.sim.Story.Pen;
import cosmovisor.sim.Story.Settings;
import cosmovisor.sim.Story.Supply;
import cosmovisor.sim.Story.Upgrade;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What the supervisor is for, as stories; each ends with the chain at its goal, its last version
/// at work, and no invariant hurt on the way.
final class UpgradeScenariosTest {
  private static final Upgrade SCHEDULED =
      new Upgrade("v3", 7, Origin.SCHEDULE, Supply.PRESENT, List.of());

  private static World told(Story story) {
    return Histories.told(story, 1, "./mvnw test -Dtest=UpgradeScenariosTest");
  }

  /// The versions of all nodes, in the order in which they were started.
  private static List<Integer> versions(World world) {
    return world.witness().starts().stream().map(Witness.Start::version).toList();
  }

  private static Character character(Pen pen, Ending ending, boolean stubborn) {
    return new Character(pen, ending, stubborn, false, Duration.ofMillis(100), true, true);
  }

  private static Settings settings(boolean restart, boolean hook, Duration delay) {
    return new Settings(
        restart, Duration.ofSeconds(5), delay, true, hook, List.of(), 2, 0, Duration.ofSeconds(5));
  }

  @Test
  void aNodeIsCarriedThroughItsUpgrade() {
    World world = told(Story.plain());
    assertThat(versions(world)).containsExactly(0, 1);
    assertThat(world.lives()).isEqualTo(1);
  }

  @Test
  void aNodeIsCarriedThroughThreeUpgrades() {
    World world =
        told(
            Story.plain()
                .with(Story.upgrade("v2", 2), Story.upgrade("v3", 3), Story.upgrade("v4", 9)));
    assertThat(versions(world)).containsExactly(0, 1, 2, 3);
  }

  @Test
  void everyWayToWriteThePlanAndToEndIsUnderstood() {
    for (Pen pen : Pen.values()) {
      for (Ending ending : Ending.values()) {
        for (boolean stubborn : new boolean[] {false, true}) {
          World world = told(Story.plain().with(character(pen, ending, stubborn)));
          assertThat(versions(world)).as("%s %s %s", pen, ending, stubborn).containsExactly(0, 1);
        }
      }
    }
  }

  @Test
  void aMissingBinaryIsWaitedForWhileTheNodeStands() {
    World world =
        told(
            Story.plain()
                .with(new Upgrade("v2", 4, Origin.GOVERNANCE, Supply.LATE, List.of()))
                .with(character(Pen.ONE_WRITE, Ending.HANG, false)));
    assertThat(versions(world)).containsExactly(0, 1);
    assertThat(world.lives()).isEqualTo(1);
  }

  @Test
  void aBinaryIsDownloaded() {
    World world =
        told(
            Story.plain()
                .with(new Upgrade("v2", 4, Origin.GOVERNANCE, Supply.DOWNLOAD, List.of())));
    assertThat(versions(world)).containsExactly(0, 1);
  }

  @Test
  void preUpgradeIsRunUntilItIsContent() {
    World world =
        told(
            Story.plain()
                .with(new Upgrade("v2", 4, Origin.GOVERNANCE, Supply.PRESENT, List.of(31, 31, 0))));
    assertThat(world.witness().preUpgrades(1)).isEqualTo(3);
    assertThat(world.lives()).isEqualTo(1);
  }

  @Test
  void theOperatorMayWantToStartTheNewVersionHimself() {
    World world = told(Story.plain().with(settings(false, false, Duration.ZERO)));
    assertThat(versions(world)).containsExactly(0, 1);
    assertThat(world.lives()).isEqualTo(2);
  }

  @Test
  void anUpgradeThatWasSkippedIsLeftOut() {
    World world =
        told(
            Story.plain()
                .with(
                    new Upgrade("v2", 4, Origin.SKIPPED, Supply.PRESENT, List.of()),
                    Story.upgrade("v3", 6)));
    assertThat(versions(world)).containsExactly(0, 2);
  }

  @Test
  void aKilledSupervisorsNodeIsEndedBeforeAnotherIsStarted() {
    World world =
        told(
            Story.plain()
                .with(Story.upgrade("v2", 60))
                .with(character(Pen.ONE_WRITE, Ending.PANIC, true))
                .with(new Mishap.At(Duration.ofSeconds(2), Deed.KILL)));
    assertThat(versions(world)).startsWith(0, 0).endsWith(1);
  }

  @Test
  void aHookThatIsDoneIsNotRunAgainAfterACrash() {
    World world =
        told(
            Story.plain()
                .with(settings(true, true, Duration.ZERO))
                .with(new Mishap.AtNth(1, Verb.RENAME, "/v2/upgrade-info.json", kill())));
    assertThat(world.witness().hooks()).isEqualTo(1);
    assertThat(world.witness().preUpgrades(1)).isEqualTo(1);
    assertThat(world.lives()).isEqualTo(2);
  }

  private static Strike kill() {
    return new Strike.Crash(Kind.KILL, false);
  }

  // Histories that once went wrong.

  /// The chain's plan still lay in the data, and was taken for a new one when the next node began:
  /// the older version was switched to.
  @Test
  void thePlanBeforeAnOperatorsUpgradeIsNoNews() {
    World world = told(Story.plain().with(Story.upgrade("v2", 4), SCHEDULED));
    assertThat(versions(world)).containsExactly(0, 1, 2);
  }

  /// The version's record is written before the link is switched, and alone counted as the switch:
  /// the upgrade was never carried out.
  @Test
  void anOperatorsUpgradeThatWasBrokenOffAtTheSwitchIsGoneOnWith() {
    World world =
        told(
            Story.plain()
                .with(SCHEDULED)
                .with(new Mishap.AtNth(1, Verb.RENAME, "/v3/upgrade-info.json", kill())));
    assertThat(versions(world)).containsExactly(0, 1);
    World later =
        told(
            Story.plain()
                .with(SCHEDULED)
                .with(new Mishap.AtNth(1, Verb.SYNC, "/upgrades/v3", kill())));
    assertThat(versions(later)).containsExactly(0, 1);
    assertThat(later.lives()).isEqualTo(2);
  }

  /// A schedule that could not be read before the chain's next upgrade was carried out behind it:
  /// the older version was switched to.
  @Test
  void anOperatorsUpgradeThatWasOvertakenIsNoWayBack() {
    Mishap[] unreadable =
        IntStream.rangeClosed(1, 20)
            .mapToObj(
                n ->
                    new Mishap.AtNth(
                        n, Verb.FOLLOW, ".json.batch", new Strike.Fail(Faults.EIO, false)))
            .toArray(Mishap[]::new);
    World world =
        told(
            Story.plain()
                .with(
                    new Upgrade("v2", 3, Origin.SCHEDULE, Supply.PRESENT, List.of()),
                    Story.upgrade("v3", 7))
                .with(unreadable));
    assertThat(versions(world)).containsExactly(0, 2);
  }

  /// A record that the disk did not give for a moment counted as none: the version that runs was
  /// taken for another, and the chain's last plan for one to be carried out.
  @Test
  void aRecordThatCantBeReadIsNotTakenForNone() {
    for (Verb verb : new Verb[] {Verb.FOLLOW, Verb.READ}) {
      World world =
          told(
              Story.plain()
                  .with(Story.upgrade("v2", 4), SCHEDULED)
                  .with(
                      new Mishap.AtNth(
                          1,
                          verb,
                          "/upgrades/v3/upgrade-info.json",
                          new Strike.Fail(Faults.EIO, false)),
                      new Mishap.At(Duration.ofSeconds(13), Deed.NODE_KILL)));
      assertThat(versions(world)).endsWith(2);
    }
  }

  /// Where /proc could not be read, the node of a killed supervisor counted as ended, and another
  /// was started beside it.
  @Test
  void aNodeOfWhichNothingIsKnownIsNotTakenForEnded() {
    for (int nth = 1; nth < 8; nth++) {
      World world =
          told(
              Story.plain()
                  .with(Story.upgrade("v2", 60))
                  .with(character(Pen.ONE_WRITE, Ending.PANIC, true))
                  .with(
                      new Mishap.At(Duration.ofSeconds(2), Deed.KILL),
                      new Mishap.AtNth(
                          nth, Verb.BIRTH, "101", new Strike.Fail(Faults.EIO, false))));
      assertThat(versions(world)).endsWith(1);
    }
  }

  /// The journal named nodes only: a hook that outlived its supervisor went on changing the data
  /// while the next life ran it again.
  @Test
  void aHookThatOutlivedItsSupervisorIsEndedFirst() {
    World world =
        told(
            Story.plain()
                .with(
                    new Character(
                        Pen.ONE_WRITE,
                        Ending.PANIC,
                        false,
                        true,
                        Duration.ofMillis(100),
                        true,
                        true))
                .with(new Mishap.At(Duration.ofSeconds(8), Deed.KILL)));
    assertThat(world.witness().preUpgrades(1)).isPositive();
  }

  /// The old version had gone on after the backup, and the backup was kept: whoever restored it
  /// would have signed again what was signed.
  @Test
  void aBackupThatTheNodeHasLeftBehindIsTakenAnew() {
    World world =
        told(
            Story.plain()
                .with(SCHEDULED)
                .with(settings(true, true, Duration.ZERO))
                .with(
                    new Mishap.AtNth(1, Verb.SPAWN, "/hook.sh", new Strike.Fail(Faults.EIO, false)),
                    new Mishap.AtNth(
                        3, Verb.READ, "/.last_known_height", new Strike.Fail(Faults.EIO, false))));
    assertThat(versions(world)).containsExactly(0, 0, 1);
  }
}
