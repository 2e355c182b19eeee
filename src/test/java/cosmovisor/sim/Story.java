package cosmovisor.sim;

import java.time.Duration;
import java.util.List;

/// A history before it happens: a chain with its upgrades, an operator's settings, a node's
/// character, and what will go wrong.
///
/// @param catchingUp whether the node says that it is
/// @param upgrades in the order of their heights; the first brings version 1, genesis is version 0
public record Story(
    List<Upgrade> upgrades,
    Settings settings,
    Character node,
    boolean catchingUp,
    List<Mishap> mishaps) {
  public Story {
    upgrades = List.copyOf(upgrades);
    mishaps = List.copyOf(mishaps);
  }

  /// Who decided on an upgrade.
  public enum Origin {
    /// The chain: at its height the older version writes a plan and goes no further.
    GOVERNANCE,
    /// The operator, in the schedule: the older version could go on.
    SCHEDULE,
    /// The chain, and the operator told the node to go through without it.
    SKIPPED
  }

  /// Where an upgrade's binary comes from.
  public enum Supply {
    PRESENT,
    /// The operator puts it there after a while.
    LATE,
    DOWNLOAD
  }

  /// An upgrade.
  ///
  /// @param preUpgrade exit codes of its `pre-upgrade`, one a run; then 0
  public record Upgrade(
      String name, long height, Origin origin, Supply supply, List<Integer> preUpgrade) {
    public Upgrade {
      preUpgrade = List.copyOf(preUpgrade);
    }
  }

  /// The operator's.
  ///
  /// @param hook exit codes of the custom script, one a run, then 0; none if there is no script
  public record Settings(
      boolean restartAfterUpgrade,
      Duration grace,
      Duration delay,
      boolean backup,
      boolean hasHook,
      List<Integer> hook,
      int preUpgradeMaxRetries,
      int restartsOnFailure,
      Duration poll) {
    public Settings {
      hook = List.copyOf(hook);
    }
  }

  /// How a node writes its plan.
  public enum Pen {
    ONE_WRITE,
    TWO_WRITES,
    RENAME
  }

  /// What a node does when it has written it.
  public enum Ending {
    PANIC,
    LATE_PANIC,
    EXIT_0,
    HANG
  }

  /// The node's.
  ///
  /// @param stubborn whether it ends by SIGKILL alone
  /// @param closing how long it takes to end when it was told to
  /// @param answers whether its RPC answers
  /// @param eventsSeen whether the kernel tells of its plan's file; else it is found by polling
  public record Character(
      Pen pen,
      Ending ending,
      boolean stubborn,
      boolean stubbornHooks,
      Duration closing,
      boolean answers,
      boolean eventsSeen) {}

  /// Something that goes wrong.
  public sealed interface Mishap {
    /// At the n-th verb.
    record AtVerb(int number, Faults.Strike strike) implements Mishap {}

    /// At the n-th such verb on a path that ends so.
    record AtNth(int number, Verb verb, String path, Faults.Strike strike) implements Mishap {

      boolean isAbout(Faults.Point point) {
        return point.verb() == verb && point.what().endsWith(path);
      }
    }

    /// At a moment.
    record At(Duration when, Deed deed) implements Mishap {}
  }

  /// What can happen at a moment.
  public enum Deed {
    /// The supervisor alone is killed.
    KILL,
    POWER_CUT,
    /// The node alone is killed.
    NODE_KILL,
    /// Somebody asks us to stop, and starts us again later.
    TERM,
    INT_AND_TERM,
    USR1,
    /// For a while.
    DISK_FULL,
    READ_ONLY,
    CLOCK_SET_BACK
  }

  /// The plainest story: one governance upgrade at height 4, everything there, nothing wrong.
  public static Story plain() {
    return new Story(
        List.of(upgrade("v2", 4)),
        new Settings(
            true,
            Duration.ofSeconds(30),
            Duration.ofSeconds(1),
            true,
            false,
            List.of(),
            2,
            0,
            Duration.ofSeconds(5)),
        new Character(
            Pen.ONE_WRITE, Ending.PANIC, false, false, Duration.ofMillis(100), true, true),
        false,
        List.of());
  }

  /// A governance upgrade whose binary is there.
  public static Upgrade upgrade(String name, long height) {
    return new Upgrade(name, height, Origin.GOVERNANCE, Supply.PRESENT, List.of());
  }

  public Story with(Upgrade... others) {
    return new Story(List.of(others), settings, node, catchingUp, mishaps);
  }

  public Story with(Settings other) {
    return new Story(upgrades, other, node, catchingUp, mishaps);
  }

  public Story with(Character other) {
    return new Story(upgrades, settings, other, catchingUp, mishaps);
  }

  public Story with(Mishap... others) {
    return new Story(upgrades, settings, node, catchingUp, List.of(others));
  }

  /// The same with a node that says that it is catching up.
  public Story catchesUp() {
    return new Story(upgrades, settings, node, true, mishaps);
  }

  public boolean downloads() {
    return upgrades.stream().anyMatch(upgrade -> upgrade.supply() == Supply.DOWNLOAD);
  }
}
