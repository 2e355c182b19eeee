package cosmovisor.supervisor;

import cosmovisor.machine.Event;
import cosmovisor.os.Command;
import cosmovisor.os.Processes;
import cosmovisor.os.Signal;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The one node. Used by the supervisor's thread alone.
final class NodeProcess {
  private final Processes processes;
  private final Inbox inbox;
  private final NodeRecord record;
  private Processes.@Nullable Child child;

  NodeProcess(Processes processes, Inbox inbox, NodeRecord record) {
    this.processes = processes;
    this.inbox = inbox;
    this.record = record;
  }

  /// Starts it; its end becomes an event.
  void start(Command command) throws IOException {
    Processes.Child started = processes.start(command, record::started);
    child = started;
    Thread.ofPlatform()
        .daemon()
        .name("node-exit")
        .start(() -> inbox.post(new Event.NodeExited(started.await())));
  }

  /// Signals it; one that has ended gets nothing.
  void signal(Signal signal) {
    if (child != null) {
      child.signal(signal);
    }
  }
}
