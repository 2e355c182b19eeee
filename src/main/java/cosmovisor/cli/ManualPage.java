package cosmovisor.cli;

import cosmovisor.config.Setting;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// A page of the manual, in the language of man(7), made from the model of the command line.
///
/// @param file its name
/// @param lines of the page
public record ManualPage(String file, List<String> lines) {

  static List<ManualPage> all(CommandLine root) {
    List<ManualPage> pages = new ArrayList<>();
    pages.add(program(root));
    root.getSubcommands().forEach((name, command) -> pages.add(command(name, command)));
    return pages;
  }

  private static ManualPage program(CommandLine root) {
    List<String> lines = head("cosmovisor", root.getCommandSpec());
    lines.add(".SH COMMANDS");
    root.getSubcommands()
        .forEach(
            (name, command) ->
                item(lines, ".BR cosmovisor-" + escaped(name) + " (1)", header(command)));
    lines.add(".SH ENVIRONMENT");
    for (Setting setting : Setting.values()) {
      String standard =
          setting.defaultValue().isEmpty() ? "" : " Default: " + setting.defaultValue() + ".";
      item(
          lines,
          ".B " + escaped(setting.name()),
          setting.doc() + " Value: " + setting.kind().words() + "." + standard);
    }
    lines.add(".SH FILES");
    item(
        lines, ".I $DAEMON_HOME/data/upgrade\\-info.json", "What the node says: the file watched.");
    item(
        lines,
        ".I $DAEMON_HOME/data/upgrade\\-info.json.batch",
        "The schedule of upgrades that add-upgrade and add-batch-upgrade write.");
    item(lines, ".I $DAEMON_HOME/cosmovisor/current", "A link to the version that runs.");
    item(lines, ".I $DAEMON_HOME/cosmovisor/genesis/bin/$DAEMON_NAME", "The first version.");
    item(
        lines,
        ".I $DAEMON_HOME/cosmovisor/upgrades/<name>/bin/$DAEMON_NAME",
        "The version of an upgrade.");
    lines.add(".SH EXIT STATUS");
    lines.add("0: all went well. 1: anything to look at; standard error says what.");
    return new ManualPage("cosmovisor.1", List.copyOf(lines));
  }

  private static ManualPage command(String name, CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    List<String> lines = head("cosmovisor-" + name, spec);
    lines.add(".SH DESCRIPTION");
    for (String paragraph : spec.usageMessage().description()) {
      lines.add(paragraph.isEmpty() ? ".PP" : text(paragraph.replace("$$", "$")));
      if (name.equals("completion")) {
        lines.add(".br");
      }
    }
    if (!command.getSubcommands().isEmpty()) {
      lines.add(".SH COMMANDS");
    }
    for (CommandLine below : command.getSubcommands().values()) {
      lines.add(".SS " + text(below.getCommandSpec().usageMessage().customSynopsis()[0]));
      lines.add(text(header(below) + "."));
      for (String paragraph : below.getCommandSpec().usageMessage().description()) {
        lines.add(paragraph.isEmpty() ? ".PP" : text(paragraph.replace("$$", "$")));
      }
      below.getCommandSpec().options().stream()
          .filter(option -> !option.inherited())
          .forEach(option -> option(lines, option));
    }
    if (!spec.options().isEmpty()) {
      lines.add(".SH OPTIONS");
    }
    spec.options().forEach(option -> option(lines, option));
    lines.add(".SH SEE ALSO");
    lines.add(".BR cosmovisor (1)");
    return new ManualPage("cosmovisor-" + name + ".1", List.copyOf(lines));
  }

  private static void option(List<String> lines, OptionSpec option) {
    String value = option.arity().max() == 0 ? "" : " " + option.paramLabel();
    item(
        lines,
        ".B " + text(String.join(", ", option.names()) + value),
        String.join(" ", option.description()));
  }

  private static List<String> head(String name, CommandSpec spec) {
    List<String> lines = new ArrayList<>();
    lines.add(".TH " + escaped(name).toUpperCase(java.util.Locale.ROOT) + " 1");
    lines.add(".SH NAME");
    lines.add(escaped(name) + " \\- " + text(spec.usageMessage().header()[0]));
    lines.add(".SH SYNOPSIS");
    for (String synopsis : spec.usageMessage().customSynopsis()) {
      lines.add(".B " + text(synopsis));
      lines.add(".br");
    }
    return lines;
  }

  private static String header(CommandLine command) {
    return command.getCommandSpec().usageMessage().header()[0];
  }

  private static void item(List<String> lines, String term, String text) {
    lines.add(".TP");
    lines.add(term);
    lines.add(text(text));
  }

  private static String escaped(String text) {
    return text.replace("-", "\\-");
  }

  /// Text as it is: no dash becomes a hyphen, no line a request.
  private static String text(String text) {
    String plain = text.replace("\\", "\\e").replace("-", "\\-").replace("`", "");
    return plain.startsWith(".") || plain.startsWith("'") ? "\\&" + plain : plain;
  }
}
