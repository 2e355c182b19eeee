package cosmovisor.sim;

import cosmovisor.os.Signal;
import java.io.IOException;
import java.time.Duration;
import java.util.function.IntSupplier;

/// A program that runs for a while, changes the data, and ends with the next of its codes: a
/// `pre-upgrade`, or the operator's script.
final class SimHook implements Program {
  private static final Duration LENGTH = Duration.ofMillis(800);
  private static final Duration STUBBORN_LENGTH = Duration.ofSeconds(15);

  private final World world;
  private final String mark;
  private final IntSupplier code;

  /// @param mark what it leaves in the data
  SimHook(World world, String mark, IntSupplier code) {
    this.world = world;
    this.mark = mark;
    this.code = code;
  }

  @Override
  public void begin(SimProcess self) {
    self.print("token " + mark + "\n");
    boolean stubborn = world.story().node().stubbornHooks();
    self.after(stubborn ? STUBBORN_LENGTH : LENGTH, () -> end(self));
  }

  private void end(SimProcess self) {
    try {
      world.data().mark(mark);
      self.exit(code.getAsInt());
    } catch (IOException failure) {
      self.exit(1);
    }
  }

  @Override
  public void signal(SimProcess self, Signal signal) {
    if (!world.story().node().stubbornHooks()) {
      self.die(signal);
    }
  }
}
