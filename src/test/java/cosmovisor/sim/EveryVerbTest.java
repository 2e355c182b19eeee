package cosmovisor.sim;

import static org.assertj.core.api.Assertions.assertThat;

import cosmovisor.sim.Faults.Strike;
import cosmovisor.sim.SimCrash.Kind;
import cosmovisor.sim.Story.Character;
import cosmovisor.sim.Story.Ending;
import cosmovisor.sim.Story.Mishap;
import cosmovisor.sim.Story.Origin;
import cosmovisor.sim.Story.Pen;
import cosmovisor.sim.Story.Settings;
import cosmovisor.sim.Story.Supply;
import cosmovisor.sim.Story.Upgrade;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A fault at every single verb of two upgrades, one of the chain's with a download, one of the
/// operator's: each time the chain comes to its goal, and no invariant is hurt.
final class EveryVerbTest {
  private static final long SEED = 1;

  /// How many of the states that a power cut may leave are tried at each verb.
  private static final int CUTS = 4;

  private static final Map<String, Strike> STRIKES =
      Map.of(
          "EIO", new Strike.Fail(Faults.EIO, false),
          "EIO halfway", new Strike.Fail(Faults.EIO, true),
          "ENOSPC halfway", new Strike.Fail(Faults.ENOSPC, true),
          "kill", new Strike.Crash(Kind.KILL, false),
          "kill halfway", new Strike.Crash(Kind.KILL, true),
          "power cut", new Strike.Crash(Kind.POWER_CUT, false),
          "power cut halfway", new Strike.Crash(Kind.POWER_CUT, true));

  private static Story story() {
    return Story.plain()
        .with(
            new Upgrade("v2", 3, Origin.GOVERNANCE, Supply.DOWNLOAD, List.of(31)),
            new Upgrade("v3", 5, Origin.SCHEDULE, Supply.PRESENT, List.of()))
        .with(
            new Settings(
                true,
                Duration.ofSeconds(5),
                Duration.ofSeconds(1),
                true,
                true,
                List.of(),
                2,
                0,
                Duration.ofSeconds(2)))
        .with(
            new Character(
                Pen.ONE_WRITE, Ending.PANIC, false, false, Duration.ofMillis(100), true, true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "EIO",
        "EIO halfway",
        "ENOSPC halfway",
        "kill",
        "kill halfway",
        "power cut",
        "power cut halfway"
      })
  void everyVerbMayBeStruck(String name) {
    Strike strike = Objects.requireNonNull(STRIKES.get(name));
    int verbs = Histories.told(story(), SEED, "./mvnw test -Dtest=EveryVerbTest").verbs();
    assertThat(verbs).isGreaterThan(300);
    boolean isPowerCut = strike instanceof Strike.Crash(Kind kind, _) && kind == Kind.POWER_CUT;
    for (int verb = 1; verb <= verbs; verb++) {
      for (int cut = 0; cut < (isPowerCut ? CUTS : 1); cut++) {
        Histories.told(
            story().with(new Mishap.AtVerb(verb, strike)),
            SEED + cut,
            "./mvnw test -Dtest=EveryVerbTest (%s at verb %d)".formatted(name, verb));
      }
    }
  }
}
