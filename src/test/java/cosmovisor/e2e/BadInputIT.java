package cosmovisor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import cosmovisor.e2e.Cosmovisor.Ended;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever is wrong with a call, of whatever command: one line on stderr, exit code 1, and a home
/// in which nothing has changed.
@EndToEnd
final class BadInputIT {
  private static final String[] NO_WORDS = {};

  /// A home in mid-life, with a good executable beside it.
  private static Home home(Home home) {
    home.genesis("echo genesis runs").version("v1", "echo v1 runs").upgraded("v1", 10);
    home.write("data/upgrade-info.json", Node.json("v1", 10));
    home.write("data/upgrade-info.json.batch", "[" + Node.json("v9", 90) + "]");
    home.writeExecutable("good", Node.script("echo good"));
    home.write("bad.toml", "daemon_restart_delay = 'soon'\n");
    return home.from(home.path(""));
  }

  /// Every file and link below the home, with what it holds.
  private static Map<String, String> tree(Home home) {
    Map<String, String> found = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(home.path(""))) {
      for (Path path : paths.toList()) {
        found.put(path.toString(), content(path));
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return found;
  }

  private static String content(Path path) throws IOException {
    if (Files.isSymbolicLink(path)) {
      return "-> " + Files.readSymbolicLink(path);
    }
    return Files.isDirectory(path)
        ? Files.getPosixFilePermissions(path).toString()
        : Files.getPosixFilePermissions(path) + Bytes.text(Files.readAllBytes(path));
  }

  private static void assertRefused(Home home, String words, String error) {
    Map<String, String> before = tree(home);

    Ended end = home.run(words.isEmpty() ? NO_WORDS : words.split(" "));

    assertThat(end.err()).startsWith("Error: ").hasLineCount(1).contains(error.strip());
    assertThat(end.status()).isEqualTo(1);
    assertThat(tree(home)).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "init | accepts 1 arg(s), received 0",
        "init none | executable file not found: stat ",
        "init data | must not be a directory",
        "init good --force | unknown flag: --force",
        "add-upgrade v2 | accepts 2 arg(s), received 1",
        "add-upgrade .. good | invalid upgrade name",
        "add-upgrade v2 none --upgrade-height 5 | invalid executable path: stat ",
        "add-upgrade v2 good --upgrade-height x | invalid argument",
        "add-upgrade v2 good --upgrade-height -1 | it must be greater than 0",
        "add-upgrade v9 good --upgrade-height 95 | upgrade with name v9 already exists",
        "add-upgrade v1 good | file already exists at ",
        "add-upgrade v2 good -c none.toml | config not found: at ",
        "add-batch-upgrade | either --upgrade-file or --upgrade-list must be provided",
        "add-batch-upgrade x | unknown command",
        "add-batch-upgrade --upgrade-list v2:good:20,v3:good | argument at position 1",
        "add-batch-upgrade --upgrade-list v2:good:20,v9:good:99 | upgrade with name v9 already exists",
        "add-batch-upgrade --upgrade-file none | error opening upgrade CSV file none: ",
        "prepare-upgrade x | unknown command",
        "prepare-upgrade --height 5 | unknown flag: --height",
        "prepare-upgrade -c none.toml | config not found: at ",
        "prepare-upgrade | failed to query upgrade info",
        "show-upgrade-info x | unknown command",
        "show-upgrade-info --raw | unknown flag: --raw",
        "show-upgrade-info -c bad.toml | must be a duration",
        "config --all | unknown flag: --all",
        "config -o xml | it must be text or json",
        "config -c bad.toml | must be a duration",
        "version -o | flag needs an argument: --output",
        "version -c none.toml | failed to run version command: config not found: at ",
        "completion | accepts 1 arg(s), received 0",
        "completion tcsh | bash, zsh and fish are known",
        "help nothing | unknown help topic",
        "run --cosmovisor-config | --cosmovisor-config requires an argument",
        "run start --cosmovisor-config none.toml | config not found: at ",
        "run start --cosmovisor-config=bad.toml | must be a duration",
      })
  void aCallThatIsWrongIsRefusedInOneLine(String words, String error, Home home) {
    assertRefused(home(home).set("DAEMON_RPC_ADDRESS", "127.0.0.1:1"), words.strip(), error);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "init good",
        "add-upgrade v2 good --upgrade-height 20",
        "add-batch-upgrade --upgrade-list v2:good:20",
        "prepare-upgrade",
        "show-upgrade-info",
        "config",
        "version",
        "run start",
        "start",
      })
  void noCommandGoesByAConfigurationThatIsWrong(String words, Home home) {
    assertRefused(
        home(home).set("DAEMON_RESTART_AFTER_UPGRADE", "perhaps"),
        words,
        "DAEMON_RESTART_AFTER_UPGRADE");
  }
}
