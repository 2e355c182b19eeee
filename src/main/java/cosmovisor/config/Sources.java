package cosmovisor.config;

import cosmovisor.os.Environment;
import cosmovisor.os.OsString;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Where values come from: the environment before the file, the file before the default.
///
/// @param file none if the operator named none
record Sources(Environment environment, Optional<ConfigFile> file) {
  private static final List<String> NAMES = Stream.of(Setting.values()).map(Setting::name).toList();

  /// The value of a setting. One that is empty in the environment counts as not set there.
  Given given(Setting setting) {
    return environment
        .value(setting.name())
        .filter(value -> !value.isEmpty())
        .map(value -> new Given(setting, new Raw.Text(value), new Origin.FromEnvironment()))
        .or(() -> file.map(settings -> settings.values().get(setting)))
        .orElseGet(() -> standard(setting));
  }

  private static Given standard(Setting setting) {
    return new Given(
        setting, new Raw.Text(OsString.of(setting.defaultValue())), new Origin.FromDefault());
  }

  /// Whether a setting is in the environment, and empty.
  boolean isEmptyInEnvironment(Setting setting) {
    return environment.value(setting.name()).filter(OsString::isEmpty).isPresent();
  }

  /// What is set and has no effect, but looks as if it should.
  List<String> warnings() {
    List<String> warnings = new ArrayList<>(file.map(ConfigFile::warnings).orElse(List.of()));
    for (OsString entry : environment.entries()) {
      String name = entry.text().split("=", 2)[0];
      if (name.contains("_") && !NAMES.contains(name)) {
        Nearest.of(name, NAMES)
            .ifPresent(
                near ->
                    warnings.add(
                        "unknown environment variable %s, did you mean %s?"
                            .formatted(Raw.printable(name), near)));
      }
    }
    return warnings;
  }
}
