package cosmovisor.sim;

import cosmovisor.sim.Inode.Folder;
import cosmovisor.sim.Inode.Symbolic;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Follows a path through folders and links, as path_resolution(7) has it.
final class PathWalk {
  static final String NO_FOLDER = "Not a directory";

  private static final int MOST_LINKS = 40;

  private final Path path;
  private final boolean follow;
  private final Folder root;
  private final List<Folder> folders = new ArrayList<>();
  private final List<String> names = new ArrayList<>();
  private final Deque<String> parts = new ArrayDeque<>();
  private int links;

  private PathWalk(Folder root, Path path, boolean follow) {
    this.root = root;
    this.path = path;
    this.follow = follow;
    push(path.toString());
  }

  /// Where a path ends.
  ///
  /// @param folder that holds the last name
  /// @param name empty for a path that ends in a folder by itself, as `/` does
  /// @param inode what the name stands for, if it is there
  /// @param path the same without a link in it
  record Place(Folder folder, String name, @Nullable Inode inode, Path path) {}

  /// @param follow whether a link at the end is followed too
  static Place find(Folder root, Path path, boolean follow) throws IOException {
    Place plain = findPlain(root, path, follow);
    return plain == null ? new PathWalk(root, path, follow).walk() : plain;
  }

  /// Nearly every path is plain: folders, then a name. Found without a detour, since this is where
  /// a simulation spends its time.
  ///
  /// @return nothing if the path is not plain, or does not lead to a folder that may be searched
  private static @Nullable Place findPlain(Folder root, Path path, boolean follow) {
    String text = path.toString();
    Folder folder = root;
    int start = 1;
    for (int end = text.indexOf('/', start); end >= 0; end = text.indexOf('/', start)) {
      if (!folder.may(Inode.EXECUTE)
          || !(folder.names.get(text.substring(start, end)) instanceof Folder next)) {
        return null;
      }
      folder = next;
      start = end + 1;
    }
    String name = text.substring(start);
    Inode inode = folder.names.get(name);
    boolean isPlain =
        !name.isEmpty()
            && !name.equals(".")
            && !name.equals("..")
            && !(follow && inode instanceof Symbolic)
            && folder.may(Inode.EXECUTE);
    return isPlain ? new Place(folder, name, inode, path) : null;
  }

  /// What a path leads to.
  ///
  /// @throws NoSuchFileException if there is nothing
  static Inode must(Folder root, Path path, boolean follow) throws IOException {
    Inode inode = find(root, path, follow).inode();
    if (inode == null) {
      throw new NoSuchFileException(path.toString());
    }
    return inode;
  }

  private Place walk() throws IOException {
    while (!parts.isEmpty()) {
      String part = parts.pop();
      if (part.equals("..")) {
        up();
      } else {
        Place end = step(part);
        if (end != null) {
          return end;
        }
      }
    }
    return place("", here());
  }

  private Place place(String name, @Nullable Inode inode) {
    return new Place(here(), name, inode, Path.of("/" + String.join("/", names), name));
  }

  private Folder here() {
    return folders.getLast();
  }

  private void up() {
    if (folders.size() > 1) {
      folders.removeLast();
      names.removeLast();
    }
  }

  private @Nullable Place step(String part) throws IOException {
    if (!here().may(Inode.EXECUTE)) {
      throw new AccessDeniedException(path.toString());
    }
    Inode inode = here().names.get(part);
    boolean last = parts.isEmpty();
    if (inode instanceof Symbolic link && (follow || !last)) {
      if (++links > MOST_LINKS) {
        throw new FileSystemException(path.toString(), null, "Too many levels of symbolic links");
      }
      push(link.target);
      return null;
    }
    if (last) {
      return place(part, inode);
    }
    if (inode == null) {
      throw new NoSuchFileException(path.toString());
    }
    if (!(inode instanceof Folder folder)) {
      throw new FileSystemException(path.toString(), null, NO_FOLDER);
    }
    folders.add(folder);
    names.add(part);
    return null;
  }

  /// Puts a text's parts before those that are still to come.
  private void push(String text) {
    if (text.startsWith("/")) {
      folders.clear();
      names.clear();
      folders.add(root);
    }
    int end = text.length();
    while (end > 0) {
      int start = text.lastIndexOf('/', end - 1);
      String part = text.substring(start + 1, end);
      if (!part.isEmpty() && !part.equals(".")) {
        parts.push(part);
      }
      end = start;
    }
  }
}
