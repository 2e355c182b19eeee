package cosmovisor.machine;

import java.util.List;

/// A decision: the next state, and what to do, in this order.
public record Step(State state, List<Effect> effects) {
  public Step {
    effects = List.copyOf(effects);
  }

  static Step of(State state, Effect... effects) {
    return new Step(state, List.of(effects));
  }
}
