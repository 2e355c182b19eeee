package cosmovisor.demo;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Optional;

/// The folder `demo-home`: a fresh one for each demo, which stays for looking.
///
/// A file in it marks it as the demo's, and holds the process id of the cosmovisor that was started
/// there. Nothing is ever removed from a folder without that mark.
final class DemoHome {
  private static final String MARK = ".cosmovisor-demo";

  private DemoHome() {}

  /// Makes a fresh one.
  ///
  /// @throws DemoFailure if what is there is not ours to replace
  static void prepare(Path home) throws IOException, DemoFailure {
    if (Files.exists(home, LinkOption.NOFOLLOW_LINKS)) {
      refuseForeign(home);
      refuseInUse(home);
      remove(home);
    }
    Files.createDirectory(home);
    Files.createFile(home.resolve(MARK));
  }

  /// Notes who uses it.
  static void usedBy(Path home, long pid) throws IOException {
    Files.writeString(home.resolve(MARK), Long.toString(pid));
  }

  private static void refuseForeign(Path home) throws DemoFailure {
    boolean ours =
        Files.isDirectory(home, LinkOption.NOFOLLOW_LINKS)
            && Files.isRegularFile(home.resolve(MARK), LinkOption.NOFOLLOW_LINKS);
    if (!ours) {
      throw new DemoFailure(home + " is there and is not the demo's: move it away");
    }
  }

  private static void refuseInUse(Path home) throws IOException, DemoFailure {
    Path mark = home.resolve(MARK);
    String pid = Files.readString(mark);
    Instant noted = Files.getLastModifiedTime(mark).toInstant();
    Optional<ProcessHandle> user =
        pid.isEmpty() ? Optional.empty() : ProcessHandle.of(Long.parseLong(pid));
    // Started after the note: somebody else's number by now.
    if (user.flatMap(process -> process.info().startInstant()).filter(noted::isAfter).isPresent()) {
      throw new DemoFailure(
          home + " is in use by another demo: wait for its end, or end it: kill " + pid);
    }
  }

  private static void remove(Path home) throws IOException {
    Files.walkFileTree(
        home,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes facts)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, IOException failure)
              throws IOException {
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
