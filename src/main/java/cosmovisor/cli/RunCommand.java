package cosmovisor.cli;

import picocli.CommandLine.Command;

/// What help, completion and manual say of `run`, whose words are never given to picocli.
@Command(
    name = "run",
    customSynopsis = "cosmovisor run [--cosmovisor-config <file>] [args]",
    header = "Run the node of the current version and carry it through upgrades",
    description =
        "All words behind run are the node's, except --cosmovisor-config and the file it names.")
final class RunCommand implements OneShot {
  @Override
  public int run(Call call) {
    throw new AssertionError("run is not a one-shot command");
  }
}
