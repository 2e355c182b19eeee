package cosmovisor.realchain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What can be known of the walk without a chain. That it works, [RealChainIT] shows.
class SimappWalkDocTest {

  @Test
  void theWalkLeadsFromTheBuildThroughTheVoteToTheNewBinary() throws IOException {
    assertThat(WalkDocument.read(Path.of("docs/simapp-upgrade.md")).blocks())
        .extracting(SimappWalkDocTest::firstWords)
        .containsExactly(
            "src/test/chain/build.sh target/simapp",
            "simd init test",
            "simd config set",
            "simd config set",
            "simd keys add",
            "simd genesis add-genesis-account",
            "simd genesis gentx",
            "simd genesis collect-gentxs",
            "genesis=\"$HOME/.simapp/config/genesis.json\"",
            "export DAEMON_NAME=simd",
            "mkdir -p \"$DAEMON_HOME/cosmovisor/genesis/bin\"",
            "mkdir -p \"$DAEMON_HOME/cosmovisor/upgrades/test1/bin\"",
            "cosmovisor run start",
            "height=$(simd status |",
            "simd tx gov",
            "simd tx gov",
            "readlink \"$DAEMON_HOME/cosmovisor/current\"");
  }

  @Test
  void everyBlockIsShellThatParses() throws IOException, InterruptedException {
    for (String block : WalkDocument.read(Path.of("docs/simapp-upgrade.md")).blocks()) {
      Process shell = new ProcessBuilder("bash", "-n", "-c", block).inheritIO().start();
      assertThat(shell.waitFor()).as(block).isZero();
    }
  }

  private static String firstWords(String block) {
    List<String> words = List.of(block.lines().findFirst().orElseThrow().split(" "));
    return String.join(" ", words.subList(0, Math.min(3, words.size())));
  }
}
