package cosmovisor.cli;

import cosmovisor.os.UserError;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `add-upgrade`.
@Command(
    name = "add-upgrade",
    customSynopsis = "cosmovisor add-upgrade <upgrade-name> <path to executable> [flags]",
    header = "Add an upgrade's binary, and the height to switch to it",
    description = {
      "Copies the executable to upgrades/<upgrade-name>/bin. The name is lower-cased unless"
          + " COSMOVISOR_DISABLE_RECASE is true.",
      "",
      "With a height the upgrade is put on the schedule, data/upgrade-info.json.batch, and is"
          + " carried out there without a decision of the chain.",
    })
final class AddUpgrade implements OneShot {
  @Parameters(
      paramLabel = "<upgrade-name> <path to executable>",
      hideParamSyntax = true,
      hidden = true)
  private List<String> words = List.of();

  @Option(
      names = "--force",
      arity = "0..1",
      fallbackValue = "true",
      paramLabel = "true|false",
      hideParamSyntax = true,
      description = "replace a binary, and a plan on the schedule, of this name")
  private boolean force;

  @Option(
      names = "--upgrade-height",
      paramLabel = "<height>",
      description = "block at which to switch to the binary")
  private long height;

  @Override
  public int run(Call call) throws UserError {
    CobraWords.accepts(2, words);
    return new Scheduling(call)
        .add(List.of(new Scheduling.Wish(words.get(0), words.get(1), height)), force, force);
  }
}
