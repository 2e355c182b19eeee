package cosmovisor.cli;

import cosmovisor.os.UserError;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `completion`.
@Command(
    name = "completion",
    customSynopsis = "cosmovisor completion bash|zsh|fish",
    header = "Print a script by which a shell completes our words",
    description = {
      "bash: cosmovisor completion bash > /etc/bash_completion.d/cosmovisor",
      "zsh:  cosmovisor completion zsh > \"$${fpath[1]}/_cosmovisor\"",
      "fish: cosmovisor completion fish > ~/.config/fish/completions/cosmovisor.fish",
    })
final class CompletionCommand implements OneShot {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "bash|zsh|fish", hidden = true)
  private List<String> words = List.of();

  @Override
  public int run(Call call) throws UserError {
    CobraWords.accepts(1, words);
    CommandLine root = Objects.requireNonNull(spec).root().commandLine();
    String script =
        switch (words.getFirst()) {
          case "bash" -> bash(root);
          case "zsh" -> "#compdef cosmovisor\n" + bash(root);
          case "fish" -> fish(root);
          default ->
              throw new UserError(
                  "unknown command \"%s\" for \"cosmovisor completion\": bash, zsh and fish are known"
                      .formatted(Words.shown(words.getFirst())));
        };
    script.stripTrailing().lines().forEach(call.terminal()::out);
    return 0;
  }

  private static String bash(CommandLine root) {
    return AutoComplete.bash("cosmovisor", root);
  }

  private static String fish(CommandLine root) {
    List<String> lines = new ArrayList<>();
    String first = "complete -c cosmovisor -n __fish_use_subcommand -f";
    root.getSubcommands()
        .forEach(
            (name, command) -> {
              CommandSpec model = command.getCommandSpec();
              lines.add(
                  "%s -a %s -d %s"
                      .formatted(first, name, quoted(model.usageMessage().header()[0])));
              command
                  .getSubcommands()
                  .forEach((below, deeper) -> lines.addAll(fish(name, below, deeper)));
              if (!name.equals("run")) {
                model.options().forEach(option -> lines.add(fish(name, option)));
              }
            });
    return String.join("\n", lines);
  }

  /// The word of a command of a group, and its flags.
  private static List<String> fish(String group, String name, CommandLine command) {
    CommandSpec model = command.getCommandSpec();
    List<String> lines = new ArrayList<>();
    lines.add(
        "complete -c cosmovisor -n '__fish_seen_subcommand_from %s' -f -a %s -d %s"
            .formatted(group, name, quoted(model.usageMessage().header()[0])));
    model.options().stream()
        .filter(option -> !option.inherited())
        .forEach(option -> lines.add(fish(name, option)));
    return lines;
  }

  private static String fish(String command, OptionSpec option) {
    var line = new StringBuilder("complete -c cosmovisor -n '__fish_seen_subcommand_from ");
    line.append(command).append('\'');
    for (String name : option.names()) {
      line.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
    }
    if (option.arity().min() > 0) {
      line.append(" -r");
    }
    return line.append(" -d ").append(quoted(option.description()[0])).toString();
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "\\'") + "'";
  }
}
