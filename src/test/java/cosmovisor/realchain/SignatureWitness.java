package cosmovisor.realchain;

import static java.nio.charset.StandardCharsets.UTF_8;

import cosmovisor.json.Json;
import cosmovisor.json.Json.JsonObject;
import cosmovisor.json.JsonException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Reads, a hundred times a second, what the validator's key has signed last, as the node keeps it
/// in `priv_validator_state.json`. A height, round and step that comes back with another signature
/// has been signed twice; one that is lower than the last was signed by a second node.
final class SignatureWitness implements AutoCloseable {
  private static final int PERIOD_MILLIS = 10;

  /// What is signed at most once; in the order of a chain's life.
  private record Vote(long height, long round, long step) implements Comparable<Vote> {
    private static final Comparator<Vote> ORDER =
        Comparator.comparingLong(Vote::height)
            .thenComparingLong(Vote::round)
            .thenComparingLong(Vote::step);

    @Override
    public int compareTo(Vote other) {
      return ORDER.compare(this, other);
    }
  }

  private final Path file;
  private final ConcurrentSkipListMap<Vote, String> signatures = new ConcurrentSkipListMap<>();
  private final List<String> contradictions = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final Future<?> looks;
  private volatile Vote last = new Vote(0, 0, 0);

  /// @param data the node's
  SignatureWitness(Path data) {
    this.file = data.resolve("priv_validator_state.json");
    this.looks = clock.scheduleWithFixedDelay(this::look, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  /// What can't be the work of one node that signs once.
  List<String> contradictions() {
    return List.copyOf(contradictions);
  }

  /// The signature that was seen last.
  String last() {
    return signatures.getOrDefault(last, "");
  }

  /// How many signatures were seen.
  int count() {
    return signatures.size();
  }

  /// Whether this witness is still awake: one that failed would have seen nothing wrong.
  boolean awake() {
    return !looks.isDone();
  }

  private void look() {
    try {
      if (Json.parse(Files.readString(file, UTF_8)) instanceof JsonObject state) {
        vote(state).ifPresent(vote -> note(vote, state.text("signature").orElse("")));
      }
    } catch (IOException | JsonException halfWritten) {
      // The next look finds it whole.
    }
  }

  private static Optional<Vote> vote(JsonObject state) {
    return state
        .text("height")
        .map(
            height ->
                new Vote(
                    Long.parseLong(height),
                    state.number("round").orElse(0L),
                    state.number("step").orElse(0L)));
  }

  private void note(Vote vote, String signature) {
    if (vote.compareTo(last) < 0) {
      contradictions.add(vote + " was signed after " + last);
    }
    String known = signatures.put(vote, signature);
    if (known != null && !known.equals(signature)) {
      contradictions.add(vote + " was signed twice");
    }
    last = vote;
  }

  /// What was signed there, or `otherwise` if nobody looked at the moment.
  String of(long height, long round, long step, String otherwise) {
    return signatures.getOrDefault(new Vote(height, round, step), otherwise);
  }

  @Override
  public void close() {
    clock.close();
  }
}
