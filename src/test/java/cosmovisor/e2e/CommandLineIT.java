package cosmovisor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import cosmovisor.e2e.Cosmovisor.Ended;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EndToEnd
final class CommandLineIT {
  private static final String DEPRECATED =
      "WRN Use of cosmovisor without the 'run' command is deprecated. Use: cosmovisor run [args]";

  @Test
  @Scenario(27)
  void noWordsAtAllPrintHelp(Home home) {
    assertIsHelp(home.unsetAll().run());
  }

  @ParameterizedTest
  @ValueSource(strings = {"help", "--help", "-h", " HELP "})
  @Scenario(27)
  void helpIsPrintedWithoutAnyConfiguration(String word, Home home) {
    assertIsHelp(home.unsetAll().run(word));
  }

  private static void assertIsHelp(Ended end) {
    assertThat(end.status()).isZero();
    assertThat(end.out())
        .contains("cosmovisor run", "DAEMON_NAME", "DAEMON_HOME", "upgrade-info.json")
        .contains("https://docs.cosmos.network/");
    assertThat(end.err()).isEmpty();
  }

  @Test
  @Scenario(28)
  void versionPrintsOurVersionThenTheNodes(Home home) {
    home.set("COSMOVISOR_DISABLE_LOGS", "true").genesis("echo \"node says $*\"");

    Ended end = home.run("version", "--long");

    assertThat(end.out())
        .matches("cosmovisor version: v\\d+\\.\\d+\\.\\d+\\S*\nnode says version --long\n");
    assertThat(end.status()).isZero();
  }

  @Test
  @Scenario(33)
  void versionWithTwoDashesIsTheSame(Home home) {
    home.genesis("echo \"node says $*\"");

    assertThat(home.run("--version")).isEqualTo(home.run("version"));
  }

  @Test
  @Scenario(28)
  void versionAsksTheCurrentNode(Home home) {
    home.genesis("echo old").version("v2", "echo new").upgraded("v2", 20);

    assertThat(home.run("version").out()).endsWith("\nnew\n");
  }

  @Test
  @Scenario(28)
  void versionChangesNothingInTheHome(Home home) {
    home.genesis("echo node");

    home.run("version");

    assertThat(home.list("cosmovisor")).containsExactly("genesis");
  }

  @Test
  @Scenario(28)
  void versionWithoutConfigurationPrintsOursAndSaysWhatIsNotSet(Home home) {
    Ended end = home.unsetAll().run("version");

    assertThat(end.out()).startsWith("cosmovisor version: v").hasLineCount(1);
    assertThat(end.err()).contains("DAEMON_NAME is not set", "DAEMON_HOME is not set");
    assertThat(end.status()).isEqualTo(1);
  }

  @Test
  @Scenario(28)
  void versionOfANodeThatIsMissingNamesItsPath(Home home) {
    Ended end = home.run("version");

    assertThat(end.err()).startsWith("Error: ").hasLineCount(1);
    assertThat(end.err()).contains(Bytes.of(home.path("cosmovisor/genesis/bin/app")));
    assertThat(end.status()).isEqualTo(1);
  }

  @Test
  @Scenario(29)
  void versionOfCosmovisorOnlyNeedsNoConfiguration(Home home) {
    Ended end = home.unsetAll().run("version", "--cosmovisor-only");

    assertThat(end.out()).startsWith("cosmovisor version: v").hasLineCount(1);
    assertThat(end.err()).isEmpty();
    assertThat(end.status()).isZero();
  }

  @Test
  @Scenario(32)
  void withoutAnActionAllWordsGoToTheNodeBetweenTwoWarnings(Home home) {
    home.genesis("echo \"node got $*\"");

    Ended end = home.run("start", "run", "--x");

    assertThat(end.out()).contains("node got start run --x\n");
    assertThat(end.count(DEPRECATED)).isEqualTo(2);
    assertThat(end.out().indexOf(DEPRECATED)).isLessThan(end.out().indexOf("node got"));
    assertThat(end.out().lastIndexOf(DEPRECATED)).isGreaterThan(end.out().indexOf("node got"));
    assertThat(end.status()).isZero();
  }

  @Test
  @Scenario(32)
  void withAnActionNothingIsDeprecated(Home home) {
    home.genesis("exit 0");

    assertThat(home.run("run", "start").out()).doesNotContain("deprecated");
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", " RUN "})
  @Scenario(34)
  void runHandsAllWordsBehindItToTheNode(String run, Home home) {
    home.set("COSMOVISOR_DISABLE_LOGS", "true").genesis("echo \"$@\"");

    Ended end = home.run(run, "foo", "bar", "1234");

    assertThat(end).isEqualTo(new Ended(0, "foo bar 1234\n", ""));
  }

  @Test
  @Scenario(34)
  void runAloneGivesTheNodeNoWords(Home home) {
    home.set("COSMOVISOR_DISABLE_LOGS", "true").genesis("echo $#");

    assertThat(home.run("run").out()).isEqualTo("0\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "version", "-c", "--", "run", ""})
  @Scenario(35)
  void wordsBehindRunMeanNothingToUs(String word, Home home) {
    home.set("COSMOVISOR_DISABLE_LOGS", "true").genesis("printf '<%s>' \"$@\"");

    assertThat(home.run("run", word, "x").out()).isEqualTo("<" + word + "><x>");
  }

  @Test
  @Scenario(39)
  void argumentsReachTheNodeByteForByte(Home home) {
    home.set("COSMOVISOR_DISABLE_LOGS", "true").genesis("printf '%s\\0' \"$@\"");
    String[] words = {
      "run",
      "a b",
      "",
      "\"q'",
      "\\",
      "$HOME",
      "*",
      "\n",
      "\t",
      Bytes.utf8("ünï"),
      "\u00ff\u00fe",
      ""
    };

    Ended end = home.run(words);

    assertThat(end.out().split("\0", -1))
        .containsExactly(
            "a b", "", "\"q'", "\\", "$HOME", "*", "\n", "\t", words[9], "\u00ff\u00fe", "", "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"C", "nonsense"})
  @Scenario(39)
  void noLocaleChangesAnArgument(String locale, Home home) {
    home.set("COSMOVISOR_DISABLE_LOGS", "true").set("LANG", locale).set("LC_ALL", locale);
    home.genesis("printf %s \"$1\"");

    assertThat(home.run("run", "\u00e9\u00ff" + Bytes.utf8("é")).out())
        .isEqualTo("\u00e9\u00ff" + Bytes.utf8("é"));
  }

  @Test
  @Scenario(39)
  void aThousandArgumentsAreNoTrouble(Home home) {
    home.set("COSMOVISOR_DISABLE_LOGS", "true").genesis("echo $#");
    String[] words = new String[1001];
    Arrays.fill(words, "x".repeat(100));
    words[0] = "run";

    assertThat(home.run(words).out()).isEqualTo("1000\n");
  }
}
