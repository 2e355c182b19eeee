package cosmovisor.machine;

import java.util.List;
import java.util.stream.Stream;

/// A decision: the next state, and what to do, in this order.
public record Step(State state, List<Effect> effects) {
  public Step {
    effects = List.copyOf(effects);
  }

  /// The same, with something told before.
  Step saidFirst(Notice notice) {
    return new Step(
        state, Stream.concat(Stream.of(new Effect.Say(notice)), effects.stream()).toList());
  }

  /// The same, with something more to do behind it.
  Step with(Effect effect) {
    return new Step(state, Stream.concat(effects.stream(), Stream.of(effect)).toList());
  }

  static Step of(State state, Effect... effects) {
    return new Step(state, List.of(effects));
  }
}
