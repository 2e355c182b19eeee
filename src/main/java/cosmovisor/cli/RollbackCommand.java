package cosmovisor.cli;

import cosmovisor.os.UserError;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `rollback`.
@Command(
    name = RollbackCommand.NAME,
    customSynopsis = "cosmovisor rollback [flags]",
    header = "Go back to the version and the data before an upgrade",
    description = {
      "Puts a backup's data in place of today's, which is kept under another name, and links current"
          + " to the version that ran on it. Asks before it changes anything. A rollback that was"
          + " broken off is gone on with; until it has ended no node is started.",
      "",
      "What the validator's key signed last is never set back: of today's"
          + " data/priv_validator_state.json and the backup's the later one stays, so that the node"
          + " signs nothing that it may have signed before.",
      "",
      "To undo no more than the last block, as after a wrong app hash, the node has a rollback of"
          + " its own: cosmovisor run rollback.",
    })
final class RollbackCommand implements OneShot {
  static final String NAME = "rollback";

  @Option(
      names = "--to",
      paramLabel = "<backup>",
      description = "a backup, or the upgrade before which it was taken; otherwise the last one")
  private Optional<String> to = Optional.empty();

  @Mixin private final RollbackFlags flags = new RollbackFlags();

  @Option(
      names = "--abort",
      description = "leave all as it was, if a rollback was broken off before it changed anything")
  private boolean abort;

  @Override
  public int run(Call call) throws UserError {
    RollbackDesk desk = RollbackDesk.of(call);
    if (abort && !flags.isDryRun()) {
      desk.giveUp();
      return 0;
    }
    return flags.run(desk, to);
  }
}
