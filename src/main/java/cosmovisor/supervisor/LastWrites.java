package cosmovisor.supervisor;

import cosmovisor.home.DataLocks;
import cosmovisor.home.NodeHome;
import cosmovisor.os.Disk;
import cosmovisor.os.Processes;
import cosmovisor.os.UserError;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/// Whoever still has the data's databases open when what we started has ended: it may have been a
/// script, whose end is not the node's, and a backup of data that is written to would be none.
record LastWrites(Disk disk, NodeHome home, Processes processes) {
  /// How long one that was left behind may take to end.
  private static final Duration GRACE = Duration.ofSeconds(5);

  private static final Duration A_WHILE = Duration.ofSeconds(1);

  /// Waits until nobody has them open.
  ///
  /// @throws UserError if somebody keeps them open
  void await() throws UserError {
    DataLocks locks = new DataLocks(disk, home);
    try {
      Optional<Long> holder = locks.holder();
      if (holder.isPresent()) {
        awaitEnd(holder.get());
        holder = locks.holder();
      }
      if (holder.isPresent()) {
        throw new UserError(
            "%s still works on %s, so that a backup would not be whole: end it, then start again; if the node's binary is a script, it has to start the node with exec"
                .formatted(
                    holder.get() > 0 ? "process " + holder.get() : "a process", home.data()));
      }
    } catch (IOException unknown) {
      // Where the kernel does not tell, the end of what we started has to do.
    }
  }

  private void awaitEnd(long pid) throws IOException {
    Optional<String> birth = processes.birth(pid);
    for (Duration waited = Duration.ZERO;
        birth.isPresent()
            && waited.compareTo(GRACE) < 0
            && !Thread.currentThread().isInterrupted()
            && !processes.awaitEnd(pid, birth.get(), A_WHILE);
        waited = waited.plus(A_WHILE)) {}
  }
}
