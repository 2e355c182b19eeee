package cosmovisor.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// What all commands have in common.
@Command(
    name = "cosmovisor",
    customSynopsis = "cosmovisor <command>",
    header = "Runs a Cosmos SDK node and carries it through on-chain upgrades",
    subcommands = {
      InitCommand.class,
      RunCommand.class,
      ConfigCommand.class,
      VersionCommand.class,
      AddUpgrade.class,
      AddBatchUpgrade.class,
      PrepareUpgrade.class,
      ShowUpgradeInfo.class,
      RollbackCommand.class,
      BackupsCommand.class,
      CompletionCommand.class,
      HelpCommand.class,
    })
final class Root {
  @Option(
      names = {"-c", "--cosmovisor-config"},
      paramLabel = "<file>",
      scope = ScopeType.INHERIT,
      description = "take settings that the environment does not have from this TOML file")
  String configFile = "";

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "show help")
  boolean help;
}
