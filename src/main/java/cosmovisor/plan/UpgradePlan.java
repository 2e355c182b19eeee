package cosmovisor.plan;

/// An upgrade that was decided on.
///
/// @param name as it was spelled
/// @param height of a chain's plan: the first block that the new binary executes; of a schedule:
///   the block that must be committed before the switch. Above 0
/// @param info what the proposal says about binaries, or anything else; may be empty
/// @param origin who decided
public record UpgradePlan(PlanName name, long height, String info, Origin origin) {
  /// Who decided on an upgrade.
  public enum Origin {
    /// The chain: its node wrote the plan when it came to the height.
    CHAIN,
    /// The operator of this machine, ahead of time.
    SCHEDULE
  }

  public UpgradePlan {
    if (height <= 0) {
      throw new IllegalArgumentException("height must be greater than 0");
    }
  }

  /// A plan of the chain's.
  public UpgradePlan(PlanName name, long height, String info) {
    this(name, height, info, Origin.CHAIN);
  }

  /// This upgrade, decided on by the operator.
  public UpgradePlan scheduled() {
    return new UpgradePlan(name, height, info, Origin.SCHEDULE);
  }

  public boolean isScheduled() {
    return origin == Origin.SCHEDULE;
  }

  /// Whether both plans are for the same upgrade.
  public boolean isSameUpgradeAs(UpgradePlan other) {
    return name.isSameAs(other.name);
  }

  /// Whether both are for the same upgrade at the same height, whoever decided and whatever is said
  /// about it.
  public boolean isSamePlanAs(UpgradePlan other) {
    return isSameUpgradeAs(other) && height == other.height;
  }
}
