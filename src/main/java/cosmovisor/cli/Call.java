package cosmovisor.cli;

import cosmovisor.config.Config;
import cosmovisor.config.ConfigLoader;
import cosmovisor.config.ConfigLoader.Purpose;
import cosmovisor.home.NodeHome;
import cosmovisor.notify.Narrator;
import cosmovisor.os.Disk;
import cosmovisor.os.OsString;
import cosmovisor.os.Terminal;
import cosmovisor.os.UserError;
import java.nio.file.Path;
import java.util.Optional;

/// One call of a command.
///
/// @param configFile named by the operator
record Call(Workplace workplace, Interruption interruption, Optional<OsString> configFile) {

  Disk disk() {
    return workplace.disk();
  }

  Terminal terminal() {
    return workplace.terminal();
  }

  /// Prints a line, whatever a file or a chain has put into it.
  void say(String line) {
    terminal().out(Words.printable(line));
  }

  /// A path of the operator's, seen from where the command was called.
  Path path(OsString word) {
    return word.from(workplace.ambient().workingFolder());
  }

  /// The configuration with all that is known of it, right or wrong; warnings are printed.
  ConfigLoader.Loaded load(Purpose purpose) {
    ConfigLoader.Loaded loaded =
        ConfigLoader.load(
            workplace.ambient().environment(),
            configFile.filter(file -> !file.isEmpty()).map(this::path),
            disk(),
            purpose);
    loaded.warnings().forEach(warning -> terminal().err("Warning: " + warning));
    return loaded;
  }

  /// The configuration.
  ///
  /// @throws UserError if anything is wrong with it, with all that is
  Config config(Purpose purpose) throws UserError {
    return checked(purpose).config();
  }

  /// The configuration, and where it comes from.
  ///
  /// @throws UserError if anything is wrong with it, with all that is
  ConfigLoader.Loaded checked(Purpose purpose) throws UserError {
    ConfigLoader.Loaded loaded = load(purpose);
    if (!loaded.problems().isEmpty()) {
      throw UserError.all(loaded.problems());
    }
    return loaded;
  }

  static NodeHome home(Config config) {
    return new NodeHome(config.home(), config.name(), config.disableRecase());
  }

  Narrator narrator(Config config) {
    return new Narrator(terminal(), config.logStyle(), workplace.clock(), config.name());
  }
}
