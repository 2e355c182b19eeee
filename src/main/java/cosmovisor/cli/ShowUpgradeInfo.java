package cosmovisor.cli;

import cosmovisor.config.ConfigLoader.Purpose;
import cosmovisor.os.Failures;
import cosmovisor.os.OsString;
import cosmovisor.os.UserError;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;

/// `show-upgrade-info`.
@Command(
    name = "show-upgrade-info",
    customSynopsis = "cosmovisor show-upgrade-info [flags]",
    header = "Show what the node has written to upgrade-info.json",
    description = "Shows data/upgrade-info.json as it is, whether it can be used or not.")
final class ShowUpgradeInfo implements OneShot {
  private static final int MAX_BYTES = 16 << 20;

  @Override
  public int run(Call call) throws UserError {
    Path file = Call.home(call.config(Purpose.USE)).dataInfo();
    try {
      if (call.disk().follow(file).isEmpty()) {
        call.terminal().out("No upgrade info found at " + OsString.of(file).text());
      } else {
        call.terminal().out(call.disk().read(file, MAX_BYTES));
        call.terminal().out("");
      }
      return 0;
    } catch (IOException failure) {
      throw new UserError("failed to read upgrade-info.json: " + Failures.line(failure));
    }
  }
}
