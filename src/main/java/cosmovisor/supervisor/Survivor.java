package cosmovisor.supervisor;

import cosmovisor.machine.JournalEntry.NodeStarted;
import cosmovisor.machine.Notice;
import cosmovisor.os.Processes;
import cosmovisor.os.Signal;
import cosmovisor.os.UserError;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// A node that outlived its supervisor.
///
/// It should have ended: it gets SIGTERM at its supervisor's death. But it may ignore that, or take
/// its time, and a second node beside it would sign with the same key. The journal has its pid and
/// the moment of its start, since pids are used again.
///
/// @param node that an earlier life started last
public record Survivor(NodeStarted node, Processes processes, Consumer<Notice> narrator) {
  private static final Duration LOOK_EVERY = Duration.ofMillis(50);
  private static final Duration AFTER_KILL = Duration.ofMinutes(1);

  /// Ends it, and returns when it has ended; nothing happens if it has.
  ///
  /// @param grace for it to end by itself; then it is killed
  /// @param stopAsked whether we are to stop ourselves, and leave it to the next start
  /// @throws UserError if it can't be ended, or we are to stop
  public void end(Duration grace, BooleanSupplier stopAsked) throws UserError {
    if (processes.awaitEnd(node.pid(), node.birth(), Duration.ZERO)) {
      return;
    }
    narrator.accept(new Notice.SurvivorFound(node.pid()));
    processes.signal(node.pid(), Signal.TERM);
    if (hasEndedWithin(grace, stopAsked)) {
      return;
    }
    narrator.accept(new Notice.GraceExceeded());
    processes.signal(node.pid(), Signal.KILL);
    if (!hasEndedWithin(AFTER_KILL, stopAsked)) {
      throw new UserError(
          "the node of a killed supervisor, pid "
              + node.pid()
              + ", does not even end by SIGKILL: find out what it waits for (a disk?) before a"
              + " second one is started");
    }
  }

  private boolean hasEndedWithin(Duration patience, BooleanSupplier stopAsked) throws UserError {
    for (Duration waited = Duration.ZERO;
        waited.compareTo(patience) < 0;
        waited = waited.plus(LOOK_EVERY)) {
      if (stopAsked.getAsBoolean()) {
        throw new UserError(
            "stopped while the node of a killed supervisor, pid " + node.pid() + ", was ending");
      }
      if (processes.awaitEnd(node.pid(), node.birth(), LOOK_EVERY)) {
        return true;
      }
    }
    return false;
  }
}
