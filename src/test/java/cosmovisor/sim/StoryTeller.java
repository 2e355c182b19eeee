package cosmovisor.sim;

import cosmovisor.sim.Faults.Strike;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Makes a story up from a seed.
final class StoryTeller {
  private static final int VERBS = 600;
  private static final int SECONDS = 25;

  private final Random random;

  private StoryTeller(long seed) {
    this.random = new Random(seed * 0x9E3779B97F4A7C15L + 1);
  }

  static Story of(long seed) {
    return new StoryTeller(seed).story();
  }

  private Story story() {
    Settings settings = settings();
    List<Upgrade> upgrades = upgrades(settings);
    boolean scheduled = upgrades.stream().anyMatch(u -> u.origin() == Origin.SCHEDULE);
    Character character = character(scheduled);
    List<Mishap> mishaps = mishaps();
    return new Story(upgrades, settings, character, once(4), mishaps);
  }

  private boolean once(int in) {
    return random.nextInt(in) == 0;
  }

  private <T> T any(List<T> things) {
    return things.get(random.nextInt(things.size()));
  }

  private Duration millis(Integer... choices) {
    return Duration.ofMillis(any(List.of(choices)));
  }

  private List<Upgrade> upgrades(Settings settings) {
    List<Upgrade> upgrades = new ArrayList<>();
    int count = random.nextInt(1, 4);
    long height = 0;
    for (int i = 0; i < count; i++) {
      height += random.nextInt(1, 6);
      upgrades.add(
          new Upgrade(
              any(List.of("v", "Version-")) + (i + 2),
              height,
              any(
                  List.of(
                      Origin.GOVERNANCE,
                      Origin.GOVERNANCE,
                      Origin.GOVERNANCE,
                      Origin.SCHEDULE,
                      Origin.SCHEDULE,
                      Origin.SKIPPED)),
              any(List.of(Supply.PRESENT, Supply.PRESENT, Supply.LATE, Supply.DOWNLOAD)),
              preUpgrade(settings)));
    }
    return upgrades;
  }

  private List<Integer> preUpgrade(Settings settings) {
    return switch (random.nextInt(8)) {
      case 0 -> List.of(1);
      case 1 -> List.of(31);
      case 2 -> List.of(31, 31, 31, 31, 31).subList(0, settings.preUpgradeMaxRetries() + 1);
      case 3 -> List.of(30);
      default -> List.of();
    };
  }

  private Settings settings() {
    return new Settings(
        !once(5),
        millis(0, 2000, 30_000),
        millis(0, 1000),
        !once(5),
        once(4),
        once(3) ? List.of(1) : List.of(),
        random.nextInt(4),
        once(3) ? random.nextInt(1, 5) : 0,
        millis(1000, 3000, 10_000));
  }

  /// @param scheduled whether somebody has to be able to ask it for its height
  private Character character(boolean scheduled) {
    return new Character(
        any(List.of(Pen.values())),
        any(List.of(Ending.values())),
        once(6),
        once(10),
        millis(10, 1000, 4000),
        scheduled || !once(4),
        !once(3));
  }

  private List<Mishap> mishaps() {
    List<Mishap> mishaps = new ArrayList<>();
    int count = any(List.of(0, 1, 1, 2, 3, 5));
    for (int i = 0; i < count; i++) {
      mishaps.add(once(2) ? atVerb() : at());
    }
    return mishaps;
  }

  private Mishap atVerb() {
    boolean halfway = once(2);
    Strike strike =
        switch (random.nextInt(5)) {
          case 0 -> new Strike.Fail(Faults.EIO, halfway);
          case 1 -> new Strike.Fail(Faults.ENOSPC, halfway);
          case 2 -> new Strike.Crash(SimCrash.Kind.KILL, halfway);
          default -> new Strike.Crash(SimCrash.Kind.POWER_CUT, halfway);
        };
    return new Mishap.AtVerb(random.nextInt(1, VERBS), strike);
  }

  private Mishap at() {
    return new Mishap.At(
        Duration.ofMillis(random.nextInt(SECONDS * 1000)), any(List.of(Deed.values())));
  }
}
