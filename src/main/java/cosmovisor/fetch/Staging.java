package cosmovisor.fetch;

import cosmovisor.os.OsString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/// The hidden folder beside the target in which everything happens until it is right:
///
/// ```
/// upgrades/.partial-v3-9f86d081884c7d65/    0700
///   download                                as it came
///   tree/                                   what becomes upgrades/v3
///     bin/<daemon>
/// ```
///
/// On the same file system as the target, so that a rename can show the result in one step.
final class Staging implements AutoCloseable {
  private static final String PREFIX = ".partial-";
  private static final int RANDOM_DIGITS = 16;
  private static final int LONGEST_STEM = 200;

  private final Path root;

  private Staging(Path root) {
    this.root = root;
  }

  static Staging beside(Path target) throws FetchFailure {
    Path upgrades = parent(target);
    String random = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    Path root = sibling(upgrades, target, random);
    Durable.doing(
        "make a folder for the download beside " + target,
        () -> {
          Set<PosixFilePermission> ownerOnly = PosixFilePermissions.fromString("rwx------");
          Files.createDirectories(upgrades);
          Files.createDirectory(root, PosixFilePermissions.asFileAttribute(ownerOnly));
          Durable.mode(root, "rwx------");
          Path tree = Files.createDirectory(root.resolve("tree"));
          Durable.mode(tree, "rwxr-xr-x");
        });
    return new Staging(root);
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
    try {
      if (Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS)) {
        Durable.remove(root);
      }
    } catch (IOException laterThen) {
      // See above.
    }
  }

  private static boolean isLeftover(Path entry, Path target) {
    String name = name(entry);
    String prefix = PREFIX + stem(target) + "-";
    return name.startsWith(prefix)
        && name.substring(prefix.length()).matches("[0-9a-f]{" + RANDOM_DIGITS + "}")
        && Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS);
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
