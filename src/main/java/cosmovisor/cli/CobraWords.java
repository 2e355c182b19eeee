package cosmovisor.cli;

import cosmovisor.os.UserError;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// What is wrong with a command line, in the words of the original's library, which scripts know.
final class CobraWords {
  private CobraWords() {}

  static String of(ParameterException wrong) {
    return switch (wrong) {
      case UnmatchedArgumentException unmatched -> unknown(unmatched);
      case MissingParameterException missing ->
          "flag needs an argument: " + name(missing.getMissing().getFirst());
      default ->
          "invalid argument \"%s\" for \"%s\" flag: it must be %s"
              .formatted(
                  Words.shown(String.valueOf(wrong.getValue())),
                  name(wrong.getArgSpec()),
                  isSwitch(wrong.getArgSpec()) ? "true or false" : "a whole number");
    };
  }

  private static boolean isSwitch(@Nullable ArgSpec spec) {
    return spec != null && spec.type() == boolean.class;
  }

  private static String unknown(UnmatchedArgumentException unmatched) {
    String word = Words.shown(unmatched.getUnmatched().getFirst());
    String near =
        unmatched.getSuggestions().isEmpty()
            ? ""
            : ", did you mean " + unmatched.getSuggestions().getFirst() + "?";
    if (word.startsWith("--")) {
      return "unknown flag: "
          + word.split("=", 2)[0]
          + near
          + ofTheNode(unmatched.getCommandLine().getCommandName());
    }
    return word.startsWith("-") && word.length() > 1
        ? "unknown shorthand flag: '%c' in %s".formatted(word.charAt(1), word)
        : "unknown command \"%s\" for \"%s\""
            .formatted(word, unmatched.getCommandLine().getCommandSpec().qualifiedName());
  }

  /// The one word that nodes have as well.
  private static String ofTheNode(String command) {
    return command.equals(RollbackCommand.NAME)
        ? ": the node's own rollback is cosmovisor run rollback"
        : "";
  }

  private static String name(@Nullable ArgSpec spec) {
    return spec instanceof OptionSpec option ? option.longestName() : "?";
  }

  /// @throws UserError if there are more words or fewer
  static void accepts(int count, List<String> words) throws UserError {
    if (words.size() != count) {
      throw new UserError("accepts %d arg(s), received %d".formatted(count, words.size()));
    }
  }
}
