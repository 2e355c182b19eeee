package cosmovisor.sim;

import cosmovisor.os.Disk.Facts;
import cosmovisor.os.Disk.Kind;
import cosmovisor.sim.Inode.Change;
import cosmovisor.sim.Inode.Folder;
import cosmovisor.sim.Inode.Plain;
import cosmovisor.sim.Inode.Symbolic;
import cosmovisor.sim.PathWalk.Place;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The files of a [SimDisk], as whoever writes to them knows them: nothing here fails but for
/// cause.
public final class SimTree {
  private static final int NEW_FILE = 0644;
  private static final int NEW_FOLDER = 0755;

  final Folder root;
  final LongSupplier millis;
  private long names;
  private long changes;
  private long capacity = Long.MAX_VALUE;

  SimTree(Folder root, LongSupplier millis) {
    this.root = root;
    this.millis = millis;
  }

  /// How many bytes all files together may hold from now on.
  public void limit(long bytes) {
    capacity = bytes;
  }

  /// How many changes of names there were.
  long nameChanges() {
    return names;
  }

  /// How many changes of any kind there were.
  public long changes() {
    return names + changes;
  }

  long capacity() {
    return capacity;
  }

  long room() {
    return capacity == Long.MAX_VALUE ? capacity : Math.max(0, capacity - used(root));
  }

  /// Bytes in all files.
  long used() {
    return used(root);
  }

  private static long used(Inode inode) {
    return switch (inode) {
      case Plain file -> file.content.length;
      case Symbolic _ -> 0;
      case Folder folder -> folder.names.values().stream().mapToLong(SimTree::used).sum();
    };
  }

  /// The facts of a name, if there is anything.
  public Optional<Facts> facts(Path path, boolean follow) throws IOException {
    try {
      return Optional.ofNullable(find(path, follow).inode()).map(SimTree::facts);
    } catch (NoSuchFileException missing) {
      return Optional.empty();
    } catch (FileSystemException failure) {
      if (PathWalk.NO_FOLDER.equals(failure.getReason())) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  private static Facts facts(Inode inode) {
    return switch (inode) {
      case Plain file ->
          new Facts(Kind.FILE, file.content.length, file.may(Inode.EXECUTE), file.modifiedMillis);
      case Symbolic link -> new Facts(Kind.LINK, link.target.length(), false, link.modifiedMillis);
      case Folder folder -> new Facts(Kind.FOLDER, 4096, false, folder.modifiedMillis);
    };
  }

  private Place find(Path path, boolean follow) throws IOException {
    return PathWalk.find(root, path, follow);
  }

  /// What a path leads to in the end.
  Inode must(Path path) throws IOException {
    return PathWalk.must(root, path, true);
  }

  void mustBeThere(Path path) throws IOException {
    must(path);
  }

  void mustBeFolder(Path path) throws IOException {
    if (!(must(path) instanceof Folder)) {
      throw new FileAlreadyExistsException(path.toString());
    }
  }

  public byte[] read(Path file, int limit) throws IOException {
    Inode inode = must(file);
    if (!inode.may(Inode.READ)) {
      throw new AccessDeniedException(file.toString());
    }
    if (!(inode instanceof Plain plain)) {
      throw new IOException("Is a directory");
    }
    return Arrays.copyOf(plain.content, Math.min(limit, plain.content.length));
  }

  /// The names in a folder, in their order.
  public List<Path> list(Path path) throws IOException {
    if (!(must(path) instanceof Folder folder)) {
      throw new NotDirectoryException(path.toString());
    }
    if (!folder.may(Inode.READ)) {
      throw new AccessDeniedException(path.toString());
    }
    return folder.names.keySet().stream().map(path::resolve).sorted().toList();
  }

  public Path readLink(Path path) throws IOException {
    if (PathWalk.must(root, path, false) instanceof Symbolic link) {
      return Path.of(link.target);
    }
    throw new NotLinkException(path.toString());
  }

  Path resolve(Path path) throws IOException {
    Place place = find(path, true);
    if (place.inode() == null) {
      throw new NoSuchFileException(path.toString());
    }
    return place.path();
  }

  /// Makes one folder.
  void makeFolder(Path path) throws IOException {
    put(free(path), path, new Folder(NEW_FOLDER, millis.getAsLong()));
  }

  /// Makes a folder and all above it.
  public void makeFolders(Path path) throws IOException {
    Path parent = path.getParent();
    if (facts(path, true).isEmpty()) {
      if (parent != null) {
        makeFolders(parent);
      }
      makeFolder(path);
    }
  }

  /// Writes a file anew: emptied first, then filled as far as there is room.
  public void write(Path path, byte[] content) throws IOException {
    fill(writable(path), path, content);
  }

  private Plain writable(Path path) throws IOException {
    Place place = find(path, true);
    return switch (place.inode()) {
      case null -> {
        Plain made = new Plain(NEW_FILE, millis.getAsLong());
        put(place, path, made);
        yield made;
      }
      case Plain there when there.may(Inode.WRITE) -> there;
      case Plain _ -> throw new AccessDeniedException(path.toString());
      case Inode _ -> throw new FileSystemException(path.toString(), null, "Is a directory");
    };
  }

  private void fill(Plain file, Path path, byte[] content) throws IOException {
    changes++;
    file.replace(new byte[0], millis.getAsLong());
    int fits = (int) Math.min(content.length, room());
    file.replace(Arrays.copyOf(content, fits), millis.getAsLong());
    if (fits < content.length) {
      throw new FileSystemException(path.toString(), null, Faults.ENOSPC);
    }
  }

  /// Writes a file that must not be there yet.
  void writeNew(Path path, byte[] content) throws IOException {
    free(path);
    write(path, content);
  }

  /// Adds to a file, which is made where it is missing.
  public void append(Path path, byte[] more) throws IOException {
    Plain file = writable(path);
    int fits = (int) Math.min(more.length, room());
    changes++;
    file.append(Arrays.copyOf(more, fits), millis.getAsLong());
    if (fits < more.length) {
      throw new FileSystemException(path.toString(), null, Faults.ENOSPC);
    }
  }

  public void link(Path path, String target) throws IOException {
    put(free(path), path, new Symbolic(target, millis.getAsLong()));
  }

  private Place free(Path path) throws IOException {
    Place place = find(path, false);
    if (place.inode() != null) {
      throw new FileAlreadyExistsException(path.toString());
    }
    return place;
  }

  private void put(Place place, Path path, Inode inode) throws IOException {
    mustBeWritable(place, path);
    place.folder().apply(Change.put(++names, place.name(), inode), millis.getAsLong());
  }

  private static void mustBeWritable(Place place, Path path) throws IOException {
    if (!place.folder().may(Inode.WRITE)) {
      throw new AccessDeniedException(path.toString());
    }
  }

  /// Renames, replacing what has the new name.
  public void rename(Path from, Path to) throws IOException {
    Place source = find(from, false);
    Place target = find(to, false);
    Inode moved = source.inode();
    if (moved == null) {
      throw new NoSuchFileException(from.toString(), to.toString(), null);
    }
    mustBeWritable(source, from);
    mustBeWritable(target, to);
    mustBeReplaceable(from, to, moved, target);
    if (moved == target.inode()) {
      return;
    }
    long now = millis.getAsLong();
    if (source.folder() == target.folder()) {
      source.folder().apply(Change.rename(++names, source.name(), target.name(), moved), now);
    } else {
      Change put = Change.put(++names, target.name(), moved);
      target.folder().apply(put, now);
      source.folder().apply(Change.dropAfter(++names, source.name(), put, target.folder()), now);
    }
  }

  private static void mustBeReplaceable(Path from, Path to, Inode moved, Place target)
      throws IOException {
    String why = null;
    if (moved instanceof Folder && to.startsWith(from) && !to.equals(from)) {
      why = "Invalid argument";
    } else if (target.inode() instanceof Folder there && there != moved) {
      why =
          !(moved instanceof Folder)
              ? "Is a directory"
              : there.names.isEmpty() ? null : "Directory not empty";
    } else if (target.inode() != null && moved instanceof Folder && target.inode() != moved) {
      why = "Not a directory";
    }
    if (why != null) {
      throw new FileSystemException(from.toString(), to.toString(), why);
    }
  }

  /// Removes a file, a link or an empty folder.
  public void removeOne(Path path) throws IOException {
    Place place;
    try {
      place = find(path, false);
    } catch (NoSuchFileException missing) {
      return;
    }
    switch (place.inode()) {
      case null -> {}
      case Folder folder when !folder.names.isEmpty() ->
          throw new DirectoryNotEmptyException(path.toString());
      case Inode _ -> {
        mustBeWritable(place, path);
        place.folder().apply(Change.drop(++names, place.name()), millis.getAsLong());
      }
    }
  }

  static int mode(String permissions) {
    int mode = 0;
    for (int i = 0; i < permissions.length(); i++) {
      mode = mode << 1 | (permissions.charAt(i) == '-' ? 0 : 1);
    }
    return mode;
  }

  int mode(Path path) throws IOException {
    return must(path).mode;
  }

  public void setMode(Path path, int mode) throws IOException {
    changes++;
    must(path).mode = mode;
  }

  /// Copies a link's text or a bare folder.
  long copyBare(Path from, Path to) throws IOException {
    @Nullable Inode inode = PathWalk.must(root, from, false);
    if (inode instanceof Symbolic link) {
      link(to, link.target);
    } else {
      makeFolder(to);
    }
    return 0;
  }

  /// A second name of a file.
  void hardLink(Path file, Path name) throws IOException {
    put(free(name), name, must(file));
  }

  void copyAttributes(Path from, Path to) throws IOException {
    Inode source = must(from);
    Inode target = must(to);
    target.mode = source.mode;
    target.modifiedMillis = source.modifiedMillis;
  }

  /// Makes a file's content or a folder's names certain.
  public void sync(Path path) throws IOException {
    Inode inode = must(path);
    if (!inode.may(Inode.READ)) {
      throw new AccessDeniedException(path.toString());
    }
    sync(inode);
  }

  private static void sync(Inode inode) {
    switch (inode) {
      case Plain file -> file.sync();
      case Folder folder -> folder.sync();
      case Symbolic _ -> {}
    }
  }

  /// Makes everything certain.
  public void syncAll() {
    syncBelow(root);
  }

  private static void syncBelow(Inode inode) {
    sync(inode);
    if (inode instanceof Folder folder) {
      folder.names.values().forEach(SimTree::syncBelow);
    }
  }
}
