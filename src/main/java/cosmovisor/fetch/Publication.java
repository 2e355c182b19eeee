package cosmovisor.fetch;

import cosmovisor.fetch.FetchReport.Kind;
import cosmovisor.os.OsString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;

/// The one step that makes a finished tree visible as `upgrades/<name>`.
final class Publication {
  private final Path target;
  private final String daemon;

  Publication(Path target, String daemon) {
    this.target = target;
    this.daemon = daemon;
  }

  /// Whether the daemon's place is taken. What is there, whoever put it there, is never replaced,
  /// unless it is a [Leftover].
  boolean isThere() throws FetchFailure {
    if (exists(target) && !Files.isDirectory(target)) {
      throw new FetchFailure(
          Kind.DISK, target + " is in the way: it is no folder; move it elsewhere");
    }
    return exists(daemonIn(target)) && !Leftover.is(daemonIn(target));
  }

  /// Shows the tree: as the target if there is none, else the part of it that is missing there, so
  /// that what an operator has put into the folder stays.
  ///
  /// @return whether it did; not if a binary is there, put there in the meantime
  boolean publish(Staging staging) throws FetchFailure {
    Durable.doing(
        "make the new binary for " + target + " durable", () -> Durable.sync(staging.tree()));
    if (isThere()) {
      return false;
    }
    try {
      rename(staging.tree());
      return true;
    } catch (IOException failed) {
      if (isThere()) {
        return false; // another fetch has come between the look and the rename
      }
      throw FetchFailure.of(
          failed, Kind.DISK, "could not put the new binary in place as " + target);
    }
  }

  private void rename(Path tree) throws IOException {
    Path bin = target.resolve("bin");
    if (!exists(target)) {
      move(tree, target);
      Durable.syncOne(Objects.requireNonNull(target.getParent()));
    } else if (!exists(bin)) {
      move(tree.resolve("bin"), bin);
      Durable.syncOne(target);
    } else {
      move(daemonIn(tree), daemonIn(target));
      Durable.syncOne(bin);
    }
  }

  private static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  private Path daemonIn(Path folder) {
    return OsString.of(daemon).under(folder.resolve("bin"));
  }

  private static boolean exists(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }
}
