package cosmovisor.backup;

import cosmovisor.json.Json;
import cosmovisor.json.Json.JsonObject;
import cosmovisor.json.JsonException;
import cosmovisor.plan.PlanName;
import cosmovisor.plan.UpgradePlan;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// What a backup is of; lies beside its folder as `.<folder>.json`, so that the folder itself is
/// nothing but the data.
///
/// ```
/// {"version":1,"upgrade":"v2","height":20,"begun":7,"method":"copy","bytes":123,"created":"2026-01-02T03:04:05Z"}
/// ```
///
/// @param upgrade the name of the plan before which it was taken
/// @param height of that plan
/// @param begun the number of its beginning in the journal
/// @param bytes of all its files
/// @param created RFC 3339
record BackupManifest(
    PlanName upgrade, long height, long begun, String method, long bytes, String created) {
  private static final int VERSION = 1;

  boolean isOf(UpgradePlan plan) {
    return height == plan.height() && upgrade.isSameAs(plan.name());
  }

  byte[] render() {
    JsonObject object =
        JsonObject.of(
            "version", VERSION,
            "upgrade", upgrade.spelling(),
            "height", height,
            "begun", begun,
            "method", method,
            "bytes", bytes,
            "created", created);
    return (Json.write(object) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /// The manifest that a file of this content is; nothing if it is none that we know.
  static Optional<BackupManifest> parse(byte[] content) {
    try {
      if (!(Json.parse(new String(content, StandardCharsets.UTF_8)) instanceof JsonObject object)
          || object.number("version").orElse(0L) != VERSION) {
        return Optional.empty();
      }
      return Optional.of(
          new BackupManifest(
              new PlanName(object.text("upgrade").orElse("")),
              object.number("height").orElse(0L),
              object.number("begun").orElse(0L),
              object.text("method").orElse(""),
              object.number("bytes").orElse(0L),
              object.text("created").orElse("")));
    } catch (JsonException | IllegalArgumentException notOurs) {
      return Optional.empty();
    }
  }
}
