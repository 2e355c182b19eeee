package cosmovisor.cli;

import cosmovisor.os.UserError;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
  @Mixin private final RollbackFlags flags = new RollbackFlags();

  @Parameters(paramLabel = "<backup | upgrade>", hidden = true)
  private List<String> words = List.of();

  @Override
  public int run(Call call) throws UserError {
    CobraWords.accepts(1, words);
    return flags.run(RollbackDesk.of(call), words.stream().findFirst());
  }
}
