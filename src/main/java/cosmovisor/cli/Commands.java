package cosmovisor.cli;

import cosmovisor.config.Nearest;
import cosmovisor.os.OsString;
import cosmovisor.os.UserError;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// The commands that do one thing and end. They alone load picocli; a supervisor never does.
public final class Commands {
  private static final int WIDTH = 92;

  private Commands() {}

  /// Carries a command out.
  ///
  /// @param words the command's name, then its own
  /// @return the exit status
  public static int run(List<OsString> words, Workplace workplace) throws UserError {
    Root root = new Root();
    CommandLine line = model(root);
    CommandLine command = parse(line, words);
    if (command.isUsageHelpRequested()) {
      usage(command).forEach(workplace.terminal()::out);
      return 0;
    }
    var interruption = new Interruption(workplace.disk(), workplace.exit());
    workplace.listen().accept(interruption::by);
    OneShot oneShot = command.getCommand();
    return oneShot.run(
        new Call(workplace, interruption, Optional.of(Words.bytes(root.configFile))));
  }

  static CommandLine model(Root root) {
    CommandLine line =
        new CommandLine(root)
            .setExpandAtFiles(false)
            .setOverwrittenOptionsAllowed(true)
            .setUsageHelpWidth(WIDTH);
    Objects.requireNonNull(line.getSubcommands().get("version"))
        .setUnmatchedOptionsArePositionalParams(true);
    CommandSpec run = Objects.requireNonNull(line.getSubcommands().get("run")).getCommandSpec();
    List.copyOf(run.options()).forEach(run::remove); // behind `run` they are the node's
    return line;
  }

  private static CommandLine parse(CommandLine line, List<OsString> words) throws UserError {
    try {
      ParseResult result = line.parseArgs(words.stream().map(Words::from).toArray(String[]::new));
      while (result.hasSubcommand()) {
        result = result.subcommand();
      }
      return result.commandSpec().commandLine();
    } catch (ParameterException wrong) {
      throw new UserError(CobraWords.of(wrong));
    }
  }

  /// Help on a command.
  static List<String> help(CommandLine line, List<String> words) throws UserError {
    if (words.isEmpty()) {
      return HelpText.lines();
    }
    CommandLine command = line.getSubcommands().get(words.getFirst());
    if (command != null && words.size() > 1 && !command.getSubcommands().isEmpty()) {
      return help(command, words.subList(1, words.size()));
    }
    if (command == null) {
      throw new UserError(
          "unknown help topic \"%s\"%s: cosmovisor help lists the commands"
              .formatted(
                  Words.shown(words.getFirst()),
                  Nearest.of(words.getFirst(), line.getSubcommands().keySet())
                      .map(near -> ", did you mean " + near + "?")
                      .orElse("")));
    }
    return usage(command);
  }

  private static List<String> usage(CommandLine command) {
    return command.getUsageMessage(Ansi.OFF).stripTrailing().lines().toList();
  }

  /// The manual: a page for the program and for each command, by file name.
  public static List<ManualPage> manual() {
    return ManualPage.all(model(new Root()));
  }
}
