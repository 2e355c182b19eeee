package cosmovisor.cli;

import cosmovisor.os.UserError;
import picocli.CommandLine.Option;

/// `-o`: for people or for programs.
final class OutputForm {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "text|json",
      hideParamSyntax = true,
      description = "form of the output (default: text)")
  private String output = "text";

  /// Whether it is for programs.
  boolean isJson() throws UserError {
    if (!output.equals("text") && !output.equals("json")) {
      throw new UserError(
          "invalid argument \"%s\" for \"--output\" flag: it must be text or json"
              .formatted(Words.shown(output)));
    }
    return output.equals("json");
  }
}
