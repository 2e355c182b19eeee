package cosmovisor.sim;

import cosmovisor.os.Disk;
import cosmovisor.sim.Faults.Way;
import cosmovisor.sim.Inode.Folder;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32C;

/// A disk in memory, with what everybody sees and what would be left after a power cut.
///
/// # Which disks this is
///
/// Linux file systems that keep a journal of their names (ext4 in any data mode but `writeback`,
/// xfs, btrfs, f2fs), and beyond them any that POSIX allows, as long as a rename within a folder is
/// one step on the platters too. POSIX does not promise that, but all of these keep it, and there
/// is no crash-safe program without it.
///
/// What a [#sync] or [#syncFileSystem] has made certain stays. For the rest, a power cut keeps
///
/// - of the changes of names: none, all, all up to some moment (a journal), or any of them (each
///   folder's blocks went out as they came). A rename is one change. One between two folders may
///   leave the file in both, never in neither.
/// - of a file's content: what was certain before, or a beginning of the new content, whole, short,
///   empty, or filled up with zeros (xfs lets the size land before the bytes). An appended file
///   keeps what was synced before. So a file whose name was synced and whose content was not shows
///   anything between nothing and all of it, which is what happens to whoever renames before
///   syncing.
/// - of permissions: the old or the new ones.
///
/// Kinder than these are the disks that do more than asked: ext4 writes a replaced file before the
/// rename that replaces it, and makes a new file's name certain with its content. Not modelled are
/// disks that lie about a sync, lose what was certain, or show another file's old bytes.
///
/// A *kill* of a process changes nothing here: what was written is seen by the next.
///
/// # Who we are
///
/// The owner of every file, without the rights of root, with the umask 022.
public final class SimDisk implements Disk {
  private final Faults faults;
  private final boolean clones;
  private SimTree tree;

  /// One that clones no files.
  ///
  /// @param millis the time that files are stamped with
  public SimDisk(Faults faults, LongSupplier millis) {
    this(faults, millis, false);
  }

  /// @param millis the time that files are stamped with
  /// @param clones whether files can be cloned, as on XFS and Btrfs
  public SimDisk(Faults faults, LongSupplier millis, boolean clones) {
    this.faults = faults;
    this.clones = clones;
    this.tree = new SimTree(new Folder(0755, millis.getAsLong()), millis);
  }

  /// This disk as others use it: the node's own writes, an operator's, a test's. Nothing fails.
  public SimTree tree() {
    return tree;
  }

  /// The power is gone and comes back: what was not certain is decided.
  public void powerCut(RandomGenerator random) {
    tree = new PowerCut(random, tree).leaves();
  }

  @Override
  public Optional<Facts> follow(Path path) throws IOException {
    faults.at(Verb.FOLLOW, path).end();
    return tree.facts(path, true);
  }

  @Override
  public Optional<Facts> look(Path path) throws IOException {
    faults.at(Verb.LOOK, path).end();
    return tree.facts(path, false);
  }

  @Override
  public byte[] read(Path file, int limit) throws IOException {
    faults.at(Verb.READ, file).end();
    return tree.read(file, limit);
  }

  @Override
  public byte[] read(Path file, long from, int limit) throws IOException {
    faults.at(Verb.READ, file).end();
    byte[] whole = tree.read(file, Integer.MAX_VALUE);
    int first = (int) Math.min(from, whole.length);
    return Arrays.copyOfRange(whole, first, first + Math.min(limit, whole.length - first));
  }

  @Override
  public List<Path> list(Path folder) throws IOException {
    faults.at(Verb.LIST, folder).end();
    return tree.list(folder);
  }

  @Override
  public Path readLink(Path link) throws IOException {
    faults.at(Verb.READ_LINK, link).end();
    return tree.readLink(link);
  }

  @Override
  public Path resolve(Path path) throws IOException {
    faults.at(Verb.RESOLVE, path).end();
    return tree.resolve(path);
  }

  @Override
  public void makeFolders(Path folder) throws IOException {
    List<Path> missing = new ArrayList<>();
    for (Path at = folder; at != null && tree.facts(at, true).isEmpty(); at = at.getParent()) {
      missing.addFirst(at);
    }
    if (missing.isEmpty()) {
      faults.at(Verb.MAKE_FOLDERS, folder).end();
      tree.mustBeFolder(folder);
    }
    for (Path path : missing) {
      faults.at(Verb.MAKE_FOLDERS, path).end();
      tree.makeFolder(path);
    }
  }

  @Override
  public void write(Path file, byte[] content) throws IOException {
    Way way = faults.at(Verb.WRITE, file);
    tree.write(file, way.part(content));
    way.end();
  }

  @Override
  public void append(Path file, byte[] content) throws IOException {
    Way way = faults.at(Verb.APPEND, file);
    tree.append(file, way.part(content));
    way.end();
  }

  @Override
  public void link(Path link, Path target) throws IOException {
    faults.at(Verb.LINK, link).end();
    tree.link(link, target.toString());
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    faults.at(Verb.RENAME, to).end();
    tree.rename(from, to);
  }

  @Override
  public void remove(Path path) throws IOException {
    if (tree.facts(path, false).filter(f -> f.kind() == Kind.FOLDER).isPresent()) {
      for (Path below : tree.list(path)) {
        remove(below);
      }
    }
    faults.at(Verb.REMOVE, path).end();
    tree.removeOne(path);
  }

  @Override
  public void setPermissions(Path file, String permissions) throws IOException {
    faults.at(Verb.SET_PERMISSIONS, file).end();
    tree.setMode(file, SimTree.mode(permissions));
  }

  @Override
  public void makeExecutable(Path file) throws IOException {
    faults.at(Verb.MAKE_EXECUTABLE, file).end();
    tree.setMode(file, tree.mode(file) | 0111);
  }

  @Override
  public long copy(Path from, Path to) throws IOException {
    Way way = faults.at(Verb.COPY, to);
    if (tree.facts(from, false).filter(f -> f.kind() == Kind.FILE).isEmpty()) {
      way.end();
      return tree.copyBare(from, to);
    }
    byte[] content = tree.read(from, Integer.MAX_VALUE);
    tree.writeNew(to, way.part(content));
    way.end();
    tree.copyAttributes(from, to);
    return content.length;
  }

  @Override
  public long copyContent(Path from, Path to) throws IOException {
    Way way = faults.at(Verb.COPY_CONTENT, to);
    byte[] content = tree.read(from, Integer.MAX_VALUE);
    tree.writeNew(to, way.part(content));
    way.end();
    return content.length;
  }

  @Override
  public void cloneFile(Path from, Path to) throws IOException {
    Way way = faults.at(Verb.CLONE, to);
    if (!clones) {
      throw new FileSystemException(to.toString(), null, "operation not supported");
    }
    tree.writeNew(to, tree.read(from, Integer.MAX_VALUE));
    tree.copyAttributes(from, to);
    way.end();
  }

  @Override
  public void hardLink(Path file, Path name) throws IOException {
    faults.at(Verb.HARD_LINK, name).end();
    tree.hardLink(file, name);
  }

  @Override
  public long copyChecked(Path from, Path to) throws IOException {
    Way way = faults.at(Verb.COPY_CHECKED, to);
    byte[] content = tree.read(from, Integer.MAX_VALUE);
    tree.writeNew(to, way.part(content));
    way.end();
    tree.copyAttributes(from, to);
    return sum(content);
  }

  @Override
  public long checksum(Path file) throws IOException {
    faults.at(Verb.CHECKSUM, file).end();
    return sum(tree.read(file, Integer.MAX_VALUE));
  }

  private static long sum(byte[] content) {
    CRC32C sum = new CRC32C();
    sum.update(content);
    return sum.getValue();
  }

  @Override
  public void copyPermissions(Path from, Path to) throws IOException {
    faults.at(Verb.COPY_PERMISSIONS, to).end();
    tree.setMode(to, tree.mode(from));
  }

  @Override
  public void sync(Path path) throws IOException {
    faults.at(Verb.SYNC, path).end();
    tree.mustBeThere(path);
    if (Thread.currentThread().isInterrupted()) {
      throw new ClosedByInterruptException(); // as a FileChannel does
    }
    tree.sync(path);
  }

  @Override
  public void syncFileSystem(Path path) throws IOException {
    faults.at(Verb.SYNC_FILE_SYSTEM, path).end();
    tree.mustBeThere(path);
    tree.syncAll();
  }

  @Override
  public Optional<Long> locker(Path file) throws IOException {
    tree.mustBeThere(file);
    return Optional.empty(); // locks are not simulated
  }

  @Override
  public long room(Path path) throws IOException {
    faults.at(Verb.ROOM, path).end();
    tree.mustBeThere(path);
    return tree.room();
  }
}
