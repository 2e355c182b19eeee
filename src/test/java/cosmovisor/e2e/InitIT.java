package cosmovisor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import cosmovisor.e2e.Cosmovisor.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `init`: a home set up around the node's first executable.
@EndToEnd
final class InitIT {
  private static final String GENESIS = "cosmovisor/genesis/bin/app";

  private static String executable(Home home) {
    home.remove("cosmovisor");
    return Bytes.of(home.writeExecutable("new", Node.script("echo new")));
  }

  private static void assertError(Ended end, String... words) {
    assertThat(end.err()).startsWith("Error: ").contains(words);
    assertThat(end.out()).isEmpty();
    assertThat(end.status()).isEqualTo(1);
  }

  private static void assertNothingMade(Home home) {
    assertThat(home.exists("cosmovisor")).isFalse();
  }

  @Test
  @Scenario(41)
  void oneExecutableMustBeNamed(Home home) {
    executable(home);

    assertError(home.run("init"), "accepts 1 arg(s), received 0");
    assertError(home.run("init", "a", "b"), "accepts 1 arg(s), received 2");
    assertError(home.run("init", ""), "no <path to executable> provided");
    assertNothingMade(home);
  }

  @Test
  @Scenario(42)
  void theExecutableMustBeThereAndRunHere(Home home) {
    executable(home);
    String text = Bytes.of(home.write("text", "a text"));

    assertError(home.run("init", "/none"), "executable file not found: stat /none: no such file");
    assertError(home.run("init", "/tmp"), "invalid path to executable: must not be a directory");
    assertError(home.run("init", text), text + " is a plain text: give the node's executable");
    assertNothingMade(home);
  }

  @Test
  @Scenario(43)
  void nameAndHomeMustBeSet(Home home) {
    String executable = executable(home);

    assertError(home.set("DAEMON_HOME", "x").run("init", executable), "must be an absolute path");
    assertError(home.unset("DAEMON_HOME").run("init", executable), "DAEMON_HOME is not set");
    assertError(
        home.unset("DAEMON_NAME").run("init", executable),
        "DAEMON_NAME is not set\nDAEMON_HOME is not set");
    assertNothingMade(home);
  }

  @Test
  @Scenario(43)
  void aMalformedValueIsToldRatherThanWrittenDown(Home home) {
    String executable = executable(home);

    assertError(
        home.set("DAEMON_RESTART_DELAY", "x").run("init", executable), "DAEMON_RESTART_DELAY");
    assertNothingMade(home);
  }

  @Test
  @Scenario(44)
  void anEmptyHomeGetsAllThatIsNeeded(Home home) {
    String executable = executable(home);
    home.set("COSMOVISOR_TIMEFORMAT_LOGS", "");
    String root = home.path("cosmovisor").toString();

    Ended end = home.run("init", executable);

    assertThat(end.err()).isEmpty();
    assertThat(end.out().replace(" module=cosmovisor", "").lines())
        .containsExactly(
            "INF checking on the genesis/bin directory",
            "INF creating directory (and any parents): \"" + root + "/genesis/bin\"",
            "INF checking on the genesis/bin executable",
            "INF copying executable into place: \"" + root + "/genesis/bin/app\"",
            "INF making sure \"" + root + "/genesis/bin/app\" is executable",
            "INF checking on the current symlink and creating it if needed",
            "INF the current symlink points to: \"" + root + "/genesis/bin/app\"",
            "INF cosmovisor config.toml created at: " + root + "/config.toml");
    assertThat(end.status()).isZero();
    assertThat(home.read(GENESIS)).isEqualTo(home.read("new"));
    assertThat(mode(home.path(GENESIS))).isEqualTo("rwxr-xr-x");
    assertThat(home.current()).isEqualTo("genesis");
    assertThat(home.list("cosmovisor")).containsExactly("config.toml", "current", "genesis");
    assertThat(home.list("cosmovisor/genesis/bin")).containsExactly("app");
    assertThat(home.run("run").out()).endsWith("\nnew\n");
  }

  @Test
  @Scenario(44)
  void theHomeItselfIsMadeTooAndNamesMayHaveAnyBytes(Home home) {
    String executable = executable(home);
    Home other = home.named("h\u00ff\u00e9 x");
    home.set("DAEMON_HOME", Bytes.of(other.path("deep"))).set("DAEMON_NAME", "\u00e9");
    home.set("LC_ALL", "C");

    assertThat(home.run("init", executable).status()).isZero();

    assertThat(other.read("deep/cosmovisor/genesis/bin/\u00e9")).isEqualTo(home.read("new"));
    assertThat(other.exists("deep/cosmovisor/config.toml")).isFalse();
  }

  @Test
  @Scenario(44)
  void theFileThatIsWrittenCanBeRead(Home home) {
    String executable = executable(home);
    home.set("DAEMON_RESTART_DELAY", "1m30s").run("init", executable);

    String listing = home.run("config").out();
    home.unsetAll();

    assertThat(home.run("config", "-c", Bytes.of(home.path("cosmovisor/config.toml"))).out())
        .startsWith(listing.substring(0, listing.indexOf("Sources:")));
  }

  @Test
  @Scenario(45)
  void aFileInPlaceOfAFolderIsNamed(Home home) {
    String executable = executable(home);
    home.write("cosmovisor/genesis/bin", "a file");

    assertError(
        home.run("init", executable),
        home.path("cosmovisor/genesis/bin") + "\" already exists but is not a directory");
    assertThat(home.list("cosmovisor")).containsExactly("genesis");
  }

  @Test
  @Scenario(46)
  void aFolderInPlaceOfTheBinaryIsNamed(Home home) {
    String executable = executable(home);
    home.makeFolder(GENESIS);

    assertError(home.run("init", executable), home.path(GENESIS) + " is not a regular file");
    assertThat(home.list("cosmovisor")).containsExactly("genesis");
  }

  @Test
  @Scenario(47)
  void aFileInPlaceOfTheLinkIsNamedAndKept(Home home) {
    String executable = executable(home);
    home.write("cosmovisor/current", "a file");

    assertError(home.run("init", executable), "error creating symlink to genesis", "current");
    assertThat(home.read("cosmovisor/current")).isEqualTo("a file");
    assertThat(home.list("cosmovisor")).containsExactly("current");
  }

  @Test
  @Scenario({48, 49})
  void whatIsThereIsKeptAndMadeExecutable(Home home) {
    String executable = executable(home);
    Path old = home.genesis("echo old").path(GENESIS);
    Home.mode(old, "rw-r-----");
    String content = home.read(GENESIS);

    Ended end = home.run("init", executable);

    assertThat(end.out())
        .contains("the \"" + Bytes.of(old) + "\" file already exists")
        .contains("/genesis/bin\" directory already exists");
    assertThat(end.status()).isZero();
    assertThat(home.read(GENESIS)).isEqualTo(content);
    assertThat(mode(old)).isEqualTo("rwxr-x--x");
  }

  @Test
  @Scenario(50)
  void anEmptyFolderIsFilled(Home home) {
    String executable = executable(home);
    home.makeFolder("cosmovisor/genesis/bin");

    assertThat(home.run("init", executable).status()).isZero();

    assertThat(home.read(GENESIS)).isEqualTo(home.read("new"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"y\n", "Y\n", "n\n", "yes\n", "", "\n"})
  @Scenario(51)
  void theFileIsReplacedOnlyIfThatIsWanted(String answer, Home home) {
    String executable = executable(home);
    home.write("cosmovisor/config.toml", "old");
    home.input(home.write("answer", answer));
    boolean wanted = answer.equalsIgnoreCase("y\n");

    Ended end = home.run("init", executable);

    String file = Bytes.of(home.path("cosmovisor/config.toml"));
    assertThat(end.out())
        .contains("file " + file + " already exists, do you want to overwrite it? [y/n]: ")
        .contains(
            wanted ? "config.toml created at: " + file : "file already exists, not overriding");
    assertThat(home.read("cosmovisor/config.toml").equals("old")).isEqualTo(!wanted);
    assertThat(end.status()).isZero();
  }

  @Test
  @Scenario(52)
  void aLinkToAnUpgradeIsKept(Home home) {
    String executable = executable(home);
    home.genesis("echo old").version("v2", "echo v2").upgraded("v2", 20);

    Ended end = home.run("init", executable);

    assertThat(end.out())
        .contains("points to: \"" + home.path("cosmovisor/upgrades/v2/bin/app") + "\"");
    assertThat(home.current()).isEqualTo("upgrades/v2");
  }

  @Test
  @Scenario(52)
  void aLinkThatWasLostIsNotLedToGenesisBehindUpgrades(Home home) {
    String executable = executable(home);
    home.genesis("echo old")
        .version("v2", "echo v2")
        .upgraded("v2", 20)
        .remove("cosmovisor/current");

    Ended end = home.run("init", executable);

    assertThat(end.out()).contains("WRN there is no current symlink");
    assertThat(end.status()).isZero();
    assertThat(home.exists("cosmovisor/current")).isFalse();
  }

  private static String mode(Path file) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    } catch (java.io.IOException failure) {
      throw new java.io.UncheckedIOException(failure);
    }
  }

  @Test
  @Scenario(44)
  void initLeavesNothingElseBehind(Home home) {
    String executable = executable(home);

    home.run("init", executable);

    assertThat(home.list("")).isEqualTo(List.of("cosmovisor", "data", "new"));
    assertThat(home.list("data")).isEmpty();
  }
}
