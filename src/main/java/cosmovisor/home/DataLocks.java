package cosmovisor.home;

import cosmovisor.os.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// The locks by which a node keeps others away from the databases in its data; whoever started it.
public record DataLocks(Disk disk, NodeHome home) {

  /// The pid of a process that holds one; negative if the kernel does not say which.
  public Optional<Long> holder() throws IOException {
    if (disk.follow(home.data()).isEmpty()) {
      return Optional.empty();
    }
    for (Path folder : disk.list(home.data())) {
      Path lock = folder.resolve("LOCK");
      Optional<Long> holder = disk.follow(lock).isPresent() ? disk.locker(lock) : Optional.empty();
      if (holder.isPresent()) {
        return holder;
      }
    }
    return Optional.empty();
  }
}
