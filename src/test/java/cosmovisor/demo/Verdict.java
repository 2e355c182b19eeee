package cosmovisor.demo;

import cosmovisor.fakechain.AppState;
import cosmovisor.fakechain.ChainData;
import cosmovisor.fakechain.FakeBinary;
import cosmovisor.fakechain.FakeChain;
import cosmovisor.fakechain.Sighting;
import cosmovisor.fakechain.Sighting.What;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;

/// Whether all went as it should, by what lies on the disk.
final class Verdict {
  private final FakeChain chain;
  private final Script script;
  private final List<Sighting> witness;

  Verdict(FakeChain chain, Script script) throws IOException {
    this.chain = chain;
    this.script = script;
    this.witness = chain.witness();
  }

  /// Looks at everything.
  ///
  /// @throws DemoFailure at the first thing that is wrong
  void check() throws IOException, DemoFailure {
    require(versionsThat(What.DOUBLE).isEmpty(), "two processes had the data open at once");
    require(versionsThat(What.REFUSED).isEmpty(), "a version was run that does not fit the data");
    List<String> started = versionsThat(What.START);
    require(started.equals(script.versions()), "these versions ran, in this order: " + started);
    checkBlocks();
    checkBackups();
    checkBinary();
    require(chain.current().equals("upgrades/v3"), "the current link leads to " + chain.current());
    require(
        chain.appToml().equals("form = 'v3'"),
        "pre-upgrade left config/app.toml: " + chain.appToml());
    require(noneIsLeft(), "a node is still running");
  }

  private void checkBlocks() throws IOException, DemoFailure {
    List<Sighting> blocks = chain.data().commits();
    List<Long> heights = blocks.stream().map(Sighting::height).toList();
    require(
        heights.equals(LongStream.rangeClosed(1, heights.size()).boxed().toList()),
        "blocks are missing, or were executed twice: " + heights);
    for (Sighting block : blocks) {
      require(
          block.version().equals(script.versionAt(block.height())),
          "block " + block.height() + " was executed by " + block.version());
    }
  }

  private void checkBackups() throws IOException, DemoFailure {
    List<Path> backups = chain.backups();
    require(backups.size() == 2, "these backups are there: " + backups);
    List<AppState> states =
        List.of(new ChainData(backups.get(0)).app(), new ChainData(backups.get(1)).app());
    List<AppState> expected =
        List.of(
            new AppState(Script.V2_HEIGHT - 1, List.of("genesis")),
            new AppState(Script.V3_HEIGHT - 1, List.of("genesis", "v2")));
    require(states.equals(expected), "the backups hold other states of the chain: " + states);
  }

  private void checkBinary() throws IOException, DemoFailure {
    String published = FakeBinary.sha256(new FakeBinary("v3").content());
    String installed = FakeBinary.sha256(Files.readAllBytes(chain.binary("v3")));
    require(installed.equals(published), "v3's binary is not the published one: " + installed);
  }

  private boolean noneIsLeft() {
    return witness.stream()
        .noneMatch(
            sighting ->
                ProcessHandle.of(sighting.pid())
                    .flatMap(process -> process.info().startInstant())
                    .filter(sighting.time()::isAfter)
                    .isPresent());
  }

  private List<String> versionsThat(What what) {
    return witness.stream()
        .filter(sighting -> sighting.what() == what)
        .map(Sighting::version)
        .toList();
  }

  private static void require(boolean fact, String otherwise) throws DemoFailure {
    if (!fact) {
      throw new DemoFailure("not as it should be: " + otherwise);
    }
  }
}
