package cosmovisor.config;

import java.nio.file.Path;

/// Where a setting's value comes from.
public sealed interface Origin {

  /// The environment.
  record FromEnvironment() implements Origin {}

  /// The configuration file.
  ///
  /// @param line of the file, from 1
  record FromFile(Path file, int line) implements Origin {}

  /// Nobody set it.
  record FromDefault() implements Origin {}
}
