package cosmovisor.cli;

import cosmovisor.os.UserError;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `backups restore`: `rollback --to`.
@Command(
    name = "restore",
    customSynopsis = "cosmovisor backups restore <backup | upgrade> [flags]",
    header = "Go back to a backup: the same as cosmovisor rollback --to",
    description =
        "Puts the backup's data in place of today's and links current to the version that ran on"
            + " it. What the validator's key signed last is never set back. See cosmovisor help"
            + " rollback.")
final class BackupsRestore implements OneShot {
  @Option(names = "--dry-run", description = "say what would be done, and change nothing")
  private boolean dryRun;

  @Option(names = "--yes", description = "do not ask")
  private boolean yes;

  @Option(
      names = "--version",
      paramLabel = "<version>",
      description = "the version to run then, genesis or upgrades/NAME, if nothing else tells")
  private Optional<String> version = Optional.empty();

  @Parameters(paramLabel = "<backup | upgrade>", hidden = true)
  private List<String> words = List.of();

  @Override
  public int run(Call call) throws UserError {
    CobraWords.accepts(1, words);
    Optional<String> to = words.stream().findFirst().map(Words::shown);
    RollbackDesk desk = RollbackDesk.of(call);
    if (dryRun) {
      desk.show(to, version.map(Words::shown));
      return 0;
    }
    return desk.rollBack(to, version.map(Words::shown), yes) ? 0 : 1;
  }
}
