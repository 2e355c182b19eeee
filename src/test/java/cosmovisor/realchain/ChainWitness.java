package cosmovisor.realchain;

import static java.nio.charset.StandardCharsets.UTF_8;

import cosmovisor.json.Json;
import cosmovisor.json.Json.JsonObject;
import cosmovisor.json.JsonException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Asks the node's RPC, twenty times a second, which version it is and how far it has come.
final class ChainWitness implements AutoCloseable {
  private static final int PERIOD_MILLIS = 50;
  private static final int PATIENCE_MILLIS = 2_000;

  /// The node's word: this version of the application has committed this height.
  record Sighting(Instant time, String version, long height) {}

  private final String rpc;
  private final List<Sighting> sightings = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final Future<?> looks;

  ChainWitness(int rpcPort) {
    this.rpc = "http://127.0.0.1:" + rpcPort;
    this.looks = clock.scheduleWithFixedDelay(this::look, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  /// Every change of version or height so far.
  List<Sighting> sightings() {
    return List.copyOf(sightings);
  }

  /// The first change that shows `version` at `height` or above it.
  Optional<Sighting> seen(String version, long height) {
    return sightings.stream()
        .filter(s -> s.version().equals(version) && s.height() >= height)
        .findFirst();
  }

  /// What the node answers under `/path`, below `result`; nothing when it does not answer.
  Optional<JsonObject> ask(String path) {
    try {
      var connection = URI.create(rpc + path).toURL().openConnection();
      connection.setConnectTimeout(PATIENCE_MILLIS);
      connection.setReadTimeout(PATIENCE_MILLIS);
      try (InputStream body = connection.getInputStream()) {
        String text = new String(body.readAllBytes(), UTF_8);
        return Json.parse(text) instanceof JsonObject answer
            ? answer.object("result")
            : Optional.empty();
      }
    } catch (IOException | JsonException notThere) {
      return Optional.empty(); // between two versions nobody listens
    }
  }

  /// Whether this witness is still awake: one that failed would have seen nothing wrong.
  boolean awake() {
    return !looks.isDone();
  }

  private void look() {
    ask("/abci_info").flatMap(result -> result.object("response")).ifPresent(this::note);
  }

  private void note(JsonObject response) {
    String version = response.text("version").orElse("");
    long height = response.text("last_block_height").map(Long::parseLong).orElse(0L);
    var last = sightings.isEmpty() ? null : sightings.getLast();
    if (last == null || last.height() != height || !last.version().equals(version)) {
      sightings.add(new Sighting(Instant.now(), version, height));
    }
  }

  @Override
  public void close() {
    clock.close();
  }
}
