package cosmovisor.cli;

import cosmovisor.backup.BackupManifest;
import cosmovisor.backup.Inventory.Item;
import cosmovisor.backup.Inventory.State;
import cosmovisor.cli.BackupsDesk.Entry;
import cosmovisor.json.Json;
import cosmovisor.json.Json.JsonArray;
import cosmovisor.json.Json.JsonObject;
import cosmovisor.json.Json.JsonString;
import cosmovisor.json.Json.Member;
import cosmovisor.os.UserError;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `backups list`.
@Command(
    name = "list",
    customSynopsis = "cosmovisor backups list [flags]",
    header = "List all backups",
    description =
        "With the upgrade before which each was taken. \"whole\" is one of cosmovisor's with its"
            + " manifest, \"original\" one that somebody else took, \"partial\" what an attempt"
            + " that was broken off has left, or one that is under way.")
final class BackupsList implements OneShot {
  private static final String UNKNOWN = "-";

  @Mixin private final OutputForm form = new OutputForm();

  @Override
  public int run(Call call) throws UserError {
    boolean isJson = form.isJson();
    BackupsDesk desk = BackupsDesk.of(call);
    List<Entry> entries = desk.entries();
    if (isJson) {
      call.terminal().out(Json.writeIndented(json(desk, entries)));
    } else if (entries.isEmpty()) {
      desk.call().say("There are no backups in " + desk.shownFolder());
    } else {
      table(entries).lines().forEach(desk.call()::say);
    }
    return 0;
  }

  private static Table table(List<Entry> entries) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("NAME", "STATE", "UPGRADE", "HEIGHT", "METHOD", "FILES", "SIZE", "CREATED"));
    for (Entry entry : entries) {
      Item item = entry.item();
      rows.add(
          List.of(
              Words.printable(entry.name()),
              word(item.state()),
              Words.printable(entry.upgrade().orElse(UNKNOWN)),
              entry.plan().map(plan -> String.valueOf(plan.height())).orElse(UNKNOWN),
              item.backup().manifest().map(BackupsList::method).orElse(UNKNOWN),
              item.files().map(files -> "%,d".formatted(files)).orElse(UNKNOWN),
              item.bytes().map(HumanSize::of).orElse(UNKNOWN),
              item.created().isEmpty() ? UNKNOWN : Words.printable(item.created())));
    }
    return new Table(rows);
  }

  static String word(State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  private static String method(BackupManifest manifest) {
    return manifest.method().word();
  }

  private static JsonObject json(BackupsDesk desk, List<Entry> entries) {
    return JsonObject.of(
        "folder",
        desk.shownFolder(),
        "backups",
        new JsonArray(entries.stream().<Json>map(BackupsList::json).toList()));
  }

  private static JsonObject json(Entry entry) {
    Item item = entry.item();
    List<Member> members = new ArrayList<>(about(entry));
    Optional<BackupManifest> manifest = item.backup().manifest();
    manifest
        .flatMap(of -> of.subject().runs())
        .ifPresent(runs -> members.add(new Member("runs", new JsonString(runs))));
    manifest.ifPresent(of -> members.add(new Member("method", new JsonString(method(of)))));
    item.files().ifPresent(files -> members.addAll(JsonObject.of("files", files).members()));
    item.bytes().ifPresent(bytes -> members.addAll(JsonObject.of("bytes", bytes).members()));
    if (!item.created().isEmpty()) {
      members.add(new Member("created", new JsonString(item.created())));
    }
    return new JsonObject(members);
  }

  /// The members that name a backup.
  static List<Member> about(Entry entry) {
    List<Member> members = new ArrayList<>();
    members.addAll(
        JsonObject.of("name", entry.name(), "state", word(entry.item().state())).members());
    entry
        .plan()
        .ifPresent(
            plan ->
                members.addAll(
                    JsonObject.of("upgrade", plan.name().spelling(), "height", plan.height())
                        .members()));
    return members;
  }
}
