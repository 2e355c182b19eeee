package cosmovisor.plan;

import cosmovisor.json.Json;
import cosmovisor.json.Json.JsonArray;
import cosmovisor.json.Json.JsonNull;
import cosmovisor.json.JsonException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Upgrades that an operator has put on the schedule, the lowest height first: the content of a
/// `data/upgrade-info.json.batch`.
///
/// The form is the original's, so that either program reads what the other has written:
///
/// ```
/// [
///   {
///     "name": "v2",
///     "time": "0001-01-01T00:00:00Z",
///     "height": 100
///   }
/// ]
/// ```
///
/// `time` is always zero; `info` is left out when empty.
///
/// @param plans sorted by height, whatever their order was
public record UpgradeBatch(List<UpgradePlan> plans) {
  /// Bytes that such a file may have: thousands of plans, and still little for a supervisor.
  public static final int MAX_BYTES = 1 << 20;

  /// Nothing on the schedule.
  public static final UpgradeBatch EMPTY = new UpgradeBatch(List.of());

  public UpgradeBatch {
    plans = plans.stream().sorted(Comparator.comparingLong(UpgradePlan::height)).toList();
  }

  /// The schedule that a file of this content holds; each plan is read as an `upgrade-info.json`.
  ///
  /// @throws PlanException if it is not a JSON array of plans; names the plan at fault
  public static UpgradeBatch parse(byte[] content) throws PlanException {
    if (content.length > MAX_BYTES) {
      throw new PlanException("it is larger than " + MAX_BYTES + " bytes");
    }
    try {
      return switch (UpgradeInfo.json(content)) {
        case JsonNull _ -> EMPTY;
        case JsonArray array -> new UpgradeBatch(plans(array));
        default -> throw new PlanException("it is not a JSON array");
      };
    } catch (JsonException notJson) {
      throw new PlanException(String.valueOf(notJson.getMessage()));
    }
  }

  private static List<UpgradePlan> plans(JsonArray array) throws PlanException {
    List<UpgradePlan> plans = new ArrayList<>();
    for (Json item : array.items()) {
      try {
        plans.add(UpgradeInfo.plan(item));
      } catch (PlanException malformed) {
        throw new PlanException("plan " + (plans.size() + 1) + ": " + malformed.line());
      }
    }
    return plans;
  }

  /// The file's content.
  public byte[] render() {
    JsonArray array =
        new JsonArray(
            plans.stream().<Json>map(plan -> UpgradeInfo.object(plan, plan.name())).toList());
    return Json.writeIndented(array).getBytes(StandardCharsets.UTF_8);
  }

  /// The schedule with one more plan.
  ///
  /// @param force whether it takes the place of a plan of the same name
  /// @throws PlanException if there is a plan of the same name and it may not be replaced
  public UpgradeBatch with(UpgradePlan plan, boolean force) throws PlanException {
    if (!force && plans.stream().anyMatch(plan::isSameUpgradeAs)) {
      throw new PlanException("upgrade with name " + plan.name() + " already exists");
    }
    return new UpgradeBatch(
        Stream.concat(without(plan).plans().stream(), Stream.of(plan)).toList());
  }

  /// The schedule without the plan of this name.
  public UpgradeBatch without(UpgradePlan plan) {
    return new UpgradeBatch(plans.stream().filter(other -> !other.isSameUpgradeAs(plan)).toList());
  }
}
