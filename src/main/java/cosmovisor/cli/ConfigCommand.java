package cosmovisor.cli;

import cosmovisor.config.Config;
import cosmovisor.config.ConfigLoader;
import cosmovisor.config.ConfigLoader.Purpose;
import cosmovisor.config.Origin;
import cosmovisor.config.Setting;
import cosmovisor.home.NodeHome;
import cosmovisor.json.Json;
import cosmovisor.json.Json.JsonObject;
import cosmovisor.os.OsString;
import cosmovisor.os.UserError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `config`.
@Command(
    name = "config",
    customSynopsis = "cosmovisor config [flags]",
    header = "Show every setting's value and where it comes from",
    description = "Checks the configuration as run does; a bad one is told and nothing is shown.")
final class ConfigCommand implements OneShot {
  @Mixin private final OutputForm form = new OutputForm();

  @Parameters(hidden = true, description = "ignored, as the original does")
  private List<String> ignored = List.of();

  @Override
  public int run(Call call) throws UserError {
    boolean isJson = form.isJson();
    ConfigLoader.Loaded loaded = call.load(Purpose.USE);
    if (!loaded.problems().isEmpty()) {
      throw UserError.all(loaded.problems());
    }
    if (isJson) {
      call.terminal().out(Json.writeIndented(json(loaded)));
    } else {
      lines(loaded).forEach(call.terminal()::out);
    }
    return 0;
  }

  /// The original's two blocks to the letter, since scripts take values out of them; where the
  /// values come from is a block of its own.
  private static List<String> lines(ConfigLoader.Loaded loaded) {
    List<String> lines = new ArrayList<>();
    lines.add("Configurable Values:");
    for (Setting setting : Setting.values()) {
      lines.add("  " + setting + ": " + Words.printable(loaded.config().shown(setting)));
    }
    lines.add("Derived Values:");
    derived(loaded.config())
        .forEach((name, value) -> lines.add("  %15s: %s".formatted(name, Words.printable(value))));
    lines.add("Sources:");
    sources(loaded.origins())
        .forEach((source, names) -> lines.add("  " + source + ": " + String.join(", ", names)));
    return lines;
  }

  private static Map<String, String> derived(Config config) {
    NodeHome home = Call.home(config);
    Map<String, String> values = new LinkedHashMap<>();
    values.put("Root Dir", OsString.of(home.root()).text());
    values.put("Upgrade Dir", OsString.of(home.upgrades()).text());
    values.put("Genesis Bin", OsString.of(home.binary(home.genesis())).text());
    values.put("Monitored File", OsString.of(home.dataInfo()).text());
    values.put("Data Backup Dir", OsString.of(config.backupFolder()).text());
    return values;
  }

  private static Map<String, List<String>> sources(Map<Setting, Origin> origins) {
    Map<String, List<String>> sources = new LinkedHashMap<>();
    for (String source : List.of("environment", "file", "default")) {
      origins.forEach(
          (setting, origin) -> {
            if (word(origin).equals(source)) {
              sources
                  .computeIfAbsent(place(origin), _ -> new ArrayList<>())
                  .add(name(setting, origin));
            }
          });
    }
    return sources;
  }

  private static String word(Origin origin) {
    return switch (origin) {
      case Origin.FromEnvironment _ -> "environment";
      case Origin.FromFile _ -> "file";
      case Origin.FromDefault _ -> "default";
    };
  }

  private static String place(Origin origin) {
    return origin instanceof Origin.FromFile file
        ? Words.printable(OsString.of(file.file()).text())
        : word(origin);
  }

  private static String name(Setting setting, Origin origin) {
    return origin instanceof Origin.FromFile file
        ? setting + " (line " + file.line() + ")"
        : setting.name();
  }

  private static JsonObject json(ConfigLoader.Loaded loaded) {
    List<Json.Member> settings = new ArrayList<>();
    loaded
        .origins()
        .forEach(
            (setting, origin) ->
                settings.add(
                    new Json.Member(
                        setting.name(), value(setting, loaded.config().shown(setting), origin))));
    List<Json.Member> derived = new ArrayList<>();
    derived(loaded.config())
        .forEach(
            (name, value) ->
                derived.add(
                    new Json.Member(
                        name.toLowerCase(java.util.Locale.ROOT).replace(' ', '_'),
                        new Json.JsonString(value))));
    return JsonObject.of("settings", new JsonObject(settings), "derived", new JsonObject(derived));
  }

  private static JsonObject value(Setting setting, String shown, Origin origin) {
    Object value =
        switch (setting.kind()) {
          case BOOLEAN -> Boolean.valueOf(shown);
          case COUNT -> Integer.valueOf(shown);
          case PATH,
              NAME,
              FILE_NAME,
              ADDRESS,
              DURATION,
              INTERVAL,
              SIZE,
              TIME_FORMAT,
              LOG_FORMAT,
              BACKUP_METHOD,
              FOLDER_NAMES ->
              shown;
        };
    return origin instanceof Origin.FromFile file
        ? JsonObject.of(
            "value",
            value,
            "source",
            "file",
            "file",
            OsString.of(file.file()).text(),
            "line",
            file.line())
        : JsonObject.of("value", value, "source", word(origin));
  }
}
