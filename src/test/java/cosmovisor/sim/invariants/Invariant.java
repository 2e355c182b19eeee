package cosmovisor.sim.invariants;

import cosmovisor.machine.Notice;
import cosmovisor.sim.Faults;
import cosmovisor.sim.Life;
import cosmovisor.sim.Violation;
import cosmovisor.sim.World;
import java.io.IOException;
import java.io.UncheckedIOException;

/// Something that always holds; one instance a world, so that it may remember.
public abstract class Invariant {
  /// After each event.
  public void check(World world) {}

  /// Before each verb of the supervisor.
  public void verb(World world, Faults.Point point) {}

  /// When the operator is told something.
  public void said(World world, Notice notice) {}

  /// When a supervisor has ended by itself.
  public void ended(World world, Life.End end) {}

  /// Tells that it does not hold.
  @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency
  final Violation violated(String form, Object... values) {
    return new Violation(getClass().getSimpleName(), form.formatted(values));
  }

  /// A look at the disk that can't fail.
  interface Sight<T> {
    T see() throws IOException;
  }

  static <T> T see(Sight<T> sight) {
    try {
      return sight.see();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
