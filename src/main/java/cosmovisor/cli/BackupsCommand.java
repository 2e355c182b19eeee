package cosmovisor.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `backups`: a group of commands, and by itself their list.
@Command(
    name = "backups",
    customSynopsis = "cosmovisor backups <command>",
    header = "List, verify, prune and restore backups of the data",
    description =
        "Of the backups in DAEMON_DATA_BACKUP_DIR, whoever took them. A running node is left"
            + " alone.",
    subcommands = {
      BackupsList.class,
      BackupsVerify.class,
      BackupsPrune.class,
      BackupsRestore.class,
    })
final class BackupsCommand implements OneShot {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public int run(Call call) {
    Objects.requireNonNull(spec)
        .commandLine()
        .getUsageMessage(Ansi.OFF)
        .stripTrailing()
        .lines()
        .forEach(call.terminal()::out);
    return 0;
  }
}
