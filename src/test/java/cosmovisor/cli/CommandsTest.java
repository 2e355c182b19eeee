package cosmovisor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cosmovisor.os.Ambient;
import cosmovisor.os.Environment;
import cosmovisor.os.OsString;
import cosmovisor.os.Terminal;
import cosmovisor.os.UserError;
import cosmovisor.os.posix.Posix;
import cosmovisor.plan.Platform;
import cosmovisor.worker.Worker;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CommandsTest {
  @TempDir private Path folder;

  /// Keeps what is printed.
  private record Screen(List<String> lines) implements Terminal {
    @Override
    public void out(String line) {
      lines.add(line);
    }

    @Override
    public void out(byte[] bytes) {
      lines.add(new String(bytes, StandardCharsets.UTF_8));
    }

    @Override
    public void err(String line) {
      lines.add("stderr: " + line);
    }

    @Override
    public boolean outIsTerminal() {
      return false;
    }
  }

  private List<String> run(String... words) throws UserError {
    List<String> lines = new ArrayList<>();
    Posix posix = new Posix();
    Ambient ambient =
        new Ambient(
            List.of(OsString.of("/image/lib/runtime/bin/java")),
            List.of(),
            new Environment(
                List.of(
                    OsString.of("DAEMON_HOME=" + folder),
                    OsString.of("DAEMON_NAME=simd"),
                    OsString.of("COSMOVISOR_TIMEFORMAT_LOGS="))),
            folder,
            "Linux",
            "amd64");
    Worker nobody =
        new Worker(
            posix.processes(ambient),
            List.of(OsString.of("/bin/false")),
            new Environment(List.of()));
    Commands.run(
        Stream.of(words).map(OsString::of).toList(),
        new Workplace(
            posix.disk(),
            posix.processes(ambient),
            nobody,
            nobody,
            new Screen(lines),
            InputStream.nullInputStream(),
            ambient,
            new Platform("linux", "amd64"),
            InstantSource.system(),
            posix::lock,
            _ -> {},
            _ -> {}));
    return lines;
  }

  private String complaint(String... words) {
    try {
      return "none, but " + run(words);
    } catch (UserError error) {
      return error.line();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "init | accepts 1 arg(s), received 0",
        "init a b | accepts 1 arg(s), received 2",
        "add-upgrade v2 | accepts 2 arg(s), received 1",
        "add-upgrade v2 x --forced | unknown flag: --forced, did you mean --force?",
        "add-upgrade v2 x --zzzz=1 | unknown flag: --zzzz",
        "add-upgrade v2 x -x | unknown shorthand flag: 'x' in -x",
        "add-upgrade v2 x --upgrade-height | flag needs an argument: --upgrade-height",
        "add-upgrade v2 x --upgrade-height 1.5 | invalid argument \"1.5\" for \"--upgrade-height\""
            + " flag: it must be a whole number",
        "show-upgrade-info x | unknown command \"x\" for \"cosmovisor show-upgrade-info\"",
        "prepare-upgrade x | unknown command \"x\" for \"cosmovisor prepare-upgrade\"",
        "prepare-upgrade --force | unknown flag: --force",
        "add-batch-upgrade x | unknown command \"x\" for \"cosmovisor add-batch-upgrade\"",
        "config -c | flag needs an argument: --cosmovisor-config",
        "config -o xml | invalid argument \"xml\" for \"--output\" flag: it must be text or json",
        "help nothing | unknown help topic \"nothing\": cosmovisor help lists the commands",
        "completion tcsh | unknown command \"tcsh\" for \"cosmovisor completion\": bash, zsh and fish"
            + " are known",
      })
  void complaintsAreInTheWordsOfTheOriginal(String words, String complaint) {
    assertThat(complaint(words.strip().split(" "))).isEqualTo(complaint);
  }

  @Test
  void everyCommandHasHelpAndAPageOfTheManual() throws UserError {
    for (String command : Commands.model(new Root()).getSubcommands().keySet()) {
      assertThat(run("help", command).toString()).contains("Usage: cosmovisor " + command);
    }
    assertThat(run("help", "run").toString()).doesNotContain("--help");
    assertThat(run("config", "--help")).isEqualTo(run("help", "config"));
    assertThat(Commands.manual())
        .hasSize(1 + Commands.model(new Root()).getSubcommands().size())
        .allSatisfy(
            page -> {
              assertThat(page.lines().getFirst()).startsWith(".TH COSMOVISOR");
              assertThat(page.lines()).noneMatch(line -> line.startsWith("'"));
              assertThat(String.join("\n", page.lines())).doesNotContain("%", "$$");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh", "fish"})
  void everyCommandIsCompleted(String shell) throws UserError {
    String script = String.join("\n", run("completion", shell));
    assertThat(script).contains("add-batch-upgrade", "show-upgrade-info", "upgrade-height");
  }

  @Test
  void bashUnderstandsItsCompletion() throws UserError, IOException, InterruptedException {
    Path script = Files.write(folder.resolve("c"), run("completion", "bash"));
    Process bash =
        new ProcessBuilder(
                "bash",
                "-c",
                ". \"$0\"; COMP_WORDS=(cosmovisor add-b); COMP_CWORD=1; _complete_cosmovisor;"
                    + " echo \"${COMPREPLY[@]}\"",
                script.toString())
            .start();
    assertThat(new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo("add-batch-upgrade\n");
    assertThat(bash.waitFor()).isZero();
  }

  @Test
  void aBatchIsWrittenWhollyOrNotAtAll() throws IOException {
    Files.createDirectories(folder.resolve("cosmovisor"));
    Files.createDirectories(folder.resolve("data"));
    Files.writeString(folder.resolve("good"), "#!/bin/sh\n");
    Files.writeString(folder.resolve("bad"), "a text");
    for (String list :
        List.of(
            "v2:good:10,v3:bad:20",
            "v2:good:10,v3:none:20",
            "v2:good:10,..:good:20",
            "v2:good:10,V2:good:20",
            "v2:good:10,v3:good:0",
            "v2:good:10,v3:good:-1",
            "v2:good:10,v3:good",
            "v2:good:10,v3:good:20:x")) {
      assertThat(complaint("add-batch-upgrade", "--upgrade-list", list))
          .as(list)
          .doesNotContain("none, but");
      assertThat(folder.resolve("cosmovisor/upgrades")).as(list).doesNotExist();
      assertThat(folder.resolve("data").toFile().list()).as(list).isEmpty();
    }
  }

  @Test
  void anUnknownSettingIsWarnedOf() throws UserError, IOException {
    Files.createDirectories(folder.resolve("cosmovisor"));
    Path file = Files.writeString(folder.resolve("c.toml"), "daemon_nam = 'x'\n");
    assertThat(run("config", "-c", "c.toml"))
        .contains(
            "stderr: Warning: " + file + ":1: unknown key daemon_nam, did you mean daemon_name?");
  }

  @Test
  void signalsEndACommandAndLeaveNoHalves() throws IOException {
    Path half = Files.writeString(folder.resolve("half"), "x");
    List<Integer> ends = new ArrayList<>();
    var interruption = new Interruption(new Posix().disk(), ends::add);
    interruption.unfinished(half);
    interruption.by(cosmovisor.os.Signal.USR1);
    assertThat(half).exists();
    interruption.by(cosmovisor.os.Signal.INT);
    assertThat(half).doesNotExist();
    assertThat(ends).containsExactly(130);
  }
}
