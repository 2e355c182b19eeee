package cosmovisor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import cosmovisor.e2e.Cosmovisor.Ended;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.Test;

@EndToEnd
final class CurrentLinkIT {
  @Test
  @Scenario({63, 66})
  void theFirstStartLinksCurrentToGenesis(Home home) {
    home.genesis("echo genesis at $0");

    Ended end = home.run("run");

    assertThat(home.current()).isEqualTo("genesis");
    assertThat(end.out()).contains("genesis at " + home.path("cosmovisor/genesis/bin/app"));
  }

  @Test
  @Scenario({65, 66, 90})
  void upgradesInARowEachSwitchTheLinkToTheirFolder(Home home) {
    home.genesis(Node.plan("chain2", 10), Node.STAY)
        .version("chain2", "echo chain2 at $0", Node.plan("chain3", 20), Node.STAY)
        .version("chain3", "echo chain3 at $0", Node.STAY);

    Cosmovisor cosmovisor = home.start("run").awaitOut("chain3 at");

    assertThat(cosmovisor.out())
        .contains("chain2 at " + home.path("cosmovisor/upgrades/chain2/bin/app"))
        .contains("chain3 at " + home.path("cosmovisor/upgrades/chain3/bin/app"));
    assertThat(home.current()).isEqualTo("upgrades/chain3");
    assertThat(home.path("cosmovisor/current")).isDirectory();
  }

  @Test
  @Scenario(65)
  void theLinkGoesBackToAnEarlierFolderIfThePlanSaysSo(Home home) {
    home.genesis("exit 0")
        .version("chain2", Node.STAY)
        .version("chain3", Node.STAY)
        .upgraded("chain3", 20)
        .write("cosmovisor/upgrades/chain2/upgrade-info.json", Node.json("chain2", 10));
    home.plan("chain2", 30);

    home.start("run").await("the switch", () -> home.current().equals("upgrades/chain2"));
  }

  @Test
  @Scenario(64)
  void aFolderWithoutBinaryIsNotSwitchedTo(Home home) {
    home.genesis(Node.plan("nobin", 10), "exit 1").makeFolder("cosmovisor/upgrades/nobin/bin");

    Ended end = home.run("run");

    assertThat(home.current()).isEqualTo("genesis");
    assertThat(end.err()).contains(Bytes.of(home.path("cosmovisor/upgrades/nobin/bin/app")));
    assertThat(end.status()).isEqualTo(1);
  }

  @Test
  @Scenario({64, 67})
  void aFolderInPlaceOfTheBinaryIsNotSwitchedTo(Home home) {
    home.genesis(Node.plan("v2", 10), "exit 1").makeFolder("cosmovisor/upgrades/v2/bin/app");

    Ended end = home.run("run");

    assertThat(home.current()).isEqualTo("genesis");
    assertThat(end.err())
        .contains(home.path("cosmovisor/upgrades/v2/bin/app") + " is not a regular file")
        .hasLineCount(1);
    assertThat(end.status()).isEqualTo(1);
  }

  @Test
  @Scenario(67)
  void executeBitsThatAreMissingAreAdded(Home home) throws IOException {
    home.genesis("echo genesis", Node.plan("v2", 10), "exit 1").version("v2", "echo v2");
    Home.mode(home.path("cosmovisor/genesis/bin/app"), "rw-r--r--");
    Home.mode(home.path("cosmovisor/upgrades/v2/bin/app"), "rw-r--r--");

    assertThat(home.run("run").out()).contains("genesis\n", "v2\n");

    for (String version : new String[] {"genesis", "upgrades/v2"}) {
      Path binary = home.path("cosmovisor/" + version + "/bin/app");
      assertThat(Files.getPosixFilePermissions(binary).toString())
          .contains("OWNER_EXECUTE", "GROUP_EXECUTE", "OTHERS_EXECUTE");
    }
  }

  @Test
  @Scenario(67)
  void aMissingGenesisBinaryIsNamed(Home home) {
    home.makeFolder("cosmovisor/genesis");

    Ended end = home.run("run");

    assertThat(end.err())
        .startsWith("Error: ")
        .contains(home.path("cosmovisor/genesis/bin/app") + ": no such file or directory")
        .hasLineCount(1);
    assertThat(end.status()).isEqualTo(1);
  }

  @Test
  @Scenario(67)
  void aMissingGenesisFolderIsNamed(Home home) {
    Ended end = home.run("run");

    assertThat(end.err()).startsWith("Error: ").contains("genesis").hasLineCount(1);
    assertThat(end.status()).isEqualTo(1);
  }

  @Test
  @Scenario(67)
  void aFileThatIsNoProgramIsNamedForWhatItIs(Home home) {
    home.genesis("exit 0").write("cosmovisor/genesis/bin/app", "<!DOCTYPE html><html>not found");

    Ended end = home.run("run");

    assertThat(end.err())
        .contains(home.path("cosmovisor/genesis/bin/app") + " is an HTML page")
        .hasLineCount(1);
    assertThat(end.status()).isEqualTo(1);
  }

  @Test
  @Scenario(67)
  void aProgramForAnotherProcessorIsRefusedBeforeTheRunningNodeIsStopped(Home home) {
    home.genesis("echo genesis", Node.plan("v2", 10), Node.STAY);
    byte[] elf = new byte[128];
    byte[] head = {0x7f, 'E', 'L', 'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, (byte) 0xf3, 0};
    System.arraycopy(head, 0, elf, 0, head.length);
    home.write("cosmovisor/upgrades/v2/bin/app", Bytes.text(elf));

    Cosmovisor cosmovisor = home.start("run").awaitOut("can't be carried out yet");

    assertThat(cosmovisor.children()).hasSize(1);
    assertThat(home.current()).isEqualTo("genesis");
    assertThat(cosmovisor.out())
        .contains(Bytes.of(home.path("cosmovisor/upgrades/v2/bin/app")))
        .doesNotContain("shutting down");
  }

  @Test
  @Scenario(67)
  void theBinaryMayBeALink(Home home) {
    home.genesis("exit 0").version("v1", "echo the real one at $0");
    home.remove("cosmovisor/genesis/bin/app");
    home.link("cosmovisor/genesis/bin/app", "../../upgrades/v1/bin/app");

    assertThat(home.run("run").out()).contains("the real one");
  }

  @Test
  @Scenario(68)
  void anAbsoluteLinkIsFollowed(Home home) {
    home.genesis("echo genesis").version("v2", "echo v2");
    home.link("cosmovisor/current", home.path("cosmovisor/upgrades/v2").toString());

    assertThat(home.run("run").out()).contains("v2\n").doesNotContain("genesis\n");
    assertThat(home.current()).isEqualTo(home.path("cosmovisor/upgrades/v2").toString());
  }

  @Test
  @Scenario({68, 91})
  void anAbsoluteLinkToThePlannedVersionNeedsNoUpgrade(Home home) {
    home.genesis("echo genesis").version("v2", "echo v2").plan("v2", 20);
    home.link("cosmovisor/current", home.path("cosmovisor/upgrades/v2").toString());

    assertThat(home.run("run").out()).contains("v2\n").doesNotContain("upgrade plan found");
  }

  @Test
  @Scenario(69)
  void aFileInPlaceOfTheLinkIsRefusedAndLeftAsItIs(Home home) {
    home.genesis("exit 0").write("cosmovisor/current", "mine");

    Ended end = home.run("run");

    assertThat(end.err())
        .startsWith("Error: " + home.path("cosmovisor/current") + " is not a symbolic link")
        .hasLineCount(1);
    assertThat(end.status()).isEqualTo(1);
    assertThat(home.read("cosmovisor/current")).isEqualTo("mine");
  }

  @Test
  @Scenario(69)
  void aFolderInPlaceOfTheLinkIsRefusedAndLeftAsItIs(Home home) {
    home.genesis("exit 0").writeExecutable("cosmovisor/current/bin/app", Node.script("exit 0"));

    Ended end = home.run("run");

    assertThat(end.err()).contains(home.path("cosmovisor/current") + " is not a symbolic link");
    assertThat(end.status()).isEqualTo(1);
    assertThat(home.path("cosmovisor/current/bin/app")).exists();
  }

  @Test
  @Scenario(70)
  void aDanglingLinkIsRefusedWithItsTargetAndGenesisIsNotStarted(Home home) {
    home.genesis("echo genesis").link("cosmovisor/current", "upgrades/gone");

    Ended end = home.run("run");

    assertThat(end.err())
        .startsWith("Error: " + home.path("cosmovisor/current"))
        .contains("upgrades/gone")
        .hasLineCount(1);
    assertThat(end.status()).isEqualTo(1);
    assertThat(end.out()).doesNotContain("genesis\n");
    assertThat(home.current()).isEqualTo("upgrades/gone");
  }

  @Test
  @Scenario(70)
  void aMissingLinkWithRecordedUpgradesIsRefused(Home home) {
    home.genesis("echo genesis").version("v2", "echo v2").upgraded("v2", 20);
    home.remove("cosmovisor/current");

    Ended end = home.run("run");

    assertThat(end.err()).contains("current", "upgrades/v2").hasLineCount(1);
    assertThat(end.status()).isEqualTo(1);
    assertThat(end.out()).doesNotContain("genesis\n", "v2\n");
    assertThat(home.exists("cosmovisor/current")).isFalse();
  }

  @Test
  @Scenario(70)
  void aMissingLinkIsRepairedWhereThePlanSaysWhichVersionTheDataIsAt(Home home) {
    home.genesis("echo genesis").version("v2", "echo v2").upgraded("v2", 20).plan("v2", 20);
    home.remove("cosmovisor/current");

    Ended end = home.run("run");

    assertThat(end.out()).contains("v2\n").doesNotContain("genesis\n");
    assertThat(home.current()).isEqualTo("upgrades/v2");
  }

  @Test
  @Scenario(71)
  void theLinkIsThereAtEveryMomentOfASwitch(Home home) throws InterruptedException {
    home.genesis("exit 0")
        .version("v1", Node.plan("v2", 20), "exit 1")
        .version("v2", Node.plan("v3", 30), "exit 1")
        .version("v3", Node.plan("v4", 40), "exit 1")
        .version("v4", Node.STAY)
        .upgraded("v1", 10);
    Set<String> seen = new ConcurrentSkipListSet<>();
    Thread reader = Thread.ofPlatform().start(() -> watch(home, seen));

    home.start("run").await("the last switch", () -> home.current().equals("upgrades/v4"));
    reader.interrupt();
    reader.join();

    assertThat(seen).isSubsetOf("upgrades/v1", "upgrades/v2", "upgrades/v3", "upgrades/v4");
  }

  private static void watch(Home home, Set<String> seen) {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        seen.add(home.current());
      } catch (UncheckedIOException missing) {
        seen.add(missing.toString());
      }
      Thread.onSpinWait();
    }
  }

  @Test
  @Scenario(71)
  void whatAnInterruptedSwitchLeftIsNoHindrance(Home home) {
    home.genesis("exit 0").version("v2", "echo v2").plan("v2", 20);
    home.link("cosmovisor/.current-next", "nowhere");
    home.write("cosmovisor/upgrades/v2/.publishing-upgrade-info.json", "{\"na");

    assertThat(home.run("run").out()).contains("v2\n");
    assertThat(home.current()).isEqualTo("upgrades/v2");
    assertThat(home.list("cosmovisor"))
        .containsExactly(".journal", ".lock", "current", "genesis", "upgrades");
    assertThat(home.list("cosmovisor/upgrades/v2")).containsExactly("bin", "upgrade-info.json");
  }

  @Test
  @Scenario({64, 71})
  void aSwitchThatCannotBeRecordedLeavesTheLinkAsItWas(Home home) {
    home.genesis("echo genesis").version("v2", "echo v2 runs").plan("v2", 20);
    home.link("cosmovisor/current", "genesis");
    home.makeFolder("cosmovisor/upgrades/v2/upgrade-info.json/in the way");

    Ended end = home.run("run");

    assertThat(end.err()).startsWith("Error: ").contains("upgrade-info.json").hasLineCount(1);
    assertThat(end.status()).isEqualTo(1);
    assertThat(end.out()).doesNotContain("v2 runs");
    assertThat(home.current()).isEqualTo("genesis");
  }

  @Test
  @Scenario(64)
  void aFileInPlaceOfTheUpgradesIsNamed(Home home) {
    home.genesis("exit 0").plan("v2", 20).write("cosmovisor/upgrades", "a file");

    Ended end = home.run("run");

    assertThat(end.err())
        .startsWith("Error: ")
        .containsPattern(home.path("cosmovisor/upgrades") + ".*director")
        .hasLineCount(1);
    assertThat(end.status()).isEqualTo(1);
  }

  @Test
  @Scenario(70)
  void aLinkThatLeadsToItselfIsNamed(Home home) {
    home.genesis("exit 0").link("cosmovisor/current", "current");

    Ended end = home.run("run");

    assertThat(end.err())
        .startsWith("Error: ")
        .contains(Bytes.of(home.path("cosmovisor/current")))
        .hasLineCount(1);
    assertThat(end.status()).isEqualTo(1);
  }
}
