package cosmovisor.fetch;

import cosmovisor.fetch.FetchReport.Kind;
import cosmovisor.os.OsString;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/// The hidden folder beside the target in which everything happens until it is right:
///
/// ```
/// upgrades/.partial-v3-9f86d081884c7d65/    0700
///   in-use                                  locked as long as its fetch is alive
///   download                                as it came
///   tree/                                   what becomes upgrades/v3
///     bin/<daemon>
/// ```
///
/// On the same file system as the target, so that a rename can show the result in one step.
///
/// Another process may fetch the same upgrade at the same time (`prepare-upgrade` beside `run`):
/// each has a folder of its own, and only a folder that nobody holds the lock of is a leftover. The
/// folder gets this name when its lock is held, and has another one (`….new`) for the moment
/// before.
final class Staging implements AutoCloseable {
  private static final String PREFIX = ".partial-";
  private static final String RANDOM = "[0-9a-f]{16}";

  /// How old a folder must be that never got its name: making one takes no such time.
  private static final Duration MOMENT = Duration.ofMinutes(1);

  private static final int LONGEST_STEM = 200;

  private static final String LOCK = "in-use";
  private static final String NEW = ".new";

  private final Path root;
  private final FileChannel lock;

  private Staging(Path root, FileChannel lock) {
    this.root = root;
    this.lock = lock;
  }

  static Staging beside(Path target) throws FetchFailure {
    Path upgrades = parent(target);
    String random = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    Path root = sibling(upgrades, target, random);
    try {
      Files.createDirectories(upgrades);
      return new Staging(root, locked(root, sibling(upgrades, target, random + NEW)));
    } catch (IOException failed) {
      throw FetchFailure.of(
          failed, Kind.DISK, "could not make a folder for the download beside " + target);
    }
  }

  /// Makes the folder; its lock is held before anybody can see it under its name.
  private static FileChannel locked(Path root, Path unseen) throws IOException {
    Set<PosixFilePermission> ownerOnly = PosixFilePermissions.fromString("rwx------");
    Files.createDirectory(unseen, PosixFilePermissions.asFileAttribute(ownerOnly));
    Durable.mode(unseen, "rwx------");
    Path tree = Files.createDirectory(unseen.resolve("tree"));
    Durable.mode(tree, "rwxr-xr-x");
    FileChannel lock =
        FileChannel.open(
            unseen.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try {
      lock.lock();
      Files.move(unseen, root, StandardCopyOption.ATOMIC_MOVE);
      return lock;
    } catch (IOException failed) {
      lock.close();
      throw failed;
    }
  }

  /// Removes what an interrupted fetch of the same upgrade has left.
  static void removeLeftovers(Path target) throws FetchFailure {
    Path upgrades = parent(target);
    if (!Files.isDirectory(upgrades)) {
      return;
    }
    Durable.doing(
        "remove what an interrupted download of " + target + " has left",
        () -> {
          try (DirectoryStream<Path> entries = Files.newDirectoryStream(upgrades)) {
            for (Path entry : entries) {
              if (isLeftover(entry, target)) {
                Durable.remove(entry);
              }
            }
          }
        });
  }

  Path file(String name) {
    return root.resolve(name);
  }

  Path tree() {
    return root.resolve("tree");
  }

  /// The daemon's place in the tree, and so behind the rename.
  Path daemon(String daemon) {
    return OsString.of(daemon).under(tree().resolve("bin"));
  }

  /// Removes the folder, with whatever is still in it. What can't be removed now is hidden, and
  /// goes with the next fetch of the same upgrade: no reason to call this one failed.
  @Override
  public void close() {
    try (lock) {
      if (Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS)) {
        Durable.remove(root);
      }
    } catch (IOException laterThen) {
      // See above.
    }
  }

  private static boolean isLeftover(Path entry, Path target) throws IOException {
    String name = name(entry);
    String prefix = PREFIX + stem(target) + "-";
    if (!name.startsWith(prefix) || !Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    String rest = name.substring(prefix.length());
    return rest.matches(RANDOM)
        ? !isInUse(entry)
        : rest.matches(RANDOM + Pattern.quote(NEW)) && isOld(entry);
  }

  private static boolean isOld(Path folder) throws IOException {
    Instant changed = Files.getLastModifiedTime(folder, LinkOption.NOFOLLOW_LINKS).toInstant();
    return changed.isBefore(Instant.now().minus(MOMENT));
  }

  /// Whether a living process holds the folder; the kernel gives up a dead one's lock.
  private static boolean isInUse(Path folder) {
    try (FileChannel lock = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE)) {
      return lock.tryLock() == null;
    } catch (OverlappingFileLockException ours) {
      return true;
    } catch (IOException noLock) {
      return false;
    }
  }

  private static Path sibling(Path upgrades, Path target, String random) {
    String name = PREFIX + stem(target) + "-" + random;
    return OsString.of(name.getBytes(StandardCharsets.ISO_8859_1)).under(upgrades);
  }

  /// The last name of a path, a char for a byte: exact in every locale.
  private static String name(Path path) {
    String bytes = new String(OsString.of(path).bytes(), StandardCharsets.ISO_8859_1);
    return bytes.substring(bytes.lastIndexOf('/') + 1);
  }

  /// The target's name, shortened where the longer one of the staging folder would be too long.
  private static String stem(Path target) {
    String name = name(target);
    return name.length() <= LONGEST_STEM
        ? name
        : name.substring(0, LONGEST_STEM) + "~" + Integer.toHexString(name.hashCode());
  }

  private static Path parent(Path target) {
    Path parent = target.getParent();
    if (parent == null) {
      throw new IllegalArgumentException("the target of a fetch has no parent");
    }
    return parent;
  }
}
