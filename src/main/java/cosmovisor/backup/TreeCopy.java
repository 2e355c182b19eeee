package cosmovisor.backup;

import cosmovisor.os.Disk;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/// Brings a folder with all that is in it to another place, each file by the method that was
/// chosen, and notes how.
///
/// Folders are made and given their permissions by the thread that walks, files are brought by
/// [Lanes], since a disk has more than one thing to do at a time. What is in memory is the names of
/// the folders, those of the files in one of them, and what the lanes hold.
final class TreeCopy {
  private final Disk disk;
  private final CopyMethod method;
  private final Lanes lanes;
  private final Notes notes;
  private final LongConsumer progress;
  private final String part;
  private final List<Made> folders = new ArrayList<>();
  private Path from = Path.of("/");

  /// Is told of everything that has come, by whatever thread brought it.
  interface Notes {
    void add(FileEntry entry) throws IOException;
  }

  /// @param part what the folder is called in the notes
  /// @param progress is told the bytes of each file that has come, from any thread
  TreeCopy(
      Disk disk, CopyMethod method, Lanes lanes, Notes notes, String part, LongConsumer progress) {
    this.disk = disk;
    this.method = method;
    this.lanes = lanes;
    this.notes = notes;
    this.part = part;
    this.progress = progress;
  }

  /// Copies; nobody may write to the folder meanwhile.
  ///
  /// @param target is made
  /// @throws InterruptedIOException if this thread is interrupted
  void copy(Path folder, Path target) throws IOException {
    from = folder;
    make(folder, target);
    lanes.await();
    finish();
  }

  /// A folder, and what was made after its picture.
  private record Made(Path from, Path to) {}

  private void make(Path folder, Path target) throws IOException {
    disk.copy(folder, target);
    folders.add(new Made(folder, target));
    fill(folder, target);
  }

  private void fill(Path folder, Path target) throws IOException {
    List<Path> names = disk.list(folder);
    SortedTables tables = new SortedTables(names);
    for (Path name : names) {
      if (Thread.interrupted()) {
        throw new InterruptedIOException("stopped");
      }
      Path copy = target.resolve(name.getFileName());
      Optional<Disk.Facts> facts = disk.look(name);
      switch (facts.map(Disk.Facts::kind).orElse(Disk.Kind.OTHER)) {
        case OTHER -> {} // sockets and pipes hold nothing
        case LINK -> {
          disk.copy(name, copy);
          notes.add(FileEntry.bare(FileEntry.Kind.SYMLINK, path(name)));
        }
        case FOLDER -> {
          notes.add(FileEntry.bare(FileEntry.Kind.FOLDER, path(name)));
          make(name, copy);
        }
        case FILE -> {
          boolean stays = tables.has(name);
          long bytes = facts.get().size();
          lanes.run(() -> bring(name, copy, bytes, stays));
        }
      }
    }
  }

  /// A folder that may not be written to can only be given its permissions when it is full.
  private void finish() throws IOException {
    for (Made made : folders.reversed()) {
      disk.copyPermissions(made.from(), made.to());
    }
  }

  private void bring(Path file, Path copy, long bytes, boolean stays) throws IOException {
    if (method == CopyMethod.CLONE) {
      disk.cloneFile(file, copy);
      notes.add(FileEntry.shared(FileEntry.Kind.CLONE, path(file), bytes));
    } else if (method == CopyMethod.LINK && stays) {
      disk.hardLink(file, copy);
      notes.add(FileEntry.shared(FileEntry.Kind.LINK, path(file), bytes));
    } else {
      long checksum = disk.copyChecked(file, copy);
      notes.add(FileEntry.copied(path(file), bytes, checksum));
    }
    progress.accept(bytes);
  }

  private String path(Path file) {
    return part + "/" + FileList.escaped(from, file);
  }
}
