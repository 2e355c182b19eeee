package cosmovisor.realchain;

import static org.assertj.core.api.Assertions.assertThat;

import cosmovisor.realchain.ChainWitness.Sighting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Upgrades that the operator schedules on a real chain, alone and around one that the chain votes
/// for, and `prepare-upgrade` against a real node. Everything is left below `target/realchain-…`.
class ScheduledUpgradeIT {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final int BLOCKS_AFTER = 5;

  private @Nullable RehearsedChain rehearsed;

  @Test
  void aBinaryIsReplacedAtItsHeightWithoutAVote() throws Exception {
    try (RehearsedChain chain = chain("realchain-schedule")) {
      chain.start(true);
      chain.await("v1", 1);
      long height = chain.height() + 20;

      String said =
          chain.run(
              "cosmovisor add-upgrade plain \"$BINARIES/v1-plain/simd\" --upgrade-height "
                  + height);

      assertThat(said).contains("plain upgrade binary will switch at height " + height);
      chain.await("v1-plain", height + BLOCKS_AFTER);
      assertThat(chain.current()).isEqualTo("upgrades/plain");
      chain.switchedOnce("v1", "v1-plain", height);
      assertThat(chain.schedule()).as("what is still to come").isEqualTo("[]");
      chain.end();
      chain.neverTwoNodesAtOnce(2);
      chain.tell();
    }
  }

  /// genesis (v1) → plain1 by schedule → test1 by vote → plain2 by schedule; the heights of the two
  /// are set before the vote, in one batch.
  @Test
  void aBatchOfTwoWithAVotedUpgradeBetweenThemIsCarriedOutInOrder() throws Exception {
    try (RehearsedChain chain = chain("realchain-batch")) {
      chain.placeUpgradeBinary();
      chain.start(true);
      chain.await("v1", 1);
      long first = chain.height() + 15;
      long last = first + 90;
      chain.run(
          "cosmovisor add-batch-upgrade --upgrade-list"
              + " \"plain2:$BINARIES/v2-plain/simd:%d,plain1:$BINARIES/v1-plain/simd:%d\""
                  .formatted(last, first));
      chain.await("v1-plain", first);

      long voted = chain.vote("");

      assertThat(voted).as("the vote's height lies between").isBetween(first + 1, last - 5);
      chain.await("v2", voted);
      chain.await("v2-plain", last + BLOCKS_AFTER);
      assertThat(chain.current()).isEqualTo("upgrades/plain2");
      assertThat(chain.versions()).containsExactly("v1", "v1-plain", "v2", "v2-plain");
      chain.switchedOnce("v1", "v1-plain", first);
      chain.switchedOnce("v1-plain", "v2", voted - 1);
      chain.switchedOnce("v2", "v2-plain", last);
      assertThat(chain.schedule()).as("what is still to come").isEqualTo("[]");
      chain.end();
      chain.neverTwoNodesAtOnce(4);
      chain.tell();
    }
  }

  /// The same over gRPC with RPC closed to cosmovisor.
  @Test
  void heightsComeFromGrpcWhereRpcIsClosed() throws Exception {
    try (RehearsedChain chain = chain("realchain-grpc-heights")) {
      chain.run("export DAEMON_RPC_ADDRESS=tcp://127.0.0.1:1 DAEMON_GRPC_ADDRESS=\"$GRPC\"");
      chain.start(true);
      chain.await("v1", 1);
      long height = chain.height() + 20;
      chain.run(
          "cosmovisor add-upgrade plain \"$BINARIES/v1-plain/simd\" --upgrade-height " + height);

      chain.await("v1-plain", height + BLOCKS_AFTER);

      chain.switchedOnce("v1", "v1-plain", height);
      chain.end();
      chain.tell();
    }
  }

  @Test
  void whatTheChainPlansIsPreparedOverGrpcAndOverRpc() throws Exception {
    try (RehearsedChain chain = chain("realchain-prepare")) {
      chain.start(false);
      chain.await("v1", 1);
      String viaGrpc = "DAEMON_GRPC_ADDRESS=\"$GRPC\" DAEMON_RPC_ADDRESS=tcp://127.0.0.1:1 ";
      String prepare = "cosmovisor prepare-upgrade 2>&1";
      assertThat(chain.run(viaGrpc + prepare))
          .contains("Using gRPC address", "No active upgrade plan found");
      assertThat(chain.run(prepare)).contains("Using RPC address", "No active upgrade plan found");

      chain.publish("v2");
      long voted = chain.vote("{\"binaries\":{\"any\":\"" + chain.published() + "\"}}");
      Path binary = chain.daemonHome().resolve("cosmovisor/upgrades/test1/bin/simd");
      Patience.await(
          "the vote's end, seen over gRPC",
          LIMIT,
          () ->
              Stream.of(chain.run(viaGrpc + prepare))
                  .filter(t -> t.contains("complete"))
                  .findAny());
      assertThat(binary).hasSameBinaryContentAs(chain.binary("v2"));
      assertThat(chain.run(viaGrpc + prepare)).contains("already exists", "height=" + voted);

      Files.delete(binary);
      assertThat(chain.run(prepare))
          .contains("Using RPC address", "Upgrade preparation complete", "height=" + voted);
      assertThat(binary).hasSameBinaryContentAs(chain.binary("v2"));

      chain.await("v2", voted + BLOCKS_AFTER);
      chain.switchedOnce("v1", "v2", voted - 1);
      assertThat(chain.run(prepare)).contains("No active upgrade plan found");
      chain.end();
      chain.tell();
    }
  }

  private RehearsedChain chain(String folder) throws Exception {
    RehearsedChain chain = new RehearsedChain(folder);
    rehearsed = chain;
    chain.setUp();
    return chain;
  }

  @AfterEach
  void leaveNothingRunning() {
    if (rehearsed != null) {
      rehearsed.close();
    }
  }

  static List<Long> heights(List<Sighting> sightings, String version) {
    return sightings.stream()
        .filter(sighting -> sighting.version().equals(version))
        .map(Sighting::height)
        .toList();
  }
}
