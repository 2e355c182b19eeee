package cosmovisor.e2e;

/// Lines for the shell scripts that stand for nodes.
final class Node {
  /// Runs until it is stopped; leaves no child behind for longer than a blink.
  static final String STAY = "while :; do sleep 0.05; done";

  private Node() {}

  /// A whole script.
  static String script(String... lines) {
    return "#!/bin/sh\n" + String.join("\n", lines) + "\n";
  }

  /// The script of a node that has no `pre-upgrade`.
  static String node(String... lines) {
    return script("[ \"$1\" != pre-upgrade ] || exit 1", String.join("\n", lines));
  }

  /// Writes a plan as the node's upgrade module does.
  static String plan(String name, long height) {
    return planFile(json(name, height));
  }

  /// Writes this into the upgrade-info file.
  static String planFile(String content) {
    return "printf %s " + quoted(content) + " >\"$DAEMON_HOME/data/upgrade-info.json\"";
  }

  /// The content of an upgrade-info file.
  static String json(String name, long height) {
    return "{\"name\":\"%s\",\"time\":\"0001-01-01T00:00:00Z\",\"height\":%d}"
        .formatted(name, height);
  }

  /// The content of an upgrade-info file whose plan says where binaries are.
  static String json(String name, long height, String info) {
    return "{\"name\":\"%s\",\"time\":\"0001-01-01T00:00:00Z\",\"height\":%d,\"info\":\"%s\"}"
        .formatted(name, height, info.replace("\\", "\\\\").replace("\"", "\\\""));
  }

  /// One word for the shell, whatever its bytes.
  static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
