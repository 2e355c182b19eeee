package cosmovisor.cli;

import cosmovisor.config.Nearest;
import cosmovisor.os.OsString;
import cosmovisor.os.UserError;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What the first word of the command line asks for.
public sealed interface Action {

  /// The help text, then what is wrong with the configuration.
  record Help() implements Action {}

  /// Supervise a node.
  ///
  /// @param arguments the node's, untouched but for the one option that is ours
  /// @param named whether `run` was said, as it should be
  /// @param meant the action that was perhaps meant, if none was named
  /// @param configFile named by the operator
  record Run(
      List<OsString> arguments,
      boolean named,
      Optional<String> meant,
      Optional<OsString> configFile)
      implements Action {}

  /// A command that does one thing and ends; see [Commands].
  ///
  /// @param words the command's name, then its own
  record OneShot(List<OsString> words) implements Action {}

  /// Internal: be a worker that fetches a binary.
  record Fetch() implements Action {}

  /// Internal: be a worker that asks a node over gRPC.
  record AskChain() implements Action {}

  /// Internal, for the build: write the manual's pages.
  record Manual(OsString folder) implements Action {}

  /// The word by which the image calls itself to fetch.
  String FETCH = "__fetch";

  /// The word by which the image calls itself to ask a node over gRPC.
  String ASK_CHAIN = "__ask-chain";

  /// The word by which the build has the manual written.
  String MANUAL = "__manual";

  /// The commands that do one thing and end.
  Set<String> ONE_SHOT =
      Set.of(
          "init",
          "config",
          "version",
          "add-upgrade",
          "add-batch-upgrade",
          "prepare-upgrade",
          "show-upgrade-info",
          "rollback",
          "backups",
          "completion");

  /// First words of nodes, which are never taken for slips of the finger.
  Set<String> NODE_WORDS =
      Set.of("start", "status", "keys", "tx", "query", "q", "export", "genesis", "comet", "debug");

  /// Reads the command line. The first word may have blanks around it and any case; everything
  /// behind `run` is the node's, but for the name of a configuration file.
  static Action of(List<OsString> words) throws UserError {
    if (words.isEmpty()) {
      return new Help();
    }
    if (ConfigFlag.isAt(words.getFirst())) {
      ConfigFlag flag = ConfigFlag.takenFrom(words);
      return of(flag.rest(), flag.file());
    }
    boolean shortFlag = words.getFirst().equals(OsString.of("-c"));
    if (shortFlag && words.size() > 2 && ONE_SHOT.contains(word(words.get(2)))) {
      return of(words.subList(2, words.size()), Optional.of(words.get(1)));
    }
    return of(words, Optional.empty());
  }

  private static Action of(List<OsString> words, Optional<OsString> file) throws UserError {
    if (words.isEmpty()) {
      return new Help();
    }
    List<OsString> rest = words.subList(1, words.size());
    String word = word(words.getFirst());
    return switch (word) {
      case "help", "--help", "-h" -> rest.isEmpty() ? new Help() : oneShot("help", rest, file);
      case "--version" -> oneShot("version", rest, file);
      case "run" -> run(rest, true, Optional.empty(), file);
      case FETCH -> new Fetch();
      case ASK_CHAIN -> new AskChain();
      case MANUAL -> new Manual(rest.isEmpty() ? OsString.of(".") : rest.getFirst());
      default ->
          ONE_SHOT.contains(word)
              ? oneShot(word, rest, file)
              : run(words, false, meant(word), file);
    };
  }

  private static String word(OsString first) {
    return first.text().strip().toLowerCase(Locale.ROOT);
  }

  private static OneShot oneShot(String name, List<OsString> rest, Optional<OsString> file) {
    List<OsString> words = new ArrayList<>(rest);
    words.addFirst(OsString.of(name));
    file.ifPresent(path -> words.addAll(1, List.of(OsString.of("-c"), path)));
    return new OneShot(words);
  }

  private static Run run(
      List<OsString> words, boolean named, Optional<String> meant, Optional<OsString> file)
      throws UserError {
    ConfigFlag flag = file.isPresent() ? new ConfigFlag(file, words) : ConfigFlag.takenFrom(words);
    return new Run(flag.rest(), named, meant, flag.file());
  }

  private static Optional<String> meant(String word) {
    List<String> names = new ArrayList<>(ONE_SHOT);
    names.addAll(List.of("run", "help"));
    return NODE_WORDS.contains(word) ? Optional.empty() : Nearest.of(word, names);
  }
}
