package cosmovisor.cli;

import cosmovisor.os.UserError;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `help` with the name of a command.
@Command(
    name = "help",
    customSynopsis = "cosmovisor help [command]",
    header = "Show help",
    description =
        "Without a command: all of them, the settings, and what is wrong with the configuration.")
final class HelpCommand implements OneShot {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "[command]", hidden = true)
  private List<String> words = List.of();

  @Override
  public int run(Call call) throws UserError {
    Commands.help(java.util.Objects.requireNonNull(spec).root().commandLine(), words)
        .forEach(call.terminal()::out);
    return 0;
  }
}
