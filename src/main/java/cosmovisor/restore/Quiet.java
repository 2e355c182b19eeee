package cosmovisor.restore;

import cosmovisor.home.DataLocks;
import cosmovisor.home.NodeHome;
import cosmovisor.machine.JournalEntry;
import cosmovisor.machine.JournalEntry.Started;
import cosmovisor.os.Disk;
import cosmovisor.os.Processes;
import cosmovisor.os.UserError;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Whether nobody works on the data.
public record Quiet(Disk disk, Processes processes, NodeHome home) {

  /// Makes sure of it.
  ///
  /// @param entries of the journal
  /// @throws UserError if a node runs, one that was started without us included
  public void check(List<JournalEntry> entries) throws IOException, UserError {
    Optional<Started> last =
        entries.stream()
            .filter(Started.class::isInstance)
            .map(Started.class::cast)
            .reduce((_, later) -> later);
    if (last.isPresent()) {
      Started program = last.get();
      if (processes.birth(program.pid()).equals(Optional.of(program.birth()))) {
        throw runs(home, program.pid());
      }
    }
    refuseLocked(disk, home);
  }

  /// Makes sure that nobody has locked a database.
  static void refuseLocked(Disk disk, NodeHome home) throws IOException, UserError {
    Optional<Long> holder = new DataLocks(disk, home).holder();
    if (holder.isPresent()) {
      throw runs(home, holder.get());
    }
  }

  private static UserError runs(NodeHome home, long pid) {
    return new UserError(
        "a node works on %s%s: stop it first, and whatever would start it again"
            .formatted(home.data(), pid > 0 ? " (pid " + pid + ")" : ""));
  }
}
