package cosmovisor.restore;

import cosmovisor.home.NodeHome;
import cosmovisor.os.Disk;
import cosmovisor.os.OsString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a node keeps its key and what it signed last, as its `config.toml` says; one that is not
/// there, or says nothing, means the places that every node knows.
///
/// @param state what was signed last
/// @param key the key
/// @param isRemote whether somebody else signs
record SignerFiles(Path state, Path key, boolean isRemote) {
  private static final int MAX_CONFIG_BYTES = 1 << 20;

  /// The second names are those of the section `[priv-validator]` that some forks have.
  private static final Pattern STATE = setting("priv_validator_state_file|state-file");

  private static final Pattern KEY = setting("priv_validator_key_file|key-file");
  private static final Pattern REMOTE = setting("priv_validator_laddr");

  private static Pattern setting(String names) {
    return Pattern.compile("(?m)^\\s*(?:" + names + ")\\s*=\\s*[\"']([^\"'\\n]+)[\"']");
  }

  static SignerFiles of(Disk disk, NodeHome home) throws IOException {
    Path file = home.home().resolve("config/config.toml");
    String toml =
        disk.follow(file).filter(facts -> facts.kind() == Disk.Kind.FILE).isPresent()
            ? new String(disk.read(file, MAX_CONFIG_BYTES), StandardCharsets.UTF_8)
            : "";
    return new SignerFiles(
        path(home, value(STATE, toml).orElse("data/priv_validator_state.json")),
        path(home, value(KEY, toml).orElse("config/priv_validator_key.json")),
        value(REMOTE, toml).isPresent());
  }

  private static Optional<String> value(Pattern setting, String toml) {
    Matcher matcher = setting.matcher(toml);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  private static Path path(NodeHome home, String text) {
    return OsString.of(text).from(home.home()).normalize();
  }

  /// Where the state lies below the data; nothing if it lies elsewhere and so stays what it is.
  ///
  /// @param today the data, with no link in its path
  Optional<Path> stateBelow(Disk disk, NodeHome home, Path today) throws IOException {
    for (Path data : new Path[] {home.data(), today}) {
      if (state.startsWith(data)) {
        return Optional.of(data.relativize(state));
      }
    }
    Path folder = Disk.parent(state);
    Path real = disk.follow(folder).isPresent() ? disk.resolve(folder) : folder;
    return real.startsWith(today)
        ? Optional.of(today.relativize(real).resolve(state.getFileName()))
        : Optional.empty();
  }
}
