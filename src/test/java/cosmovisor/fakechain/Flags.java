package cosmovisor.fakechain;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The node's flags, `--name value` or `--name=value`; a flag that is not there is looked for in
/// the environment, as `FAKENODE_NAME`.
///
/// ```
/// --home FOLDER        the node's home
/// --personality WORD   one of Personality, PANIC if none is named
/// --block-millis N     the time between two blocks, 1000
/// --close-millis N     what SLOW_CLOSE needs to close, 2000
/// --gate FILE          awaited at an upgrade's height, before anything is said about it
/// --log-every N        blocks for one line about them, 1
/// --rpc-port N         0 for any, which `rpc-port` in the home tells
/// ```
final class Flags {
  private final Map<String, String> words = new HashMap<>();
  private final Map<String, String> environment;

  Flags(List<String> arguments, Map<String, String> environment) {
    this.environment = environment;
    String name = "";
    for (String argument : arguments) {
      if (argument.startsWith("--")) {
        String[] parts = argument.substring(2).split("=", 2);
        name = parts[0];
        words.put(name, parts.length == 2 ? parts[1] : "");
      } else {
        words.put(name, argument);
      }
    }
  }

  Path home() {
    String home = word("home", "");
    if (home.isEmpty()) {
      throw new IllegalArgumentException("no home: use --home or FAKENODE_HOME");
    }
    return Path.of(home).toAbsolutePath();
  }

  Personality personality() {
    return Personality.valueOf(word("personality", "PANIC").toUpperCase(Locale.ROOT));
  }

  Duration blockTime() {
    return Duration.ofMillis(number("block-millis", 1000));
  }

  Duration closeTime() {
    return Duration.ofMillis(number("close-millis", 2000));
  }

  /// Nothing if nobody keeps the node waiting.
  Optional<Path> gate() {
    return Optional.of(word("gate", "")).filter(file -> !file.isEmpty()).map(Path::of);
  }

  long logEvery() {
    return number("log-every", 1);
  }

  int rpcPort() {
    return (int) number("rpc-port", 0);
  }

  private long number(String name, long otherwise) {
    return Long.parseLong(word(name, Long.toString(otherwise)));
  }

  private String word(String name, String otherwise) {
    String variable = "FAKENODE_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
    return words.getOrDefault(name, environment.getOrDefault(variable, otherwise));
  }
}
