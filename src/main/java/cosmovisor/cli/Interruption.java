package cosmovisor.cli;

import cosmovisor.os.Disk;
import cosmovisor.os.Processes;
import cosmovisor.os.Signal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// What a signal does while a command runs: the launcher has blocked them all for the node's sake,
/// so that without this Ctrl-C would do nothing.
///
/// A command that is ended in the middle of a copy leaves no half of it behind.
final class Interruption {
  private final Disk disk;
  private final IntConsumer exit;
  private final AtomicReference<@Nullable Path> unfinished = new AtomicReference<>();
  private final AtomicReference<Processes.@Nullable Child> node = new AtomicReference<>();

  Interruption(Disk disk, IntConsumer exit) {
    this.disk = disk;
    this.exit = exit;
  }

  /// From now on this file is to be removed at a sudden end.
  void unfinished(Path file) {
    unfinished.set(file);
  }

  /// Nothing is half done any more.
  void finished() {
    unfinished.set(null);
  }

  /// From now on signals are for this child.
  void handOnTo(Processes.Child child) {
    node.set(child);
  }

  void by(Signal signal) {
    Processes.Child child = node.get();
    if (child != null) {
      child.signal(signal);
    } else if (signal.asksToStop()) {
      end(128 + signal.number());
    }
  }

  private void end(int status) {
    Path file = unfinished.get();
    try {
      if (file != null) {
        disk.remove(file);
      }
    } catch (IOException left) {
      // It has a name of its own and is nobody's binary.
    }
    exit.accept(status);
  }
}
