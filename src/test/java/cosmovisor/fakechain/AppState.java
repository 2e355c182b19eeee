package cosmovisor.fakechain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the chain has agreed on so far.
///
/// @param height of the last block that was executed
/// @param versions that executed some, the oldest first: `genesis`, then upgrades by their names
public record AppState(long height, List<String> versions) {
  /// The version before any upgrade.
  public static final String GENESIS = "genesis";

  public AppState {
    versions = List.copyOf(versions);
  }

  static AppState initial() {
    return new AppState(0, List.of(GENESIS));
  }

  /// The version that this state is of.
  public String version() {
    return versions.getLast();
  }

  /// After one more block, which this version executed.
  AppState after(String version) {
    List<String> all = new ArrayList<>(versions);
    if (!version.equals(version())) {
      all.add(version);
    }
    return new AppState(height + 1, all);
  }

  /// Why a version can't go on from here; nothing if it can.
  ///
  /// @param due the plan for the next block
  /// @param info what `data/upgrade-info.json` says, by which a new version finds its stores
  Optional<String> refusalOf(String version, Optional<Plan> due, String info) {
    if (version.equals(version())) {
      return Optional.empty();
    }
    String here = "the data is at " + version() + ", height " + height;
    if (versions.contains(version)) {
      return Optional.of(
          "wrong app version %s, upgrade handler is missing for %s upgrade plan: %s"
              .formatted(version, version(), here));
    }
    if (due.filter(plan -> plan.name().equals(version)).isEmpty()) {
      return Optional.of(
          "BINARY UPDATED BEFORE TRIGGER! UPGRADE \"%s\" - in binary but not executed on chain: %s"
              .formatted(version, here));
    }
    return info.equals(due.get().json())
        ? Optional.empty()
        : Optional.of(
            ("failed to load latest version: the stores of %s are not there, since"
                    + " upgrade-info.json does not name it: %s")
                .formatted(version, here));
  }
}
