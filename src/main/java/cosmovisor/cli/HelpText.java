package cosmovisor.cli;

import cosmovisor.config.Setting;
import java.util.ArrayList;
import java.util.List;

/// What `help` prints.
public final class HelpText {
  private static final int WIDTH = 92;

  private HelpText() {}

  /// The lines.
  public static List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("cosmovisor - runs a Cosmos SDK node and carries it through on-chain upgrades");
    lines.add("");
    lines.add("Usage:");
    lines.add(
        "  cosmovisor run [args]        run the node of the current version with these arguments");
    lines.add("  cosmovisor init <executable> set up a home around the node's first executable");
    lines.add("  cosmovisor add-upgrade       add an upgrade's binary, and the height to switch");
    lines.add("  cosmovisor add-batch-upgrade add several upgrades");
    lines.add(
        "  cosmovisor prepare-upgrade   download the binary of the upgrade that the chain plans");
    lines.add(
        "  cosmovisor show-upgrade-info print what the node has written to upgrade-info.json");
    lines.add("  cosmovisor rollback          go back to the version and data before an upgrade");
    lines.add("  cosmovisor backups           list, verify, prune and restore backups of the data");
    lines.add("  cosmovisor config            print every setting's value and where it comes from");
    lines.add("  cosmovisor version [args]    print cosmovisor's version, then the node's");
    lines.add("  cosmovisor completion        print a script by which a shell completes our words");
    lines.add(
        "  cosmovisor help              print this, then what is wrong with the configuration");
    lines.add("  cosmovisor help <command>    print a command's options");
    lines.add("");
    lines.add(
        "--cosmovisor-config <file> names a TOML file for what the environment does not set.");
    lines.add("");
    lines.add("DAEMON_NAME and DAEMON_HOME must be set. The monitored file is");
    lines.add("$DAEMON_HOME/data/upgrade-info.json; binaries lie in $DAEMON_HOME/cosmovisor:");
    lines.add("");
    lines.add("  current -> genesis or upgrades/<name>");
    lines.add("  genesis/bin/$DAEMON_NAME");
    lines.add("  upgrades/<name>/bin/$DAEMON_NAME");
    lines.add("");
    lines.add("Environment:");
    for (Setting setting : Setting.values()) {
      String value = setting.defaultValue().isEmpty() ? "" : ", default " + setting.defaultValue();
      lines.add("  " + setting + " (" + setting.kind().words() + value + ")");
      wrap(setting.doc(), "      ", lines);
    }
    lines.add("");
    lines.add("Documentation: https://docs.cosmos.network/main/build/tooling/cosmovisor");
    return lines;
  }

  private static void wrap(String text, String indent, List<String> lines) {
    var line = new StringBuilder(indent);
    for (String word : text.split(" ", -1)) {
      if (line.length() + 1 + word.length() > WIDTH) {
        lines.add(line.toString());
        line = new StringBuilder(indent);
      }
      line.append(line.length() > indent.length() ? " " : "").append(word);
    }
    lines.add(line.toString());
  }
}
