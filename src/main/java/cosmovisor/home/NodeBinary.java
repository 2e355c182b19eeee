package cosmovisor.home;

import cosmovisor.os.Disk;
import cosmovisor.os.Failures;
import cosmovisor.os.OsString;
import cosmovisor.os.UserError;
import cosmovisor.plan.Platform;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
          checkInterpreter(binary, head);
          if (!facts.get().executable()) {
            disk.makeExecutable(binary);
          }
        }
      }
    } catch (IOException failure) {
      throw new UserError(binary + " can't be checked: " + Failures.line(failure));
    }
  }

  /// A script is started by the program that its first line names.
  private void checkInterpreter(Path script, byte[] head) throws IOException, UserError {
    if (head.length < 2 || head[0] != '#' || head[1] != '!') {
      return;
    }
    String line = new String(head, StandardCharsets.ISO_8859_1).split("\n", 2)[0];
    String interpreter = line.substring(2).strip().split("[ \t]", 2)[0];
    OsString path = OsString.of(interpreter.getBytes(StandardCharsets.ISO_8859_1));
    if (path.isAbsolutePath() && disk.follow(path.path()).isEmpty()) {
      throw new UserError(
          script
              + " is a script for "
              + path
              + ", which does not exist: install that, or mend the"
              + " script's first line");
    }
  }
}
