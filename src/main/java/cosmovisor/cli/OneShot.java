package cosmovisor.cli;

import cosmovisor.os.UserError;

/// A command that does one thing and ends. Its fields are filled by picocli.
interface OneShot {

  /// Does it.
  ///
  /// @return the exit status
  int run(Call call) throws UserError;
}
