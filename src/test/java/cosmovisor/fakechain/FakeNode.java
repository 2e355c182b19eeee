package cosmovisor.fakechain;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;

/// The node's program: `FakeNode VERSION COMMAND FLAGS…`, with the commands that every Cosmos SDK
/// node has and others call: `start`, `version`, `status`, `pre-upgrade`.
public final class FakeNode {
  private final String version;
  private final Flags flags;
  private final NodeLog log = new NodeLog();

  private FakeNode(String version, Flags flags) {
    this.version = version;
    this.flags = flags;
  }

  static void main(String[] arguments) throws IOException {
    List<String> words = List.of(arguments);
    String command = words.size() > 1 ? words.get(1) : "";
    Flags flags =
        new Flags(words.subList(Math.min(2, words.size()), words.size()), System.getenv());
    // Not `exit`: what a node does when it is told to end is not for one that ends by itself.
    Runtime.getRuntime().halt(new FakeNode(words.getFirst(), flags).statusOf(command));
  }

  private int statusOf(String command) throws IOException {
    try {
      return run(command);
    } catch (IOException | IllegalArgumentException failure) {
      log.complain("Error: " + failure);
      return 1;
    }
  }

  private int run(String command) throws IOException {
    return switch (command) {
      case "start" -> new NodeRun(version, new NodeHome(flags.home()), flags, log).run();
      case "version" -> {
        log.print(version);
        yield 0;
      }
      case "status" -> status();
      case "pre-upgrade" -> preUpgrade();
      default -> {
        log.complain("Error: unknown command \"" + command + "\" for \"fakenode\"");
        yield 1;
      }
    };
  }

  private int status() throws IOException {
    NodeHome home = new NodeHome(flags.home());
    try {
      String port = Files.readString(home.rpcPort());
      try (InputStream answer =
          URI.create("http://127.0.0.1:" + port + "/status").toURL().openStream()) {
        log.print(new String(answer.readAllBytes(), StandardCharsets.UTF_8).strip());
        return 0;
      }
    } catch (IOException nobody) {
      log.complain("Error: post failed: no node answers for " + home.folder());
      return 1;
    }
  }

  /// Brings the configuration into this version's form, as such commands do.
  private int preUpgrade() throws IOException {
    NodeHome home = new NodeHome(flags.home());
    long height = new ChainData(home.data()).app().height();
    var lock = HomeLock.take(home.folder());
    home.see(lock.isPresent() ? Sighting.What.PRE_UPGRADE : Sighting.What.DOUBLE, height, version);
    String before = Files.exists(home.appToml()) ? Files.readString(home.appToml()).strip() : "";
    String after = "form = '" + version + "'";
    Files.createDirectories(home.folder().resolve("config"));
    Files.writeString(home.appToml(), after + "\n");
    log.print("config/app.toml: " + (before.isEmpty() ? "new" : before) + " -> " + after);
    return 0;
  }
}
