package cosmovisor.plan;

/// An upgrade that a chain has decided on.
///
/// @param name as the chain spells it
/// @param height the first block that the new binary executes; above 0
/// @param info what the proposal says about binaries, or anything else; may be empty
public record UpgradePlan(PlanName name, long height, String info) {
  public UpgradePlan {
    if (height <= 0) {
      throw new IllegalArgumentException("height must be greater than 0");
    }
  }

  /// Whether both plans are for the same upgrade.
  public boolean isSameUpgradeAs(UpgradePlan other) {
    return name.isSameAs(other.name);
  }
}
