package cosmovisor.home;

import cosmovisor.os.Disk;
import cosmovisor.os.Failures;
import cosmovisor.os.UserError;
import cosmovisor.plan.Platform;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// Whether a file can run as a node on this machine.
public final class NodeBinary {
  private final Disk disk;
  private final Platform platform;

  public NodeBinary(Disk disk, Platform platform) {
    this.disk = disk;
    this.platform = platform;
  }

  public boolean isThere(Path binary) throws IOException {
    return disk.follow(binary).isPresent();
  }

  /// Makes sure that a binary runs: a regular file of a format for this machine that we may
  /// execute; the execute bits are added where they are missing.
  ///
  /// @throws UserError if it can't run; the message begins with the path
  public void check(Path binary) throws UserError {
    try {
      Optional<Disk.Facts> facts = disk.follow(binary);
      if (facts.isEmpty()) {
        throw new UserError(binary + ": no such file or directory");
      }
      if (facts.get().kind() != Disk.Kind.FILE) {
        throw new UserError(binary + " is not a regular file");
      }
      byte[] head = disk.read(binary, ExecutableFormat.HEAD_BYTES);
      switch (ExecutableFormat.of(head, facts.get().size(), platform)) {
        case ExecutableFormat.Unfit unfit -> throw new UserError(binary + " is " + unfit.reason());
        case ExecutableFormat.Fit _ -> {
          if (!facts.get().executable()) {
            disk.makeExecutable(binary);
          }
        }
      }
    } catch (IOException failure) {
      throw new UserError(binary + " can't be checked: " + Failures.line(failure));
    }
  }
}
