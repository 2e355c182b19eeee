package cosmovisor.plan;

import cosmovisor.json.Json;
import cosmovisor.json.Json.JsonBool;
import cosmovisor.json.Json.JsonNull;
import cosmovisor.json.Json.JsonObject;
import cosmovisor.json.Json.JsonString;
import cosmovisor.json.JsonException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The content of an `upgrade-info.json`.
///
/// The node's x/upgrade module writes one line, not in one piece, at the upgrade's height:
///
/// ```
/// {"name":"v2","time":"0001-01-01T00:00:00Z","height":20,"info":"{\"binaries\":{…}}"}
/// ```
///
/// `time` is from 0.46 on and always zero; `info` is left out when empty.
public final class UpgradeInfo {
  /// Bytes that are read of such a file; a plan's info alone may be 1 MiB.
  public static final int MAX_BYTES = 4 << 20;

  private static final String SCHEDULED = "scheduled";
  private static final String ZERO_TIME = "0001-01-01T00:00:00Z";

  private UpgradeInfo() {}

  /// The plan that a file of this content holds.
  ///
  /// @throws PlanException if it is not JSON, lacks something, or asks for what the SDK has given
  ///   up
  public static UpgradePlan parse(byte[] content) throws PlanException {
    return plan(document(content));
  }

  /// The plan that a version's record holds; of the operator's, if the record says so.
  ///
  /// @throws PlanException as [#parse] does
  public static UpgradePlan parseRecord(byte[] content) throws PlanException {
    Json document = document(content);
    UpgradePlan plan = plan(document);
    boolean scheduled =
        document instanceof JsonObject object
            && object.field(SCHEDULED).filter(new JsonBool(true)::equals).isPresent();
    return scheduled ? plan.scheduled() : plan;
  }

  private static Json document(byte[] content) throws PlanException {
    if (content.length >= MAX_BYTES) {
      throw new PlanException("it is larger than " + MAX_BYTES + " bytes");
    }
    try {
      return json(content);
    } catch (JsonException notJson) {
      throw new PlanException(String.valueOf(notJson.getMessage()));
    }
  }

  /// The file's content for a plan, as the original writes it into a version's folder; behind it,
  /// where the original does not look, whether it was the operator's.
  public static byte[] render(UpgradePlan plan, PlanName name) {
    List<Json.Member> members = new ArrayList<>(object(plan, name).members());
    if (plan.isScheduled()) {
      members.add(new Json.Member(SCHEDULED, new JsonBool(true)));
    }
    return Json.write(new JsonObject(members)).getBytes(StandardCharsets.UTF_8);
  }

  static JsonObject object(UpgradePlan plan, PlanName name) {
    return plan.info().isEmpty()
        ? JsonObject.of("name", name.spelling(), "time", ZERO_TIME, "height", plan.height())
        : JsonObject.of(
            "name", name.spelling(),
            "time", ZERO_TIME,
            "height", plan.height(),
            "info", plan.info());
  }

  static Json json(byte[] content) throws PlanException, JsonException {
    try {
      return Json.parse(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString());
    } catch (CharacterCodingException notUtf8) {
      throw new PlanException("it is not UTF-8 text");
    }
  }

  /// The plan that a JSON value holds.
  static UpgradePlan plan(Json json) throws PlanException {
    try {
      return checked(json);
    } catch (IllegalArgumentException lacking) {
      throw new PlanException(String.valueOf(lacking.getMessage()));
    }
  }

  private static UpgradePlan checked(Json json) throws PlanException {
    if (!(json instanceof JsonObject object)) {
      throw new PlanException("it is not a JSON object");
    }
    if (object.field("time").filter(UpgradeInfo::isATime).isPresent()) {
      throw new PlanException("time-based upgrades have been deprecated in the SDK");
    }
    if (object
        .field("upgraded_client_state")
        .filter(value -> !(value instanceof JsonNull))
        .isPresent()) {
      throw new PlanException("upgraded_client_state has been deprecated in the SDK");
    }
    return new UpgradePlan(
        new PlanName(textOf(object, "name")), height(object), textOf(object, "info"));
  }

  private static boolean isATime(Json value) {
    return !(value instanceof JsonNull)
        && !(value instanceof JsonString text && text.value().equals(ZERO_TIME));
  }

  private static String textOf(JsonObject object, String field) throws PlanException {
    return switch (object.field(field).orElse(new JsonNull())) {
      case JsonString text -> text.value();
      case JsonNull _ -> "";
      default -> throw new PlanException("\"" + field + "\" is not a text");
    };
  }

  private static long height(JsonObject object) throws PlanException {
    if (object.field("height").isEmpty()) {
      throw new PlanException("height must be greater than 0");
    }
    return object
        .number("height")
        .orElseThrow(() -> new PlanException("\"height\" is not a whole number"));
  }
}
