package cosmovisor.os;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// The disk, one verb an operation of the kernel, so that each can be failed in a test.
///
/// Every verb throws `IOException` for what the world does to it. Nothing here is durable until
/// synced: the content by [#sync] of the file, a name by [#sync] of its folder.
public interface Disk {

  /// What a name leads to.
  enum Kind {
    FILE,
    FOLDER,
    LINK,
    OTHER
  }

  /// A name's facts.
  ///
  /// @param kind what it is
  /// @param size of a file, in bytes
  /// @param executable whether we may execute it
  /// @param modifiedMillis last change of the content, in milliseconds since 1970
  record Facts(Kind kind, long size, boolean executable, long modifiedMillis) {}

  /// The facts of what the name leads to in the end, if it leads anywhere.
  Optional<Facts> follow(Path path) throws IOException;

  /// The facts of the name itself, a link not followed.
  Optional<Facts> look(Path path) throws IOException;

  /// Whether the name itself is a folder's; a link to one is not.
  default boolean isFolder(Path path) throws IOException {
    return look(path).filter(facts -> facts.kind() == Kind.FOLDER).isPresent();
  }

  /// Whether the name itself is a regular file's; a link to one is not.
  default boolean isFile(Path path) throws IOException {
    return look(path).filter(facts -> facts.kind() == Kind.FILE).isPresent();
  }

  /// Whether the name leads to a folder in the end.
  default boolean leadsToFolder(Path path) throws IOException {
    return follow(path).filter(facts -> facts.kind() == Kind.FOLDER).isPresent();
  }

  /// At most `limit` first bytes of a file.
  byte[] read(Path file, int limit) throws IOException;

  /// At most `limit` bytes of a file from a place in it on; none behind its end.
  byte[] read(Path file, long from, int limit) throws IOException;

  /// The names in a folder, as paths below it, in the order of their bytes.
  List<Path> list(Path folder) throws IOException;

  /// The text of a symbolic link.
  Path readLink(Path link) throws IOException;

  /// Where a name leads to in the end, no link left in it.
  Path resolve(Path path) throws IOException;

  /// Makes a folder and those above it, where they are missing.
  void makeFolders(Path folder) throws IOException;

  /// Writes a new file; an existing one is replaced.
  void write(Path file, byte[] content) throws IOException;

  /// Writes behind what a file holds, in one go; a missing one is made.
  void append(Path file, byte[] content) throws IOException;

  /// Makes a symbolic link.
  void link(Path link, Path target) throws IOException;

  /// Renames, replacing a file or link of the new name in one step.
  void rename(Path from, Path to) throws IOException;

  /// Removes a name, and if it is a folder all below it; nothing happens if it is missing.
  void remove(Path path) throws IOException;

  /// Gives a file exactly these permissions, in the form `rw-r--r--`, whatever the umask.
  void setPermissions(Path file, String permissions) throws IOException;

  /// Adds the three execute bits.
  void makeExecutable(Path file) throws IOException;

  /// Copies one thing: a file with its permissions and times, a link's text, or a bare folder.
  ///
  /// @return bytes copied
  long copy(Path from, Path to) throws IOException;

  /// Makes a new file that shares a file's content until one of both is changed, with its
  /// permissions and times.
  ///
  /// @throws IOException also if the file system can't, or the two are on different ones
  void cloneFile(Path from, Path to) throws IOException;

  /// Gives a file a second name.
  ///
  /// @throws IOException also if the system forbids it for this file, or the two are on different
  ///   file systems
  void hardLink(Path file, Path name) throws IOException;

  /// Copies a file with its permissions and times, and sums its content up on the way.
  ///
  /// @return the CRC-32C of the content
  long copyChecked(Path from, Path to) throws IOException;

  /// The CRC-32C of what a file holds.
  long checksum(Path file) throws IOException;

  /// Copies what a file holds, whatever its size, into a new file of our own.
  ///
  /// @return bytes copied
  long copyContent(Path from, Path to) throws IOException;

  /// Gives a file or folder the permissions of another, and, as far as we may, its owner and group;
  /// by itself, since a read-only folder can't be filled.
  void copyPermissions(Path from, Path to) throws IOException;

  /// The pid of a process that holds a lock on a file, of flock(2)'s kind or of fcntl(2)'s.
  Optional<Long> locker(Path file) throws IOException;

  /// Makes a file's content, or a folder's names, survive a power cut.
  void sync(Path path) throws IOException;

  /// Makes all that was written to the file system of this path survive a power cut; for a large
  /// tree far quicker than file by file.
  void syncFileSystem(Path path) throws IOException;

  /// Bytes that we may still write on the file system that holds this path.
  long room(Path path) throws IOException;

  /// Puts a small file in place so that either the old or the new content is there, always.
  default void publish(Path file, byte[] content) throws IOException {
    Path temporary = publishing(file);
    write(temporary, content);
    putInPlace(temporary, file);
  }

  /// Publishes a small file with these permissions.
  default void publish(Path file, byte[] content, String permissions) throws IOException {
    Path temporary = publishing(file);
    write(temporary, content);
    setPermissions(temporary, permissions);
    putInPlace(temporary, file);
  }

  /// Puts a small file in the place of one that is there, whose owner and permissions it keeps: the
  /// administrator who mends a file must not take it away from the node's user.
  default void replace(Path file, byte[] content) throws IOException {
    Path temporary = publishing(file);
    write(temporary, content);
    copyPermissions(file, temporary);
    putInPlace(temporary, file);
  }

  /// Gives a finished file, in the same folder, its name: durably, and in one step.
  default void putInPlace(Path temporary, Path file) throws IOException {
    sync(temporary);
    rename(temporary, file);
    sync(parent(file));
  }

  private static Path publishing(Path file) {
    return file.resolveSibling(".publishing-" + file.getFileName());
  }

  /// The folder that holds this name.
  static Path parent(Path path) {
    return Objects.requireNonNull(path.toAbsolutePath().getParent());
  }
}
