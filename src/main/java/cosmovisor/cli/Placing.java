package cosmovisor.cli;

import cosmovisor.home.NodeHome;
import cosmovisor.os.Disk;
import cosmovisor.os.Failures;
import cosmovisor.os.OsString;
import cosmovisor.os.UserError;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A binary on its way into a version's folder.
///
/// What can be checked is checked by [#check] and changes nothing. The copy grows under a name of
/// its own beside its place, so that no half of it is ever taken for a version.
///
/// @param version the folder of the version
record Placing(Executable executable, Path version, NodeHome home, Call call) {

  Path target() {
    return home.binary(version);
  }

  /// Whether something has the binary's name already.
  boolean isTaken() throws UserError {
    return facts(target()).isPresent();
  }

  /// Makes sure that the binary can be put in place.
  void check() throws UserError {
    for (Path folder : List.of(home.root(), version, bin())) {
      if (facts(folder).filter(there -> there.kind() != Disk.Kind.FOLDER).isPresent()) {
        throw new UserError(
            "the path \"%s\" already exists but is not a directory: move it away"
                .formatted(text(folder)));
      }
    }
    if (facts(target()).filter(there -> there.kind() != Disk.Kind.FILE).isPresent()) {
      throw new UserError(
          text(target())
              + " is not a regular file: move it away, the node's executable belongs there");
    }
    checkRoom();
  }

  private void checkRoom() throws UserError {
    Path existing = bin();
    while (facts(existing).isEmpty()) {
      existing = Disk.parent(existing);
    }
    try {
      long room = call.disk().room(existing);
      if (room < executable.size()) {
        throw new UserError(
            "%s: no room: the executable has %d MiB, %d MiB are free"
                .formatted(text(existing), executable.size() >> 20, room >> 20));
      }
    } catch (IOException failure) {
      throw new UserError("failed to look at " + text(existing) + ": " + Failures.line(failure));
    }
  }

  private Optional<Disk.Facts> facts(Path path) throws UserError {
    try {
      return call.disk().follow(path);
    } catch (IOException failure) {
      throw new UserError("failed to look at " + text(path) + ": " + Failures.line(failure));
    }
  }

  /// Copies the binary into place.
  void carryOut() throws IOException {
    Disk disk = call.disk();
    makeFolders(disk, bin());
    Path temporary = bin().resolve(".adding-" + ProcessHandle.current().pid());
    call.interruption().unfinished(temporary);
    try {
      disk.remove(temporary);
      disk.copyContent(executable.path(), temporary);
      disk.setPermissions(temporary, "rwxr-xr-x");
      disk.putInPlace(temporary, target());
    } catch (IOException failure) {
      disk.remove(temporary);
      throw failure;
    } finally {
      call.interruption().finished();
    }
  }

  private Path bin() {
    return version.resolve("bin");
  }

  /// Makes folders whose names survive a power cut.
  static void makeFolders(Disk disk, Path folder) throws IOException {
    List<Path> missing = new ArrayList<>();
    for (Path path = folder; disk.follow(path).isEmpty(); path = Disk.parent(path)) {
      missing.add(path);
    }
    disk.makeFolders(folder);
    for (Path made : missing) {
      disk.sync(Disk.parent(made));
    }
  }

  private static String text(Path path) {
    return OsString.of(path).text();
  }
}
