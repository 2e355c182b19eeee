package cosmovisor.cli;

import cosmovisor.os.UserError;
import java.util.Optional;
import picocli.CommandLine.Option;

/// What the two commands that roll back have in common.
final class RollbackFlags {
  @Option(
      names = "--version",
      paramLabel = "<version>",
      description = "the version to run then, genesis or upgrades/NAME, if nothing else tells")
  private Optional<String> version = Optional.empty();

  @Option(names = "--dry-run", description = "say what would be done, and change nothing")
  private boolean dryRun;

  @Option(names = "--yes", description = "do not ask")
  private boolean yes;

  boolean isDryRun() {
    return dryRun;
  }

  /// Says what would be done, or has it done.
  ///
  /// @param to a backup or an upgrade, as a word of the command line
  /// @return the exit status
  int run(RollbackDesk desk, Optional<String> to) throws UserError {
    Optional<String> backup = to.map(Words::shown);
    Optional<String> runs = version.map(Words::shown);
    if (dryRun) {
      desk.show(backup, runs);
      return 0;
    }
    return desk.rollBack(backup, runs, yes) ? 0 : 1;
  }
}
