package cosmovisor.machine;

import cosmovisor.plan.UpgradePlan;
import java.util.List;
import java.util.Optional;

/// What the disk says at one moment about the version to run.
///
/// @param current where the `current` link leads
/// @param info what `data/upgrade-info.json` says: a fact about the data, since the node that wrote
///   it had come to the plan's height
/// @param due upgrades that the operator scheduled and whose height the chain has committed, as far
///   as is known without a node; the lowest first
public record Sight(Current current, Info info, List<UpgradePlan> due) {
  public Sight {
    due = List.copyOf(due);
  }

  /// A sight without a schedule.
  public Sight(Current current, Info info) {
    this(current, info, List.of());
  }

  /// Where the `current` link leads.
  public sealed interface Current {

    /// To the folder of a version.
    ///
    /// @param folder `genesis`, or the name of the folder below `upgrades`
    /// @param recorded the plan by which it was switched to, if that is known
    record Version(String folder, Optional<UpgradePlan> recorded) implements Current {

      /// Whether this is the folder of that plan's version.
      boolean isFor(UpgradePlan plan) {
        return folder.equalsIgnoreCase(plan.name().folder())
            || folder.equals(plan.name().lowerCased().folder());
      }
    }

    /// Nowhere, there is no link.
    ///
    /// @param recorded the versions that were switched to at some time
    record Missing(List<UpgradePlan> recorded) implements Current {
      public Missing {
        recorded = List.copyOf(recorded);
      }
    }

    /// To nothing, or it is no link; one sentence with what to do.
    record Broken(String problem) implements Current {}
  }

  /// What `data/upgrade-info.json` says.
  public sealed interface Info {

    /// There is none, or it is empty.
    record Absent() implements Info {}

    /// It is there and can't be used.
    record Unreadable(String why) implements Info {}

    /// It holds a plan.
    record Planned(UpgradePlan plan) implements Info {}
  }
}
