package cosmovisor.journal;

import cosmovisor.json.Json;
import cosmovisor.json.Json.JsonObject;
import cosmovisor.json.Json.Member;
import cosmovisor.json.JsonException;
import cosmovisor.machine.Effect;
import cosmovisor.machine.JournalEntry;
import cosmovisor.plan.PlanName;
import cosmovisor.plan.UpgradePlan;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/// One line of the journal: the version of this form, a checksum of what follows, an object.
///
/// ```
/// 1 4a17b156 {"at":"2026-01-02T03:04:05Z","begun":7,"do":"backup","upgrade":"v2","height":20}
/// 1 0d3e8f21 {"at":"2026-01-02T03:04:06Z","done":7,"status":0}
/// 1 9c01e5aa {"at":"2026-01-02T03:04:06Z","failed":8,"why":"no space left on device"}
/// 1 51f06a3c {"at":"2026-01-02T03:04:06Z","begun":9,"do":"rollback","backup":"data-backup-2026-1-2",…}
/// 1 77b2c310 {"at":"2026-01-02T03:04:07Z","started":"node","pid":1234,"birth":"5c2f…:98765432"}
/// ```
///
/// The checksum is the CRC-32C of the object's bytes, in hexadecimal. `at` is for people.
final class EntryLine {
  static final int VERSION = 1;

  private static final int MAX_WHY_CHARS = 500;
  private static final String NODE = "node";
  private static final String HOOK = "hook";
  private static final String GENESIS = "link-genesis";
  private static final String REPAIR = "repair-link";
  private static final String BACKUP = "backup";
  private static final String CUSTOM_HOOK = "custom-hook";
  private static final String PRE_UPGRADE = "pre-upgrade";
  private static final String SWITCH = "switch";
  private static final String ROLLBACK = "rollback";

  private EntryLine() {}

  /// An entry as a line, its end included.
  static String write(JournalEntry entry, Instant at) {
    List<Member> members = new ArrayList<>(JsonObject.of("at", at.toString()).members());
    members.addAll(object(entry).members());
    String object = Json.write(new JsonObject(members));
    return VERSION + " " + checksum(object) + " " + object + "\n";
  }

  private static JsonObject object(JournalEntry entry) {
    return switch (entry) {
      case JournalEntry.Begun begun -> begun(begun.id(), begun.effect());
      case JournalEntry.Done done -> JsonObject.of("done", done.id(), "status", done.status());
      case JournalEntry.Failed failed ->
          JsonObject.of(
              "failed",
              failed.id(),
              "why",
              failed.why().substring(0, Math.min(failed.why().length(), MAX_WHY_CHARS)));
      case JournalEntry.RollbackBegun rollback ->
          JsonObject.of(
              "begun", rollback.id(),
              "do", ROLLBACK,
              "backup", rollback.backup(),
              "parts", String.join("/", rollback.parts()),
              "aside", rollback.aside(),
              "runs", rollback.runs());
      case JournalEntry.NodeStarted node -> started(NODE, node);
      case JournalEntry.HookStarted hook -> started(HOOK, hook);
    };
  }

  private static JsonObject started(String what, JournalEntry.Started started) {
    return JsonObject.of("started", what, "pid", started.pid(), "birth", started.birth());
  }

  private static JsonObject begun(long id, Effect.Durable effect) {
    return switch (effect) {
      case Effect.LinkGenesis _ -> JsonObject.of("begun", id, "do", GENESIS);
      case Effect.RepairLink e -> of(id, REPAIR, e.plan());
      case Effect.TakeBackup e -> of(id, BACKUP, e.plan());
      case Effect.RunCustomHook e -> of(id, CUSTOM_HOOK, e.plan());
      case Effect.Switch e -> of(id, SWITCH, e.plan());
      case Effect.RunPreUpgrade e -> {
        List<Member> members = new ArrayList<>(of(id, PRE_UPGRADE, e.plan()).members());
        members.addAll(JsonObject.of("attempt", e.attempt()).members());
        yield new JsonObject(members);
      }
    };
  }

  private static JsonObject of(long id, String what, UpgradePlan plan) {
    return JsonObject.of(
        "begun", id, "do", what, "upgrade", plan.name().spelling(), "height", plan.height());
  }

  /// The version of a line without its end, whichever it is; 0 if the line is damaged. That a
  /// version and a checksum stand in front stays in every version.
  static int version(String line) {
    String[] parts = line.split(" ", 3);
    return parts.length == 3
            && parts[0].matches("[1-9]\\d{0,3}")
            && parts[1].equals(checksum(parts[2]))
        ? Integer.parseInt(parts[0])
        : 0;
  }

  /// The entry of a line without its end; nothing if it is damaged, or of another version.
  static Optional<JournalEntry> read(String line) {
    if (version(line) != VERSION) {
      return Optional.empty();
    }
    try {
      return Json.parse(line.split(" ", 3)[2]) instanceof JsonObject object
          ? entry(object)
          : Optional.empty();
    } catch (JsonException | IllegalArgumentException | ArithmeticException damaged) {
      return Optional.empty();
    }
  }

  private static Optional<JournalEntry> entry(JsonObject object) {
    Optional<Long> begun = object.number("begun");
    Optional<Long> done = object.number("done");
    Optional<Long> failed = object.number("failed");
    if (begun.isPresent() && object.text("do").equals(Optional.of(ROLLBACK))) {
      return rollback(begun.get(), object);
    }
    if (begun.isPresent()) {
      return effect(object).map(effect -> new JournalEntry.Begun(begun.get(), effect));
    }
    if (done.isPresent()) {
      return object
          .number("status")
          .map(status -> new JournalEntry.Done(done.get(), Math.toIntExact(status)));
    }
    if (failed.isPresent()) {
      return object.text("why").map(why -> new JournalEntry.Failed(failed.get(), why));
    }
    return started(object);
  }

  private static Optional<JournalEntry> rollback(long id, JsonObject object) {
    Optional<String> backup = object.text("backup");
    Optional<String> parts = object.text("parts");
    Optional<String> aside = object.text("aside");
    Optional<String> runs = object.text("runs");
    return backup.isPresent() && parts.isPresent() && aside.isPresent() && runs.isPresent()
        ? Optional.of(
            new JournalEntry.RollbackBegun(
                id, backup.get(), List.of(parts.get().split("/", -1)), aside.get(), runs.get()))
        : Optional.empty();
  }

  private static Optional<JournalEntry> started(JsonObject object) {
    Optional<Long> pid = object.number("pid");
    Optional<String> birth = object.text("birth");
    if (pid.isEmpty() || birth.isEmpty()) {
      return Optional.empty();
    }
    return switch (object.text("started").orElse("")) {
      case NODE -> Optional.of(new JournalEntry.NodeStarted(pid.get(), birth.get()));
      case HOOK -> Optional.of(new JournalEntry.HookStarted(pid.get(), birth.get()));
      default -> Optional.empty();
    };
  }

  private static Optional<Effect.Durable> effect(JsonObject object) {
    String what = object.text("do").orElse("");
    if (what.equals(GENESIS)) {
      return Optional.of(new Effect.LinkGenesis());
    }
    UpgradePlan plan =
        new UpgradePlan(
            new PlanName(object.text("upgrade").orElse("")),
            object.number("height").orElse(0L),
            "");
    return switch (what) {
      case REPAIR -> Optional.of(new Effect.RepairLink(plan));
      case BACKUP -> Optional.of(new Effect.TakeBackup(plan));
      case CUSTOM_HOOK -> Optional.of(new Effect.RunCustomHook(plan));
      case SWITCH -> Optional.of(new Effect.Switch(plan));
      case PRE_UPGRADE ->
          object
              .number("attempt")
              .map(attempt -> new Effect.RunPreUpgrade(plan, Math.toIntExact(attempt)));
      default -> Optional.empty();
    };
  }

  private static String checksum(String object) {
    CRC32C sum = new CRC32C();
    sum.update(object.getBytes(StandardCharsets.UTF_8));
    return "%08x".formatted(sum.getValue());
  }
}
