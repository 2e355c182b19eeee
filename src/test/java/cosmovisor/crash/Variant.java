package cosmovisor.crash;

import cosmovisor.fakechain.FakeBinary;
import cosmovisor.fakechain.FakeChain;
import cosmovisor.fakechain.Personality;
import cosmovisor.fakechain.Plan;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/// The kinds of upgrade that are interrupted.
enum Variant {
  /// The node stays at the height until it is told to end, as real ones do.
  STAYS("a node that stays at the height until it is told to end", Personality.HANG),
  /// The node ends by itself at the height.
  ENDS("a node that ends by itself at the height", Personality.PANIC),
  /// The node does not listen, neither to its supervisor nor to its supervisor's death.
  IGNORES_TERM("a node that outlives its supervisor", Personality.IGNORE_TERM),
  /// The new binary is not there yet, and has to be fetched.
  FETCHES("a binary that is fetched", Personality.HANG),
  /// The same; points are the calls of the worker that fetches it. It is the supervisor that is
  /// killed.
  FETCHES_BY_WORKER("a binary that is fetched: calls of the worker", Personality.HANG);

  private final String words;
  private final Personality personality;

  Variant(String words, Personality personality) {
    this.words = words;
    this.personality = personality;
  }

  private boolean fetches() {
    return this == FETCHES || this == FETCHES_BY_WORKER;
  }

  /// Whose calls are counted.
  String program() {
    return this == FETCHES_BY_WORKER ? Programs.WORKER : "";
  }

  /// What is special about the upgrade.
  String words() {
    return words;
  }

  Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>();
    // A wait that is over in one run and not in another would make their calls differ.
    settings.put("DAEMON_SHUTDOWN_GRACE", this == IGNORES_TERM ? "1s" : "20s");
    settings.put("FAKENODE_PERSONALITY", personality.name());
    settings.put("DAEMON_ALLOW_DOWNLOAD_BINARIES", Boolean.toString(fetches()));
    return settings;
  }

  /// Has the chain vote for version `v2`, and puts it there unless it is to be fetched.
  ///
  /// @param port of the page of downloads
  /// @param archive what lies there
  void prepare(FakeChain chain, long height, int port, byte[] archive) throws IOException {
    if (fetches()) {
      chain.vote(
          Plan.fetched(
              "v2",
              height,
              "http://127.0.0.1:%d%s?checksum=sha256:%s"
                  .formatted(port, Downloads.PATH, FakeBinary.sha256(archive))));
    } else {
      chain.vote(new Plan("v2", height, ""));
      chain.install("v2");
    }
  }
}
