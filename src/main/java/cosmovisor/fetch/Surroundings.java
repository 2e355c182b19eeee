package cosmovisor.fetch;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;

/// What a fetch takes from the world besides the network and the disk.
record Surroundings(
    Map<String, String> environment, Sleeper sleeper, RandomGenerator random, Resolver resolver) {
  Surroundings {
    environment = Map.copyOf(environment);
  }

  static Surroundings real(Map<String, String> environment) {
    return new Surroundings(
        environment, Thread::sleep, new Random(), host -> List.of(InetAddress.getAllByName(host)));
  }

  /// Waits.
  interface Sleeper {
    void sleep(Duration pause) throws InterruptedException;
  }

  /// Knows the addresses of a host.
  interface Resolver {
    List<InetAddress> addresses(String host) throws IOException;
  }
}
