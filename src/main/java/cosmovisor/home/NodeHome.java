package cosmovisor.home;

import cosmovisor.os.OsString;
import cosmovisor.plan.PlanName;
import cosmovisor.plan.UpgradePlan;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Every path of a node's home.
///
/// ```
/// $DAEMON_HOME
/// ├── data/upgrade-info.json                       the node's
/// │        upgrade-info.json.batch                 the operator's schedule
/// └── cosmovisor/                                  the root, ours
///     ├── current -> genesis | upgrades/<name>
///     ├── genesis/bin/$DAEMON_NAME
///     └── upgrades/<name>/bin/$DAEMON_NAME
///                        /upgrade-info.json        written at the switch
/// ```
///
/// @param home absolute
/// @param name of the node's binary
/// @param disableRecase whether folders are looked for in the plan's own spelling only
public record NodeHome(Path home, OsString name, boolean disableRecase) {
  /// The folder of the first version.
  public static final String GENESIS = "genesis";

  private static final String INFO = "upgrade-info.json";

  public Path root() {
    return home.resolve("cosmovisor");
  }

  public Path data() {
    return home.resolve("data");
  }

  /// What the node says.
  public Path dataInfo() {
    return data().resolve(INFO);
  }

  /// Locked by the one supervisor of this home.
  public Path lock() {
    return root().resolve(".lock");
  }

  /// What the supervisor began and what it did.
  public Path journal() {
    return root().resolve(".journal");
  }

  /// The upgrades that the operator has put on the schedule.
  public Path schedule() {
    return data().resolve(INFO + ".batch");
  }

  public Path current() {
    return root().resolve("current");
  }

  public Path genesis() {
    return root().resolve(GENESIS);
  }

  public Path upgrades() {
    return root().resolve("upgrades");
  }

  /// The binary in a version's folder.
  public Path binary(Path version) {
    return name.under(version.resolve("bin"));
  }

  /// The record in a version's folder of the plan by which it was switched to.
  public Path recordedInfo(Path version) {
    return version.resolve(INFO);
  }

  /// A script of the operator's.
  public Path script(OsString file) {
    return file.under(root()).normalize();
  }

  /// The name that a plan's version goes by on disk.
  public PlanName folderName(UpgradePlan plan) {
    return disableRecase ? plan.name() : plan.name().lowerCased();
  }

  /// Where a plan's version may lie, the best first: lower-cased as operators are told to make it,
  /// then as the plan spells it.
  public List<Path> versionFolders(UpgradePlan plan) {
    return Stream.of(folderName(plan), plan.name())
        .map(PlanName::folder)
        .distinct()
        .map(upgrades()::resolve)
        .toList();
  }
}
