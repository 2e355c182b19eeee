package cosmovisor.restore;

import cosmovisor.json.Json;
import cosmovisor.json.Json.JsonObject;
import cosmovisor.json.JsonException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Optional;

/// What a validator's key signed last.
///
/// CometBFT keeps it in `data/priv_validator_state.json` and signs nothing that is not behind it
/// (`privval/file.go`, `CheckHRS`), so whoever sets it back lets the key sign a height twice:
///
/// ```
/// {"height":"1234","round":0,"step":3,"signature":"…","signbytes":"…"}
/// ```
///
/// @param step 1 proposal, 2 prevote, 3 precommit; 0 for a key that has signed nothing
record SignerState(long height, long round, long step) implements Comparable<SignerState> {
  private static final Comparator<SignerState> ORDER =
      Comparator.comparingLong(SignerState::height)
          .thenComparingLong(SignerState::round)
          .thenComparingLong(SignerState::step);

  /// The state that a file of this content holds; nothing if it holds none.
  static Optional<SignerState> parse(byte[] content) {
    try {
      if (!(Json.parse(new String(content, StandardCharsets.UTF_8)) instanceof JsonObject object)) {
        return Optional.empty();
      }
      Optional<Long> height =
          object
              .text("height")
              .filter(text -> text.matches("\\d{1,18}"))
              .map(Long::valueOf)
              .or(() -> object.number("height"));
      Optional<Long> round = object.number("round");
      Optional<Long> step = object.number("step");
      return height.isPresent() && round.isPresent() && step.isPresent()
          ? Optional.of(new SignerState(height.get(), round.get(), step.get()))
              .filter(state -> state.height >= 0 && state.round >= 0 && state.step >= 0)
          : Optional.empty();
    } catch (JsonException damaged) {
      return Optional.empty();
    }
  }

  @Override
  public int compareTo(SignerState other) {
    return ORDER.compare(this, other);
  }

  /// For people.
  String words() {
    return "height %d, round %d, step %d".formatted(height, round, step);
  }
}
