package cosmovisor.cli;

import cosmovisor.os.OsString;
import java.util.List;
import java.util.Locale;

/// What the first word of the command line asks for.
public sealed interface Action {

  /// The help text, then what is wrong with the configuration.
  record Help() implements Action {}

  /// Our version, then the node's.
  ///
  /// @param arguments for the node's `version`
  record Version(List<OsString> arguments) implements Action {}

  /// Supervise a node.
  ///
  /// @param arguments the node's, untouched
  /// @param named whether `run` was said, as it should be
  record Run(List<OsString> arguments, boolean named) implements Action {}

  /// Internal: be a worker that fetches a binary.
  record Fetch() implements Action {}

  /// The word by which the image calls itself to fetch.
  String FETCH = "__fetch";

  /// Reads the command line. The first word may have blanks around it and any case; everything
  /// behind it is the node's and is not looked at.
  static Action of(List<OsString> words) {
    if (words.isEmpty()) {
      return new Help();
    }
    List<OsString> rest = words.subList(1, words.size());
    return switch (words.getFirst().text().strip().toLowerCase(Locale.ROOT)) {
      case "help", "--help", "-h" -> new Help();
      case "version", "--version" -> new Version(rest);
      case "run" -> new Run(rest, true);
      case FETCH -> new Fetch();
      default -> new Run(words, false);
    };
  }
}
