package cosmovisor.fetch;

import cosmovisor.fetch.FetchReport.Kind;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/// Verbs on the disk whose failures speak of the disk.
final class Durable {
  private Durable() {}

  /// Something done to the disk.
  interface Deed {
    void run() throws IOException;
  }

  /// Does it; a failure says what was being done, and never passes by itself.
  static void doing(String what, Deed deed) throws FetchFailure {
    try {
      deed.run();
    } catch (IOException failed) {
      throw FetchFailure.of(failed, Kind.DISK, "could not " + what);
    }
  }

  /// Makes everything in a folder and its names outlive a power cut.
  static void sync(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            syncOne(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failed)
              throws IOException {
            syncOne(visited);
            return super.postVisitDirectory(visited, failed);
          }
        });
  }

  /// Makes one file's bytes, or one folder's names, outlive a power cut.
  static void syncOne(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /// Sets exactly these permissions, whatever the umask.
  static void mode(Path path, String permissions) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }

  /// Removes a folder and all in it; follows no link.
  static void remove(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failed)
              throws IOException {
            Files.delete(visited);
            return super.postVisitDirectory(visited, failed);
          }
        });
  }
}
