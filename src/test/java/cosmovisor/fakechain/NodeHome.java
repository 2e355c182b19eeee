package cosmovisor.fakechain;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A node's home, as the node itself sees it.
record NodeHome(Path folder) {
  Path data() {
    return folder.resolve("data");
  }

  Path rpcPort() {
    return folder.resolve("rpc-port");
  }

  Path appToml() {
    return folder.resolve("config/app.toml");
  }

  Path witness() {
    return folder.resolve("witness.log");
  }

  /// The plan for the block at this height.
  Optional<Plan> planAt(long height) throws IOException {
    List<Plan> plans = Plan.of(folder);
    return plans.stream().filter(plan -> plan.height() == height).reduce((_, last) -> last);
  }

  /// Has the witness see this process do something.
  void see(Sighting.What what, long height, String version) throws IOException {
    see(what, ProcessHandle.current().pid(), height, version);
  }

  void see(Sighting.What what, long pid, long height, String version) throws IOException {
    new Sighting(Instant.now(), what, pid, height, version).addTo(witness());
  }
}
