package cosmovisor.backup;

import cosmovisor.json.Json;
import cosmovisor.json.Json.JsonArray;
import cosmovisor.json.Json.JsonObject;
import cosmovisor.json.Json.JsonString;
import cosmovisor.json.Json.Member;
import cosmovisor.json.JsonException;
import cosmovisor.plan.PlanName;
import cosmovisor.plan.UpgradePlan;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a backup is of; lies beside its folder as `.<folder>.json`, so that the folder itself is
/// nothing but the data.
///
/// ```
/// {"version":1,"upgrade":"v2","height":20,"begun":7,"runs":"genesis","method":"copy",
///  "files":12,"bytes":123,"created":"2026-01-02T03:04:05Z","seconds":1,"home":"/root/.simd","also":["wasm"]}
/// ```
///
/// @param subject what it is of
/// @param files how many
/// @param bytes of all its files
/// @param created RFC 3339
/// @param seconds that it took, rounded up; 0 in older ones
/// @param home whose data it is; missing in older ones
/// @param also names of the folders beside the data that are in it
public record BackupManifest(
    BackupSubject subject,
    CopyMethod method,
    long files,
    long bytes,
    String created,
    long seconds,
    Optional<String> home,
    List<String> also) {
  private static final int VERSION = 1;
  private static final String PLAIN_NAME = "[A-Za-z0-9_-]+";

  public BackupManifest {
    also = List.copyOf(also);
  }

  /// The moment of `created`, if it is one.
  Optional<Instant> taken() {
    try {
      return Optional.of(OffsetDateTime.parse(created).toInstant());
    } catch (DateTimeException none) {
      return Optional.empty();
    }
  }

  boolean isOf(UpgradePlan plan) {
    return subject.plan().isSamePlanAs(plan);
  }

  byte[] render() {
    List<Member> members =
        new ArrayList<>(
            JsonObject.of(
                    "version", VERSION,
                    "upgrade", subject.plan().name().spelling(),
                    "height", subject.plan().height(),
                    "begun", subject.begun())
                .members());
    subject.runs().ifPresent(version -> members.addAll(JsonObject.of("runs", version).members()));
    members.addAll(
        JsonObject.of(
                "method", method.word(),
                "files", files,
                "bytes", bytes,
                "created", created,
                "seconds", seconds)
            .members());
    home.ifPresent(path -> members.addAll(JsonObject.of("home", path).members()));
    if (!also.isEmpty()) {
      members.add(
          new Member("also", new JsonArray(also.stream().<Json>map(JsonString::new).toList())));
    }
    return (Json.write(new JsonObject(members)) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /// The manifest that a file of this content is; nothing if it is none that we know.
  static Optional<BackupManifest> parse(byte[] content) {
    try {
      if (!(Json.parse(new String(content, StandardCharsets.UTF_8)) instanceof JsonObject object)
          || object.number("version").orElse(0L) != VERSION) {
        return Optional.empty();
      }
      UpgradePlan plan =
          new UpgradePlan(
              new PlanName(object.text("upgrade").orElse("")),
              object.number("height").orElse(0L),
              "");
      return Optional.of(
          new BackupManifest(
              new BackupSubject(plan, object.number("begun").orElse(0L), object.text("runs")),
              CopyMethod.of(object.text("method").orElse("")),
              object.number("files").orElse(0L),
              object.number("bytes").orElse(0L),
              object.text("created").orElse(""),
              object.number("seconds").orElse(0L),
              object.text("home"),
              also(object)));
    } catch (JsonException | IllegalArgumentException notOurs) {
      return Optional.empty();
    }
  }

  /// These become paths.
  private static List<String> also(JsonObject object) {
    List<String> names = new ArrayList<>();
    if (object.field("also").orElse(null) instanceof JsonArray array) {
      for (Json item : array.items()) {
        if (!(item instanceof JsonString name)
            || !name.value().matches(PLAIN_NAME)
            || name.value().equals(BackupFiles.DATA)) {
          throw new IllegalArgumentException("no name of a folder beside the data");
        }
        names.add(name.value());
      }
    }
    return names;
  }
}
