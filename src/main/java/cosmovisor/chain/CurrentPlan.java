package cosmovisor.chain;

import cosmovisor.plan.PlanName;
import cosmovisor.plan.UpgradePlan;
import java.io.IOException;
import java.util.Optional;

/// The upgrade module's query for the plan that the chain has decided on.
///
/// ```
/// message QueryCurrentPlanResponse { Plan plan = 1; }
/// message Plan { string name = 1; int64 height = 3; string info = 4; }   // the rest is deprecated
/// ```
///
/// Its request has no fields. There is no plan after one was carried out.
final class CurrentPlan {
  static final String METHOD = "cosmos.upgrade.v1beta1.Query/CurrentPlan";

  /// The longest answer: a plan's info alone may be 1 MiB.
  static final int MAX_BYTES = 2 << 20;

  private static final int PLAN = 1;
  private static final int NAME = 1;
  private static final int HEIGHT = 3;
  private static final int INFO = 4;

  private CurrentPlan() {}

  /// The plan in an answer.
  ///
  /// @throws IOException if it is none that could be carried out
  static Optional<UpgradePlan> of(ProtoReader response) throws IOException {
    Optional<UpgradePlan> plan = Optional.empty();
    while (response.next()) {
      if (response.field() == PLAN) {
        plan = Optional.of(plan(response.message()));
      } else {
        response.skip();
      }
    }
    return plan;
  }

  private static UpgradePlan plan(ProtoReader message) throws IOException {
    String name = "";
    long height = 0;
    String info = "";
    while (message.next()) {
      switch (message.field()) {
        case NAME -> name = message.text();
        case HEIGHT -> height = message.number();
        case INFO -> info = message.text();
        default -> message.skip();
      }
    }
    try {
      return new UpgradePlan(new PlanName(name), height, info);
    } catch (IllegalArgumentException lacking) {
      throw new IOException("the chain's plan can't be used: " + lacking.getMessage(), lacking);
    }
  }
}
