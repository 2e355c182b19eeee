package cosmovisor.crash;

import java.util.List;

/// What became of one trial.
///
/// @param hit whether there was a call for the fault to meet
/// @param done how many calls that change something were done when tracing ended
/// @param point the last call before the kill, or the one that failed
/// @param reaction of the supervisor to the fault
/// @param starts of the supervisor after its first, until the chain went on
/// @param wrong what should not be, a sentence each
/// @param calls that were traced
/// @param names in the home at the end
record Outcome(
    Variant variant,
    Fault fault,
    boolean hit,
    int done,
    String point,
    String reaction,
    int starts,
    List<String> wrong,
    List<Syscall> calls,
    List<String> names) {
  Outcome {
    wrong = List.copyOf(wrong);
    calls = List.copyOf(calls);
    names = List.copyOf(names);
  }

  boolean recovered() {
    return wrong.isEmpty();
  }

  /// Whether the kill came before anything else was done.
  boolean exact() {
    return !(fault instanceof Fault.Kill kill) || done == kill.calls();
  }

  @Override
  public String toString() {
    return "%s, %s (%s): %s, %d more starts: %s"
        .formatted(
            variant.words(),
            fault,
            hit ? point : "not met",
            reaction,
            starts,
            recovered() ? "recovered" : "WRONG " + wrong);
  }
}
