package cosmovisor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import cosmovisor.e2e.Cosmovisor.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `add-upgrade` and `add-batch-upgrade`: binaries into their folders, heights onto the schedule.
@EndToEnd
final class AddUpgradeIT {
  private static final String SCHEDULE = "data/upgrade-info.json.batch";

  private static Home withExecutables(Home home) {
    home.writeExecutable("a", Node.script("echo a"));
    home.writeExecutable("b", Node.script("echo b"));
    return home.set("COSMOVISOR_TIMEFORMAT_LOGS", "").from(home.path(""));
  }

  private static void assertError(Ended end, String... words) {
    assertThat(end.err()).startsWith("Error: ").hasLineCount(1).contains(words);
    assertThat(end.out()).isEmpty();
    assertThat(end.status()).isEqualTo(1);
  }

  private static void assertNothingWritten(Home home) {
    assertThat(home.exists("cosmovisor/upgrades")).isFalse();
    assertThat(home.list("data")).isEmpty();
  }

  @Test
  @Scenario(53)
  void theBinaryGoesToTheFolderInLowerCase(Home home) throws IOException {
    Ended end = withExecutables(home).run("add-upgrade", "Chain2", "./a");

    String place = "cosmovisor/upgrades/chain2/bin/app";
    assertThat(end.out().lines())
        .containsExactly(
            "INF Using " + home.path("a") + " for chain2 upgrade module=cosmovisor",
            "INF Upgrade binary located at " + home.path(place) + " module=cosmovisor");
    assertThat(end.err()).isEmpty();
    assertThat(home.read(place)).isEqualTo(home.read("a"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.path(place))))
        .isEqualTo("rwxr-xr-x");
    assertThat(home.list("cosmovisor/upgrades/chain2/bin")).containsExactly("app");
    assertThat(home.list("data")).isEmpty();
  }

  @Test
  @Scenario(53)
  void theNameIsKeptIfSoSet(Home home) {
    withExecutables(home)
        .set("COSMOVISOR_DISABLE_RECASE", "true")
        .run("add-upgrade", "Chain2", "a");

    assertThat(home.list("cosmovisor/upgrades")).containsExactly("Chain2");
  }

  @Test
  @Scenario(54)
  void aBinaryThatIsThereIsReplacedByForceAlone(Home home) {
    withExecutables(home).run("add-upgrade", "v2", "a");

    assertError(
        home.run("add-upgrade", "v2", "b", "--upgrade-height", "5"),
        "file already exists at " + home.path("cosmovisor/upgrades/v2/bin/app"),
        "use --force");
    assertThat(home.read("cosmovisor/upgrades/v2/bin/app")).isEqualTo(home.read("a"));
    assertThat(home.list("data")).isEmpty();
    assertThat(home.run("add-upgrade", "--force", "v2", "b").status()).isZero();
    assertThat(home.read("cosmovisor/upgrades/v2/bin/app")).isEqualTo(home.read("b"));
  }

  @Test
  @Scenario(55)
  void aHeightGoesOntoTheScheduleAndNotIntoTheNodesFile(Home home) throws IOException {
    Ended end = withExecutables(home).run("add-upgrade", "V2", "a", "--upgrade-height", "20");

    assertThat(end.out())
        .contains(home.path(SCHEDULE) + " created, v2 upgrade binary will switch at height 20");
    assertThat(home.list("data")).containsExactly("upgrade-info.json.batch");
    assertThat(home.read(SCHEDULE))
        .isEqualTo(
            """
            [
              {
                "name": "v2",
                "time": "0001-01-01T00:00:00Z",
                "height": 20
              }
            ]\
            """);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.path(SCHEDULE))))
        .isEqualTo("rw-------");
  }

  @Test
  @Scenario(56)
  void aPlanOfTheSameNameIsReplacedByForceAlone(Home home) {
    withExecutables(home).run("add-upgrade", "v2", "a", "--upgrade-height", "20");
    home.run("add-upgrade", "v3", "a", "--upgrade-height=10");
    String schedule = home.read(SCHEDULE);
    assertThat(schedule.indexOf("v3")).isBetween(0, schedule.indexOf("v2"));
    home.remove("cosmovisor/upgrades/v2/bin/app");

    assertError(
        home.run("add-upgrade", "v2", "b", "--upgrade-height", "5"),
        "upgrade with name v2 already exists",
        "use --force");
    assertThat(home.exists("cosmovisor/upgrades/v2/bin/app")).isFalse();
    assertThat(home.read(SCHEDULE)).isEqualTo(schedule);
    home.run("add-upgrade", "v2", "b", "--upgrade-height", "5", "--force");
    assertThat(home.read(SCHEDULE)).contains("\"height\": 5", "v3").doesNotContain("20");
  }

  @Test
  @Scenario(56)
  void aScheduleThatCannotBeReadIsLeftAsItIs(Home home) {
    withExecutables(home).write(SCHEDULE, "[{");

    assertError(
        home.run("add-upgrade", "v2", "a", "--upgrade-height", "5"),
        "failed to read " + home.path(SCHEDULE));
    assertThat(home.read(SCHEDULE)).isEqualTo("[{");
    assertThat(home.exists("cosmovisor/upgrades")).isFalse();
  }

  @Test
  @Scenario(57)
  void theExecutableMustBeThereAndRunHere(Home home) {
    withExecutables(home).write("text", "a text");

    assertError(
        home.run("add-upgrade", "v2", "none"),
        "invalid executable path: stat " + home.path("none") + ": no such file");
    assertError(home.run("add-upgrade", "v2", "data"), "failed to read binary");
    assertError(home.run("add-upgrade", "v2", "text"), home.path("text") + " is a plain text");
    assertError(home.run("add-upgrade", "v2", ""), "invalid executable path");
    assertError(home.run("add-upgrade", "v2"), "accepts 2 arg(s), received 1");
    assertNothingWritten(home);
  }

  @Test
  @Scenario(57)
  void anExecutableForAnotherProcessorIsNamed(Home home) {
    byte[] head = new byte[64];
    System.arraycopy(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1}, 0, head, 0, 7);
    head[16] = 2;
    head[18] = 22; // s390x
    withExecutables(home).write("elf", Bytes.text(head));

    assertError(
        home.run("add-upgrade", "v2", "elf"), home.path("elf") + " is an ELF executable for");
    assertNothingWritten(home);
  }

  @ParameterizedTest
  @CsvSource({"a/b c,a%2Fb%20c", "~$&+:=@,~$&+:=@", "\u00c3\u00a9,%C3%A9", "a;b,a%3Bb"})
  @Scenario(58)
  void aNameIsEscapedForItsFolder(String name, String folder, Home home) {
    assertThat(withExecutables(home).run("add-upgrade", name, "a").status()).isZero();

    assertThat(home.list("cosmovisor/upgrades")).containsExactly(folder);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "\u00ff"})
  @Scenario(58)
  void aNameThatLeadsElsewhereIsRefused(String name, Home home) {
    assertError(withExecutables(home).run("add-upgrade", name, "a"), "invalid upgrade name");
    assertNothingWritten(home);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "-5", "1.5", "99999999999999999999"})
  @Scenario(55)
  void aBadHeightIsNamedBeforeAnythingIsWritten(String height, Home home) {
    assertError(
        withExecutables(home).run("add-upgrade", "v2", "a", "--upgrade-height", height), height);
    assertNothingWritten(home);
  }

  @Test
  @Scenario(59)
  void aListOfTwoIsAdded(Home home) {
    Ended end =
        withExecutables(home).run("add-batch-upgrade", "--upgrade-list", "V3:a:200,v2:b:100");

    assertThat(end.status()).isZero();
    assertTwo(home);
  }

  @Test
  @Scenario(59)
  void aFileOfTwoIsAdded(Home home) {
    withExecutables(home).write("list.csv", "V3, a, 200\n\nv2,  \"b\",100\n");

    assertThat(home.run("add-batch-upgrade", "--upgrade-file=list.csv").status()).isZero();
    assertTwo(home);
  }

  private static void assertTwo(Home home) {
    assertThat(home.read("cosmovisor/upgrades/v3/bin/app")).isEqualTo(home.read("a"));
    assertThat(home.read("cosmovisor/upgrades/v2/bin/app")).isEqualTo(home.read("b"));
    assertThat(home.list("data")).containsExactly("upgrade-info.json.batch");
    String schedule = home.read(SCHEDULE);
    assertThat(schedule).containsSubsequence("v2", "100", "v3", "200");
  }

  @Test
  @Scenario(59)
  void aBatchReplacesBinariesAndByForcePlans(Home home) {
    withExecutables(home).run("add-batch-upgrade", "--upgrade-list", "v2:a:100");

    assertError(
        home.run("add-batch-upgrade", "--upgrade-list", "v3:a:200,v2:b:300"),
        "upgrade with name v2 already exists");
    assertThat(home.list("cosmovisor/upgrades")).containsExactly("v2");
    assertThat(
            home.run("add-batch-upgrade", "--force", "--upgrade-list", "v3:a:200,v2:b:300")
                .status())
        .isZero();
    assertThat(home.read("cosmovisor/upgrades/v2/bin/app")).isEqualTo(home.read("b"));
    assertThat(home.read(SCHEDULE)).containsSubsequence("v3", "200", "v2", "300");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--upgrade-file f --upgrade-list v:a:1 | [upgrade-file upgrade-list] were all set",
        "'' | either --upgrade-file or --upgrade-list must be provided",
        "--upgrade-list= | either --upgrade-file or --upgrade-list must be provided",
        "--upgrade-list v2:a:10,v3:a | argument at position 1 ([v3 a]) is invalid",
        "--upgrade-list v2:a:b:10 | argument at position 0 ([v2 a b 10]) is invalid",
        "--upgrade-list v2:a:10,v3:a:x | upgrade height at position 1 (x) is invalid",
        "--upgrade-list v2:a:0 | upgrade height at position 0 (0) is invalid",
        "--upgrade-list v2:a:10,v3:none:20 | invalid executable path: stat",
        "--upgrade-list v2:a:10,V2:b:20 | upgrade v2 is listed twice",
        "--upgrade-file none | error opening upgrade CSV file none: ",
        "--upgrade-file bad.csv | error parsing upgrade CSV file bad.csv: line 2: ",
      })
  @Scenario(60)
  void aBatchIsRightAsAWholeOrNothingIsWritten(String words, String error, Home home) {
    withExecutables(home).write("bad.csv", "v2,a,10\nv3,a\"b,20\n");

    assertError(home.run(("add-batch-upgrade " + words).strip().split(" ")), error);
    assertNothingWritten(home);
  }
}
