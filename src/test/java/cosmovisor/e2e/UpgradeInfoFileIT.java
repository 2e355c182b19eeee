package cosmovisor.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import cosmovisor.e2e.Cosmovisor.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What `data/upgrade-info.json` may hold, and that nothing in it ends a running node.
@EndToEnd
final class UpgradeInfoFileIT {
  private static final String INFO = "data/upgrade-info.json";
  private static final String UNUSABLE = "upgrade-info.json can't be used";

  @Test
  @Scenario(72)
  void aPlanIsRecordedBesideItsVersionAsTheOriginalWritesIt(Home home) {
    home.genesis("exit 0").version("upgrade1", "exit 0");
    home.writeAtOnce(INFO, "{\"name\":\"upgrade1\",\"info\":\"some info\",\"height\":123}");

    home.run("run");

    assertThat(home.read("cosmovisor/current/upgrade-info.json"))
        .isEqualTo(
            "{\"name\":\"upgrade1\",\"time\":\"0001-01-01T00:00:00Z\",\"height\":123,"
                + "\"info\":\"some info\"}");
  }

  @Test
  @Scenario(72)
  void aRecordWithoutInfoHasNoInfo(Home home) {
    home.genesis("exit 0").version("v2", "exit 0").plan("v2", 20).run("run");

    assertThat(home.read("cosmovisor/current/upgrade-info.json")).isEqualTo(Node.json("v2", 20));
  }

  @Test
  @Scenario(73)
  void capitalsOfANameAreLoweredForItsFolder(Home home) {
    home.genesis("exit 0").version("upgrade2", "echo it runs").plan("Upgrade2", 20);

    assertThat(home.run("run").out()).contains("it runs");
    assertThat(home.current()).isEqualTo("upgrades/upgrade2");
    assertThat(home.read("cosmovisor/current/upgrade-info.json")).contains("\"upgrade2\"");
  }

  @Test
  @Scenario({73, 80})
  void capitalsOfANameAreKeptIfSoSet(Home home) {
    home.set("COSMOVISOR_DISABLE_RECASE", "true");
    home.genesis("exit 0").version("Chain2", "echo it runs").plan("Chain2", 20);

    assertThat(home.run("run").out()).contains("it runs");
    assertThat(home.current()).isEqualTo("upgrades/Chain2");
    assertThat(home.read("cosmovisor/current/upgrade-info.json")).contains("\"Chain2\"");
  }

  @ParameterizedTest
  @CsvSource({
    "v1.2-rho,        v1.2-rho",
    "a/b c,           a%2Fb%20c",
    "50% [x]!,        50%25%20%5Bx%5D%21",
    "a$&+:=@~_,       a$&+:=@~_",
    "\u00c3\u00a9t\u00c3\u00a9, %C3%A9t%C3%A9",
    "../../evil,      ..%2F..%2Fevil",
    "\u00ce\u0094\u00c4\u00b0\u00ce\u00a3, %CE%B4i%CF%83"
  })
  @Scenario(76)
  void aNameIsEscapedForItsFolder(String name, String folder, Home home) {
    home.genesis("exit 0").version(folder, "echo it runs").plan(name, 20);

    assertThat(home.run("run").out()).contains("it runs");
    assertThat(home.current()).isEqualTo("upgrades/" + folder);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"Name\":\"v2\",\"HEIGHT\":20}",
        "{\"name\":\"v1\",\"name\":\"v2\",\"height\":20}",
        "{\"name\":\"v2\",\"height\":20,\"more\":{\"a\":[1,2]}}",
        "  {\"name\":\"v2\",\"height\":20,\"time\":null,\"info\":null}\n",
        "{\"name\":\"v2\",\"height\":20,\"upgraded_client_state\":null}",
      })
  @Scenario(76)
  void whatTheOriginalReadsIsRead(String content, Home home) {
    home.genesis("exit 0").version("v2", "echo it runs").writeAtOnce(INFO, content);

    assertThat(home.run("run").out()).contains("it runs");
  }

  @Test
  @Scenario({74, 75, 76})
  void everyUnusableContentIsToldOnceAndTheNodeIsLeftAlone(Home home) {
    List<String> unusable =
        List.of( // two in a row that are told in the same words would be told once
            "{}",
            "null",
            "{\"name\":\"v2\"}",
            "{\"name\":\"v2\"",
            "{\"height\":20}",
            "   ",
            "{\"name\":\"\",\"height\":20}",
            "{\"name\":\"v2\",\"height\":0}",
            "{\"name\":\"..\",\"height\":20}",
            "{\"name\":\"v2\",\"height\":-1}",
            "{\"name\":\"v2\",\"height\":\"20\"}",
            "{\"name\":\"v2\",\"heigth\":\"20\"}",
            "{\"name\":\"v2\",\"height\":9223372036854775808}",
            "{\"name\":\"v2\",\"height\":20,\"info\":7}",
            "{\"name\":\"v2\",\"height\":20.5}",
            "{\"name\":\"v2\",\"height\":20,\"time\":\"2022-01-01T00:00:00Z\"}",
            "{\"name\":\"v2\",\"height\":20,\"upgraded_client_state\":{}}",
            "{\"name\":\"v2\",\"height\":20}{}",
            "{\"name\":\"v\u00ff\",\"height\":20}",
            "\u00ef\u00bb\u00bf{\"name\":\"v2\",\"height\":20}",
            "{\"name\":\"" + "x".repeat(256) + "\",\"height\":20}",
            "\u0000\u0001\u0002");
    home.genesis("echo started", Node.STAY).version("v2", "exit 0");
    Cosmovisor cosmovisor = home.start("run").awaitOut("started");

    for (int i = 0; i < unusable.size(); i++) {
      int told = i + 1;
      home.writeAtOnce(INFO, unusable.get(i));
      cosmovisor.await(
          "the line about " + unusable.get(i), () -> cosmovisor.count(UNUSABLE) == told);
    }

    assertThat(cosmovisor.children()).hasSize(1);
    assertThat(cosmovisor.count("started")).isEqualTo(1);
    assertThat(cosmovisor.out()).hasLineCount(2 + unusable.size());
    assertThat(home.current()).isEqualTo("genesis");
  }

  @Test
  @Scenario(76)
  void aFileThatIsTooLargeIsToldOnceAndTheNodeIsLeftAlone(Home home) {
    home.genesis("echo started", Node.STAY).version("v2", "exit 0");
    Cosmovisor cosmovisor = home.start("run").awaitOut("started");

    home.writeAtOnce(INFO, Node.json("v2", 20, "x".repeat(5 << 20)));
    cosmovisor.awaitOut(UNUSABLE);

    assertLeftAlone(home, cosmovisor);
  }

  @Test
  @Scenario(76)
  void aFolderOfThatNameIsToldOnceAndTheNodeIsLeftAlone(Home home) {
    home.genesis("echo started", Node.STAY);
    Cosmovisor cosmovisor = home.start("run").awaitOut("started");

    home.makeFolder(INFO);
    cosmovisor.awaitOut(UNUSABLE);

    assertLeftAlone(home, cosmovisor);
  }

  @Test
  @Scenario(76)
  void aLinkThatLeadsToItselfIsToldOnceAndTheNodeIsLeftAlone(Home home) {
    home.genesis("echo started", Node.STAY);
    Cosmovisor cosmovisor = home.start("run").awaitOut("started");

    home.link(INFO, "upgrade-info.json");
    cosmovisor.awaitOut(UNUSABLE);

    assertLeftAlone(home, cosmovisor);
  }

  @Test
  @Scenario(76)
  void aFileThatWeMayNotReadIsToldOnceAndTheNodeIsLeftAlone(Home home) {
    Path file = home.write(INFO, Node.json("v2", 20));
    Home.mode(file, "---------");
    assumeThat(Files.isReadable(file)).as("permissions bind us").isFalse();
    home.genesis("echo started", Node.STAY);

    Cosmovisor cosmovisor = home.start("run").awaitOut("started").awaitOut(UNUSABLE);

    assertLeftAlone(home, cosmovisor);
  }

  private static void assertLeftAlone(Home home, Cosmovisor cosmovisor) {
    assertThat(cosmovisor.count(UNUSABLE)).isEqualTo(1);
    assertThat(cosmovisor.count("started")).isEqualTo(1);
    assertThat(cosmovisor.children()).hasSize(1);
    assertThat(home.current()).isEqualTo("genesis");
    assertThat(cosmovisor.out()).doesNotContain("shutting down");
  }

  @Test
  @Scenario({75, 76})
  void anUnusableFileThatIsThereBeforeTheStartIsToldOnceAndTheNodeIsStarted(Home home) {
    home.genesis("echo started", Node.STAY).write(INFO, "{\"name\":");

    Cosmovisor cosmovisor = home.start("run").awaitOut("started").awaitOut(UNUSABLE);

    assertLeftAlone(home, cosmovisor);
  }

  @Test
  @Scenario(76)
  void anUnusableFileThatIsMendedIsCarriedOut(Home home) {
    home.genesis("echo started", Node.STAY).version("v2", "echo v2 runs", Node.STAY);
    home.write(INFO, "{\"name\":");
    Cosmovisor cosmovisor = home.start("run").awaitOut(UNUSABLE);

    home.plan("v2", 20);

    cosmovisor.awaitOut("v2 runs");
  }

  @Test
  @Scenario(75)
  void anEmptyFileIsNoNews(Home home) {
    home.genesis(Node.planFile(""), "sleep 0.3");

    Ended end = home.run("run");

    assertThat(end.count("INF running app")).isEqualTo(1);
    assertThat(end.out()).hasLineCount(1);
    assertThat(end.err()).isEmpty();
    assertThat(end.status()).isZero();
  }

  @Test
  @Scenario(76)
  void aNameFromTheChainCannotForgeALineOfTheLog(Home home) {
    home.genesis("exit 0");
    home.writeAtOnce(INFO, "{\"name\":\"x\\n1:00PM ERR forged \\u001b[31m\\u2028\",\"height\":20}");

    Ended end = home.run("run");

    assertThat(end.out() + end.err()).doesNotContain("\n1:00PM ERR forged", "\u001b");
    assertThat(end.err()).startsWith("Error: ").hasLineCount(1);
  }

  @Test
  @Scenario(77)
  void aFileWrittenByteByByteIsOneUpgrade(Home home) {
    String writeSlowly =
        "for byte in $(printf %s '"
            + Node.json("v2", 20)
            + "' | sed 's/./& /g'); do printf %s \"$byte\" >>\"$DAEMON_HOME/"
            + INFO
            + "\"; sleep 0.01; done";
    home.set("DAEMON_POLL_INTERVAL", "1ms")
        .genesis("echo started", writeSlowly, Node.STAY)
        .version("v2", "echo v2 runs");

    Ended end = home.run("run");

    assertThat(end.count("INF upgrade plan found")).isEqualTo(1);
    assertThat(end.count("started")).isEqualTo(1);
    assertThat(end.count("v2 runs")).isEqualTo(1);
    assertThat(home.current()).isEqualTo("upgrades/v2");
    assertThat(end.status()).isZero();
  }

  @Test
  @Scenario(77)
  void aPlanThatIsThePrefixOfANumberIsNotTakenForTheWhole(Home home) {
    home.set("DAEMON_POLL_INTERVAL", "1ms")
        .genesis(
            Node.planFile("{\"name\":\"v2\",\"height\":2"),
            "printf 0 >>\"$DAEMON_HOME/" + INFO + "\"",
            "printf } >>\"$DAEMON_HOME/" + INFO + "\"",
            Node.STAY)
        .version("v2", "exit 0");

    home.run("run");

    assertThat(home.read("cosmovisor/current/upgrade-info.json")).contains("\"height\":20");
  }
}
