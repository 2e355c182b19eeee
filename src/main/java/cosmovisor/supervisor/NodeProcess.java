package cosmovisor.supervisor;

import cosmovisor.journal.Journal;
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
  private final Journal journal;
  private Processes.@Nullable Child child;

  NodeProcess(Processes processes, Inbox inbox, Journal journal) {
    this.processes = processes;
    this.inbox = inbox;
    this.journal = journal;
  }

  /// Starts it; its end becomes an event. It does not run before the journal names it, so that no
  /// life ever has a node of an earlier one that it knows nothing of.
  void start(Command command) throws IOException {
    Processes.Child started =
        processes.start(
            command, pid -> journal.nodeStarted(pid, processes.birth(pid).orElse("ended")));
    child = started;
    started.onEnd(exit -> inbox.post(new Event.NodeExited(exit)));
  }

  /// Signals it; one that has ended gets nothing.
  void signal(Signal signal) {
    if (child != null) {
      child.signal(signal);
    }
  }
}
