package cosmovisor.cli;

import cosmovisor.os.OsString;
import java.util.List;
import java.util.Set;

/// Whether a node's arguments ask for something short, which is answered beside a running node.
public final class NodeCommand {
  /// The commands of SDK applications that do their work and end. What is not listed is taken for a
  /// node: being supervised for nothing does no harm, not being supervised would.
  private static final Set<String> SHORT =
      Set.of(
          "--help",
          "--version",
          "-h",
          "add-genesis-account",
          "collect-gentxs",
          "comet",
          "cometbft",
          "completion",
          "config",
          "debug",
          "export",
          "genesis",
          "gentx",
          "help",
          "init",
          "keys",
          "migrate",
          "module-hash-by-height",
          "prune",
          "q",
          "query",
          "rollback",
          "snapshots",
          "status",
          "tendermint",
          "tx",
          "unsafe-reset-all",
          "validate-genesis",
          "version");

  private NodeCommand() {}

  /// Whether the first word is a command that ends by itself.
  public static boolean isShort(List<OsString> arguments) {
    return !arguments.isEmpty() && SHORT.contains(arguments.getFirst().text());
  }
}
