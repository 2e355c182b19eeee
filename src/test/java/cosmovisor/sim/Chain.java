package cosmovisor.sim;

import cosmovisor.plan.PlanName;
import cosmovisor.plan.UpgradePlan;
import cosmovisor.sim.Story.Origin;
import cosmovisor.sim.Story.Upgrade;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The rules of a chain: which version may execute which block.
///
/// Version 0 is genesis, version n the one that the n-th upgrade brings.
///
/// @param upgrades in the order of their heights
public record Chain(List<Upgrade> upgrades) {
  /// What must never be told to anybody.
  public static final String SECRET = "s3cr3tOfTheOperator";

  private static final int BEYOND = 3;

  /// The version that must execute this block, at least.
  int required(long block) {
    int version = 0;
    for (int i = 0; i < upgrades.size(); i++) {
      if (upgrades.get(i).origin() == Origin.GOVERNANCE && upgrades.get(i).height() <= block) {
        version = i + 1;
      }
    }
    return version;
  }

  /// The newest version that may be started on data with this block committed.
  public int allowed(long committed) {
    int version = 0;
    for (int i = 0; i < upgrades.size(); i++) {
      Upgrade upgrade = upgrades.get(i);
      boolean come =
          switch (upgrade.origin()) {
            case GOVERNANCE -> upgrade.height() <= committed + 1;
            case SCHEDULE -> upgrade.height() <= committed;
            case SKIPPED -> false;
          };
      version = come ? i + 1 : version;
    }
    return version;
  }

  /// The upgrade at which a version has to stop before it executes this block.
  Optional<Upgrade> stop(int version, long block) {
    for (int i = version; i < upgrades.size(); i++) {
      if (upgrades.get(i).origin() == Origin.GOVERNANCE && upgrades.get(i).height() == block) {
        return Optional.of(upgrades.get(i));
      }
    }
    return Optional.empty();
  }

  /// The height that proves that all went well.
  public long goal() {
    return upgrades.getLast().height() + BEYOND;
  }

  /// The version that has to be at work then.
  public int lastVersion() {
    for (int i = upgrades.size(); i > 0; i--) {
      if (upgrades.get(i - 1).origin() != Origin.SKIPPED) {
        return i;
      }
    }
    return 0;
  }

  public Set<Long> skippedHeights() {
    return upgrades.stream()
        .filter(upgrade -> upgrade.origin() == Origin.SKIPPED)
        .map(Upgrade::height)
        .collect(Collectors.toSet());
  }

  /// The plan of an upgrade as the chain has it.
  static UpgradePlan plan(Upgrade upgrade) {
    return new UpgradePlan(
        new PlanName(upgrade.name()),
        upgrade.height(),
        "{\"binaries\":{\"linux/amd64\":\"https://me:%s@example.org/%s?token=%s\"}}"
            .formatted(SECRET, upgrade.name(), SECRET));
  }

  /// What a version's binary holds.
  static String binary(int version) {
    return SimProcesses.INTERPRETER_LINE + "node " + version + "\n" + "code ".repeat(8) + "end\n";
  }

  /// The version of a binary of this content.
  Optional<Integer> version(String content) {
    for (int version = 0; version <= upgrades.size(); version++) {
      if (content.equals(binary(version))) {
        return Optional.of(version);
      }
    }
    return Optional.empty();
  }
}
