package cosmovisor.cli;

import cosmovisor.home.ExecutableFormat;
import cosmovisor.os.Disk;
import cosmovisor.os.Failures;
import cosmovisor.os.OsString;
import cosmovisor.os.UserError;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// A program that an operator wants to be a version's binary.
///
/// @param path with no link left in it
/// @param size in bytes
record Executable(Path path, long size) {

  /// The words for what may be wrong with it, which differ from command to command.
  ///
  /// @param missing in front of the system's words
  /// @param folder the whole message
  record Complaints(String missing, String folder) {}

  /// Looks at a file without changing anything.
  ///
  /// @throws UserError if it is not there or could not run on this machine
  static Executable checked(Path file, Call call, Complaints complaints) throws UserError {
    String name = OsString.of(file).text();
    Disk disk = call.disk();
    try {
      Optional<Disk.Facts> facts = disk.follow(file);
      if (facts.isEmpty()) {
        throw new UserError(
            complaints.missing() + ": stat " + name + ": no such file or directory");
      }
      if (facts.get().kind() != Disk.Kind.FILE) {
        throw new UserError(complaints.folder() + ": " + name + " is not a regular file");
      }
      byte[] head = disk.read(file, ExecutableFormat.HEAD_BYTES);
      long size = facts.get().size();
      if (ExecutableFormat.of(head, size, call.workplace().platform())
          instanceof ExecutableFormat.Unfit(String reason)) {
        throw new UserError(
            "%s is %s: give the node's executable for %s"
                .formatted(name, reason, call.workplace().platform()));
      }
      return new Executable(disk.resolve(file), size);
    } catch (IOException failure) {
      throw new UserError(complaints.missing() + ": " + Failures.line(failure));
    }
  }
}
