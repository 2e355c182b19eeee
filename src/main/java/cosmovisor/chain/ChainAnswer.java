package cosmovisor.chain;

import cosmovisor.json.Json;
import cosmovisor.json.Json.JsonObject;
import cosmovisor.json.JsonException;
import cosmovisor.plan.PlanName;
import cosmovisor.plan.UpgradePlan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a chain says of itself.
///
/// @param plan the upgrade that it has decided on and not yet come to
/// @param height of the last block that the node which answered has executed and committed, if it
///   told
public record ChainAnswer(Optional<UpgradePlan> plan, Optional<Long> height) {

  /// This answer on its way from the worker, a line without its end:
  ///
  /// ```
  /// {"height":41,"plan":{"name":"v2","height":50,"info":"…"}}
  /// {"failed":"one line"}
  /// ```
  String line() {
    List<Json.Member> members = new ArrayList<>();
    height.ifPresent(h -> members.addAll(JsonObject.of("height", h).members()));
    plan.ifPresent(
        p ->
            members.addAll(
                JsonObject.of(
                        "plan",
                        JsonObject.of(
                            "name", p.name().spelling(), "height", p.height(), "info", p.info()))
                    .members()));
    return Json.write(new JsonObject(members));
  }

  /// A failure on the same way.
  static String failed(String why) {
    return Json.write(JsonObject.of("failed", why));
  }

  /// What such a line holds.
  ///
  /// @throws IOException if it is a failure, with its words, or nothing that a worker says
  static ChainAnswer parse(String line) throws IOException {
    try {
      if (!(Json.parse(line) instanceof JsonObject object)) {
        throw new IOException("a worker's answer is no JSON object");
      }
      Optional<String> failed = object.text("failed");
      if (failed.isPresent()) {
        throw new IOException(failed.get());
      }
      return new ChainAnswer(object.object("plan").map(ChainAnswer::plan), object.number("height"));
    } catch (JsonException | IllegalArgumentException odd) {
      throw new IOException("a worker's answer can't be read: " + odd.getMessage(), odd);
    }
  }

  private static UpgradePlan plan(JsonObject object) {
    return new UpgradePlan(
        new PlanName(object.text("name").orElse("")),
        object.number("height").orElse(0L),
        object.text("info").orElse(""));
  }
}
