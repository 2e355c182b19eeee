package cosmovisor.machine;

import cosmovisor.machine.Sight.Info.Planned;
import cosmovisor.machine.State.Left;
import cosmovisor.plan.UpgradePlan;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Which version fits the data, and what has to be done before it can be started.
///
/// `data/upgrade-info.json` is a fact about the data: a node of the version before wrote it when it
/// came to a block that only the next version may execute. If it names another version than the one
/// that `current` leads to, that version is what fits, and no other is started. A file that can't
/// be read says nothing; the node that wrote half of it will write it again. Beside it stand the
/// upgrades that the operator scheduled.
sealed interface Fitting {

  /// The current version is right.
  ///
  /// @param known what the next plan will be measured by
  record Start(Optional<UpgradePlan> known) implements Fitting {}

  /// Another version is right.
  record Upgrade(UpgradePlan plan) implements Fitting {}

  /// A first start: genesis is right.
  record First() implements Fitting {}

  /// The link is lost, and the data says where it led to.
  record Relink(UpgradePlan plan) implements Fitting {}

  /// It can't be told, and a guess could run the wrong binary; one sentence with what to do.
  record Unknown(String problem) implements Fitting {}

  /// The version that fits what is seen.
  ///
  /// @param skipped heights of upgrades that the node goes through by itself
  /// @param left an upgrade that an earlier life has begun and not ended
  static Fitting of(Sight sight, Set<Long> skipped, Optional<Left> left) {
    return switch (sight.current()) {
      case Sight.Current.Broken broken -> new Unknown(broken.problem());
      case Sight.Current.Missing missing -> withoutLink(missing, sight.info());
      case Sight.Current.Version version ->
          pending(version, sight, skipped, left)
              .<Fitting>map(Upgrade::new)
              .orElseGet(() -> new Start(known(version, sight.info())));
    };
  }

  private static Fitting withoutLink(Sight.Current.Missing missing, Sight.Info info) {
    List<UpgradePlan> recorded = missing.recorded();
    if (info instanceof Planned planned) {
      boolean wasSwitchedTo = recorded.stream().anyMatch(planned.plan()::isSameUpgradeAs);
      return wasSwitchedTo ? new Relink(planned.plan()) : new Upgrade(planned.plan());
    }
    if (recorded.isEmpty()) {
      return new First();
    }
    return new Unknown(
        "the current link is missing, and nothing says which version the data is at: link it to"
            + " genesis or to the right one of "
            + recorded.stream().map(plan -> "upgrades/" + plan.name().folder()).toList()
            + " in the cosmovisor folder (ln -s TARGET current), then start again");
  }

  /// The upgrade to carry out before anything is started: what the data waits for, or what the
  /// operator scheduled and is due; of several the lowest, as the chain would have met them. But
  /// one whose hooks have changed the data is ended before any other: the data is on its way to
  /// that version, and is no more what a lower one would expect.
  private static Optional<UpgradePlan> pending(
      Sight.Current.Version version, Sight sight, Set<Long> skipped, Optional<Left> left) {
    Stream<UpgradePlan> ofTheData =
        sight.info() instanceof Planned planned && !fits(version, planned.plan())
            ? Stream.of(planned.plan())
            : Stream.empty();
    List<UpgradePlan> all =
        Stream.concat(ofTheData, sight.due().stream())
            .filter(plan -> !skipped.contains(plan.height()))
            .sorted(Comparator.comparingLong(UpgradePlan::height))
            .toList();
    return all.stream()
        .filter(plan -> left.filter(one -> hasChangedData(one, plan)).isPresent())
        .findFirst()
        .or(() -> all.stream().findFirst());
  }

  private static boolean hasChangedData(Left left, UpgradePlan plan) {
    return left.plan().isSamePlanAs(plan)
        && left.reached().stage().compareTo(State.Stage.BACKUP) > 0;
  }

  /// Whether the data that a node left with this plan is for this version.
  private static boolean fits(Sight.Current.Version version, UpgradePlan plan) {
    if (version.recorded().isEmpty()) {
      return version.isFor(plan);
    }
    UpgradePlan recorded = version.recorded().get();
    return isBehind(plan, recorded) || plan.isSameUpgradeAs(recorded);
  }

  /// Whether a plan of the chain's was done before the version that runs was switched to: a switch
  /// of the operator's leaves the chain's last plan where it is.
  static boolean isBehind(UpgradePlan plan, UpgradePlan recorded) {
    return recorded.isScheduled() && plan.height() <= recorded.height();
  }

  private static Optional<UpgradePlan> known(Sight.Current.Version version, Sight.Info info) {
    boolean isOurs = version.recorded().filter(UpgradePlan::isScheduled).isPresent();
    return info instanceof Planned planned && !isOurs
        ? Optional.of(planned.plan())
        : version.recorded();
  }
}
