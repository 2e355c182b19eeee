package cosmovisor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import cosmovisor.e2e.Cosmovisor.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What surrounds the node: it should be as if the operator had started it.
@EndToEnd
final class NodeIT {
  private static final String IMAGE = Home.IMAGE.resolve("bin/cosmovisor").toString();

  @Test
  @Scenario(131)
  void theNodeReadsOurInput(Home home) {
    home.set("COSMOVISOR_DISABLE_LOGS", "true").genesis("cat");
    home.input(home.write("input", "one\n\u0000\u00ff two"));

    assertThat(home.run("run")).isEqualTo(new Ended(0, "one\n\u0000\u00ff two", ""));
  }

  @Test
  @Scenario({131, 132})
  void theNodesThreeDescriptorsAreOursAndThereIsNoOther(Home home) throws IOException {
    home.program("/bin/sh").genesis("echo up", "exec sleep 600");
    Cosmovisor cosmovisor =
        home.start("-c", "exec 7</dev/null; exec \"$0\" \"$@\"", IMAGE, "run").awaitOut("up\n");
    cosmovisor.await("sleep", () -> descriptors(child(cosmovisor)).size() == 3);

    Map<String, String> ours = descriptors(cosmovisor.pid());
    Map<String, String> nodes = descriptors(child(cosmovisor));

    assertThat(nodes).containsOnlyKeys("0", "1", "2");
    assertThat(ours).containsAllEntriesOf(nodes);
  }

  private static long child(Cosmovisor cosmovisor) {
    List<Long> children = cosmovisor.children();
    assertThat(children).hasSize(1);
    return children.getFirst();
  }

  private static Map<String, String> descriptors(long pid) {
    Map<String, String> descriptors = new TreeMap<>();
    try (Stream<Path> links = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      for (Path link : links.toList()) {
        descriptors.put(String.valueOf(link.getFileName()), Bytes.of(Files.readSymbolicLink(link)));
      }
    } catch (IOException ended) {
      return Map.of();
    }
    return descriptors;
  }

  @ParameterizedTest
  @ValueSource(strings = {"0<&-", "1>&-", "2>&-", "0<&- 1>&- 2>&-"})
  @Scenario(131)
  void aDescriptorThatIsClosedIsNoFileOfOursForTheNode(String closed, Home home) {
    home.program("/bin/sh").genesis("ls -l /proc/$$/fd >seen");

    home.run("-c", "exec \"$0\" run " + closed, IMAGE);

    assertThat(home.read("cosmovisor/seen")).doesNotContain(Home.IMAGE.toString());
  }

  @Test
  @Scenario(132)
  void aFloodOnBothOutputsArrivesWhole(Home home) {
    home.set("COSMOVISOR_DISABLE_LOGS", "true")
        .genesis("head -c 10000000 /dev/zero & head -c 10000000 /dev/zero >&2; wait");

    Ended end = home.run("run");

    assertThat(end.out()).hasSize(10_000_000);
    assertThat(end.err()).hasSize(10_000_000);
  }

  @Test
  @Scenario(132)
  void aFloodIntoAPipeArrivesWhole(Home home) {
    home.set("COSMOVISOR_DISABLE_LOGS", "true").program("/bin/sh");
    home.genesis("head -c 10000000 /dev/zero & head -c 10000000 /dev/zero >&2; wait");

    assertThat(home.run("-c", "\"$0\" run 2>&1 | wc -c", IMAGE).out().strip())
        .isEqualTo("20000000");
  }

  @Test
  @Scenario(132)
  void anOutputThatNobodyReadsAnyMoreDoesNotEndANodeThatStillRuns(Home home) {
    home.program("/bin/sh").version("v2", "touch v2-ran", "exit 0");
    home.genesis(
        "trap '' PIPE", "while ! echo up >>came; do :; done", Node.plan("v2", 20), Node.STAY);

    home.run("-c", "\"$0\" run | true; :", IMAGE);

    assertThat(home.exists("cosmovisor/v2-ran")).isTrue();
  }

  @Test
  @Scenario(133)
  void theNodeRunsInOurFolderOfItsHome(Home home) {
    home.genesis("pwd");

    assertThat(home.run("run").out()).contains("\n" + home.path("cosmovisor") + "\n");
  }

  @Test
  @Scenario(89)
  void theNodesFirstWordIsTheFullPathOfItsBinary(Home home) {
    home.genesis("exit 0").version("v2", "tr '\\0' ' ' </proc/$$/cmdline");
    home.upgraded("v2", 20);

    assertThat(home.run("run", "start").out())
        .contains(home.path("cosmovisor/upgrades/v2/bin/app") + " start ");
  }

  @Test
  @Scenario(89)
  void theEnvironmentReachesTheNodeByteForByte(Home home) {
    home.set("COSMOVISOR_DISABLE_LOGS", "true").genesis("cat /proc/$$/environ");
    home.set("foo.bar", "1")
        .set("with-dash", "2")
        .set("1st", "3")
        .set("EMPTY", "")
        .set("LINES", "a\nb\n")
        .set("EQUALS", "a=b=c")
        .set("BYTES\u00ff", "\u00ff\u00fe\u0001")
        .set("UTF8", Bytes.utf8("düsseldorf"));

    List<String> entries = List.of(home.run("run").out().split("\0"));

    assertThat(entries).containsExactlyInAnyOrderElementsOf(home.environment());
  }

  @ParameterizedTest
  @ValueSource(strings = {"C", "nonsense"})
  @Scenario(89)
  void noLocaleChangesTheEnvironment(String locale, Home home) {
    home.set("LC_ALL", locale).set("X", "\u00e9\u00ff" + Bytes.utf8("é"));
    home.genesis("echo \"<$X>\"");

    assertThat(home.run("run").out()).contains("<\u00e9\u00ff" + Bytes.utf8("é") + ">\n");
  }

  @Test
  void theNodeHasTheOperatorsLimitsAndMask(Home home) {
    home.program("/bin/sh").genesis("ulimit -Sn", "ulimit -Hn", "umask", "ulimit -Sc");

    Ended end =
        home.run(
            "-c",
            "ulimit -Sc 0; ulimit -Sn 321; ulimit -Hn 999; umask 027; exec \"$0\" run",
            IMAGE);

    assertThat(end.out()).endsWith("\n321\n999\n0027\n0\n");
  }

  @Test
  void noSignalIsBlockedOrIgnoredForTheNode(Home home) {
    home.genesis("exec grep -E '^Sig(Blk|Ign)' /proc/self/status");

    String out = home.run("run").out();

    assertThat(mask(out, "SigBlk")).isZero();
    assertThat(mask(out, "SigIgn")).isZero();
  }

  /// The mask of the signals below 32; the two above them are the C library's own.
  private static long mask(String status, String field) {
    String line = status.lines().filter(l -> l.startsWith(field)).findFirst().orElseThrow();
    return Long.parseUnsignedLong(line.split("\t", 2)[1], 16) & 0x7fff_ffffL;
  }

  @Test
  @Scenario(87)
  void aNodeThatLeavesAChildWithOurOutputBehindHasEndedAllTheSame(Home home) {
    home.genesis("while [ ! -e over ]; do sleep 0.05; done &", "exit 6");

    assertThat(home.run("run").status()).isEqualTo(6);
    home.write("cosmovisor/over", "");
  }

  @Test
  void aNodeThatCannotBeStartedIsNamed(Home home) {
    home.writeExecutable("cosmovisor/genesis/bin/app", "#!/no/such/interpreter\n");

    Ended end = home.run("run");

    assertThat(end.err())
        .startsWith("Error: ")
        .contains(Bytes.of(home.path("cosmovisor/genesis/bin/app")))
        .hasLineCount(1);
    assertThat(end.status()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "with space",
        "k\u00c3\u00b6ln",
        "\u00ff\u00fe",
        "new\nline",
        "it's \"q\" %41 $HOME"
      })
  @Scenario({78, 98})
  void theHomeMayHaveAnyName(String name, Home standard) {
    Home home = standard.named(name).unset("UNSAFE_SKIP_BACKUP");
    home.genesis("echo \"$0\"", Node.plan("v2", 20), Node.STAY).version("v2", "echo \"$0\"", "pwd");

    Ended end = home.run("run");

    String root = Bytes.of(home.path("cosmovisor"));
    assertThat(end.out())
        .contains("\n" + root + "/genesis/bin/app\n")
        .contains("\n" + root + "/upgrades/v2/bin/app\n" + root + "\n");
    assertThat(end.err()).isEmpty();
    assertThat(end.status()).isZero();
    assertThat(home.list("")).anyMatch(backup -> backup.startsWith("data-backup-"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"my app", "app\u00ff", "--help"})
  @Scenario(78)
  void theNodesBinaryMayHaveAnyName(String name, Home home) {
    home.set("DAEMON_NAME", name);
    home.writeExecutable("cosmovisor/genesis/bin/" + name, Node.script(Node.plan("v2", 20)));
    home.writeExecutable("cosmovisor/upgrades/v2/bin/" + name, Node.script("echo v2 \"$*\""));

    assertThat(home.run("run", "start").out()).contains("v2 start\n");
  }
}
