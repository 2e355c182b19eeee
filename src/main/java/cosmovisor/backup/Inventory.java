package cosmovisor.backup;

import cosmovisor.os.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Everything in the folder of backups that is one, was to become one, or was one.
public record Inventory(Path folder, Disk disk) {

  /// What something is.
  public enum State {
    /// Whole, by our manifest.
    WHOLE,
    /// Taken by somebody else, as by the original; it may be whole.
    ORIGINAL,
    /// Its manifest can't be read.
    UNREADABLE,
    /// What an attempt that was broken off has left, or one under way.
    PARTIAL,
    /// What a removal that was broken off has left, or one under way.
    REMOVING
  }

  /// One of them.
  ///
  /// @param backup with the name that it has now
  /// @param files how many; nothing if they can't be counted
  /// @param bytes of all files
  /// @param created RFC 3339, or the day alone; empty if neither is known
  public record Item(
      Backup backup, State state, Optional<Long> files, Optional<Long> bytes, String created) {}

  /// All of them, in the order of their names, leftovers last.
  public List<Item> items() throws IOException {
    List<Item> items = new ArrayList<>();
    for (Backup backup : new Shelf(folder, disk).backups()) {
      items.add(item(backup, state(backup)));
    }
    for (Path path : disk.list(folder)) {
      String name = String.valueOf(path.getFileName());
      if (name.startsWith("." + Shelf.PREFIX) && disk.isFolder(path)) {
        if (name.endsWith(".partial")) {
          items.add(item(new Backup(path, Optional.empty()), State.PARTIAL));
        } else if (name.endsWith(".removing")) {
          items.add(item(new Backup(path, Optional.empty()), State.REMOVING));
        }
      }
    }
    return items;
  }

  private State state(Backup backup) throws IOException {
    if (backup.manifest().isPresent()) {
      return State.WHOLE;
    }
    return disk.look(new BackupFiles(backup.folder()).manifest()).isPresent()
        ? State.UNREADABLE
        : State.ORIGINAL;
  }

  private Item item(Backup backup, State state) {
    Optional<BackupManifest> manifest = backup.manifest();
    Optional<Tally> tally = manifest.isPresent() ? Optional.empty() : tally(backup.folder());
    return new Item(
        backup,
        state,
        manifest.map(BackupManifest::files).or(() -> tally.map(Tally::files)),
        manifest.map(BackupManifest::bytes).or(() -> tally.map(Tally::bytes)),
        manifest
            .map(BackupManifest::created)
            .or(() -> BackupName.of(backup.folder()).map(name -> name.day().toString()))
            .orElse(""));
  }

  /// One that is under way, or that we may not look into, can't be counted.
  private Optional<Tally> tally(Path path) {
    try {
      return Optional.of(Tally.of(disk, path, CopyMethod.COPY));
    } catch (IOException unknown) {
      return Optional.empty();
    }
  }
}
