package cosmovisor.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cosmovisor.os.OsString;
import cosmovisor.os.UserError;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ActionTest {
  private static Action of(String words) throws UserError {
    return Action.of(words(words));
  }

  private static List<OsString> words(String words) {
    return words.isEmpty() ? List.of() : Stream.of(words.split(" ", -1)).map(OsString::of).toList();
  }

  private static Action.Run run(String arguments, boolean named, String file) {
    return new Action.Run(
        words(arguments),
        named,
        Optional.empty(),
        file.isEmpty() ? Optional.empty() : Optional.of(OsString.of(file)));
  }

  @ParameterizedTest
  @CsvSource({
    "run start --home /x, start --home /x, ''",
    "RUN --help -c f -- run, --help -c f -- run, ''",
    "run start --cosmovisor-config f --x, start --x, f",
    "run --COSMOVISOR-Config f start, start, f",
    "run start -cosmovisor-config f, start, f",
    "run --cosmovisor-config=f start, start, f",
    "run --cosmovisor-config= start, start, ''",
    "run --cosmovisor-config f --cosmovisor-config g, --cosmovisor-config g, f",
    "--cosmovisor-config f run start, start, f",
    "--cosmovisor-config f run --cosmovisor-config g, --cosmovisor-config g, f",
    "run --cosmovisor-configs f, --cosmovisor-configs f, ''",
    "run, '', ''",
  })
  void everythingBehindRunIsTheNodesExceptTheConfigurationFile(
      String words, String arguments, String file) throws UserError {
    Action.Run run = (Action.Run) of(words);
    assertThat(run.named()).isTrue();
    assertThat(run.arguments()).isEqualTo(words(arguments));
    assertThat(run.configFile().map(OsString::text).orElse("")).isEqualTo(file);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"run start --cosmovisor-config", "run -cosmovisor-config", "--cosmovisor-config"})
  void theConfigurationFileHasToBeNamed(String words) {
    assertThatThrownBy(() -> of(words))
        .isInstanceOf(UserError.class)
        .hasMessage("failed to parse cosmovisor config: --cosmovisor-config requires an argument");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "start", "start --cosmovisor", "status", "keys list", "tx bank send", "query upgrade plan",
            "q",
        "--home /x start", "-c f start", "unsafe-reset-all", "prune", "__fetchx", "-", "cosmos"
      })
  void aFirstWordThatIsNoActionIsTheNodes(String words) throws UserError {
    assertThat(of(words)).isEqualTo(run(words, false, ""));
  }

  @Test
  void aConfigurationFileInFrontDoesNotMakeAnAction() throws UserError {
    assertThat(of("--cosmovisor-config f start x")).isEqualTo(run("start x", false, "f"));
  }

  @ParameterizedTest
  @CsvSource({
    "rnu, run",
    "runn start, run",
    "confg, config",
    "versoin, version",
    "hepl, help",
    "add-upgrad v2 x, add-upgrade",
    "show-upgrde-ino, show-upgrade-info",
    "add_batch_upgrade, add-batch-upgrade",
    "inti, init"
  })
  void aSlipOfTheFingerRunsTheNodeButIsRecognized(String words, String meant) throws UserError {
    assertThat(of(words))
        .isEqualTo(new Action.Run(words(words), false, Optional.of(meant), Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource({
    "config, config",
    "' Init x', init x",
    "--version --long, version --long",
    "version a, version a",
    "help config, help config",
    "--help config, help config",
    "-c f config -o json, config -c f -o json",
    "--cosmovisor-config f config, config -c f",
    "--cosmovisor-config=f add-upgrade a b, add-upgrade -c f a b",
    "completion bash, completion bash"
  })
  void commandsThatEndGetAllTheirWords(String words, String expected) throws UserError {
    List<OsString> given =
        words.startsWith(" ") ? List.of(OsString.of(" Init"), OsString.of("x")) : words(words);
    assertThat(Action.of(given)).isEqualTo(new Action.OneShot(words(expected)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "help", "HELP", "--help", "-h", "--cosmovisor-config f help"})
  void helpAloneIsForEverything(String words) throws UserError {
    assertThat(of(words)).isEqualTo(new Action.Help());
  }

  @Test
  void everyCommandOfTheModelIsAnAction() {
    assertThat(Commands.model(new Root()).getSubcommands().keySet())
        .containsAll(Action.ONE_SHOT)
        .hasSize(Action.ONE_SHOT.size() + 2)
        .contains("run", "help");
  }
}
