package cosmovisor.demo;

import cosmovisor.fakechain.FakeChain;
import cosmovisor.fakechain.Sighting;
import java.io.IOException;
import java.util.List;

/// Tells what the witness sees, as it comes.
final class Live {
  private final FakeChain chain;
  private final Script script;
  private final Release release;
  private final Telling telling;

  private int told;
  private boolean handedOut;

  Live(FakeChain chain, Script script, Release release, Telling telling) {
    this.chain = chain;
    this.script = script;
    this.release = release;
    this.telling = telling;
  }

  /// Tells what is new.
  void look() throws IOException {
    if (!handedOut && release.wasAskedFor()) {
      handedOut = true;
      telling.say("The release page hands out v3: %,d bytes.".formatted(release.bytes()));
    }
    List<Sighting> witness = chain.witness();
    for (Sighting sighting : witness.subList(told, witness.size())) {
      tell(sighting);
    }
    told = witness.size();
  }

  private void tell(Sighting sighting) throws IOException {
    String version = sighting.version();
    switch (sighting.what()) {
      case START -> telling.say(version + " runs, as process " + sighting.pid() + ".");
      case FIRST_BLOCK -> telling.say(version + " makes block " + sighting.height() + pause());
      case PRE_UPGRADE -> telling.say(version + "'s pre-upgrade rewrites config/app.toml.");
      case STOP -> telling.say(version + " has ended" + reason(sighting));
      case REFUSED -> telling.say(version + " does not fit the data, and refuses to run!");
      case DOUBLE -> telling.say(version + " came while another process had the data open!");
      case BLOCK, GRANDCHILD -> {}
    }
  }

  /// How long the chain stood still before the version that runs now.
  private String pause() throws IOException {
    List<Reign> reigns = Reign.of(chain.data().commits());
    return reigns.size() < 2
        ? "."
        : ", %s after the one before."
            .formatted(Summary.seconds(reigns.getLast().since(reigns.get(reigns.size() - 2))));
  }

  private String reason(Sighting stop) {
    long next = stop.height() + 1;
    String version = script.versionAt(next);
    return version.equals(stop.version())
        ? "."
        : ": block %d is for %s, says upgrade-info.json.".formatted(next, version);
  }
}
