package cosmovisor.watch;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Remembers whether the node is catching up with its chain: a node that does ends in the moment in
/// which it comes to an upgrade, and can't be asked any more.
///
/// It is asked now and then, as long as somebody may want to know, and until it has caught up.
/// After that there is no thread and nobody is asked.
public final class SyncWatcher {
  private static final Duration INTERVAL = Duration.ofSeconds(2);

  private final Supplier<Optional<Boolean>> node;
  private final BooleanSupplier matters;

  /// Guarded by this.
  private boolean watching;

  /// Guarded by this.
  private Optional<Boolean> last = Optional.empty();

  /// @param node is asked whether it is catching up
  /// @param matters whether anybody may want to know
  public SyncWatcher(Supplier<Optional<Boolean>> node, BooleanSupplier matters) {
    this.node = node;
    this.matters = matters;
  }

  /// Another node runs, of which nothing is known yet.
  public synchronized void nodeStarted() {
    last = Optional.empty();
    if (!watching && matters.getAsBoolean()) {
      watching = true;
      Looks.start("sync", INTERVAL, this::look);
    }
  }

  /// Asks once, and says whether to ask again.
  boolean look() {
    Optional<Boolean> answer = node.get();
    boolean asked = matters.getAsBoolean();
    synchronized (this) {
      last = answer.or(() -> last);
      watching = asked && last.orElse(true);
      return watching;
    }
  }

  /// What the node says, or said last before it fell silent.
  public Optional<Boolean> isCatchingUp(boolean nodeRuns) {
    Optional<Boolean> answer = nodeRuns ? node.get() : Optional.empty();
    synchronized (this) {
      last = answer.or(() -> last);
      return last;
    }
  }
}
