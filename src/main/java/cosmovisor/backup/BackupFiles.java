package cosmovisor.backup;

import cosmovisor.os.Clearance;
import cosmovisor.os.Disk;
import cosmovisor.os.OsString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;

/// A backup and what lies beside it.
///
/// ```
/// data-backup-2026-1-2/          the data, and nothing but
/// .data-backup-2026-1-2.json     what it is of
/// .data-backup-2026-1-2.files    everything in it
/// .data-backup-2026-1-2.also/    a folder each for what lay beside the data: wasm
/// .data-backup-2026-1-2.partial  while it is made
/// .data-backup-2026-1-2.removing while it is removed
/// .data-backup-2026-1-2.owner -> the home of which it is made, meanwhile
/// ```
record BackupFiles(Path backup) {
  /// What the data is called in the list of files.
  static final String DATA = "data";

  private static final String REMOVING = ".removing";

  Path partial() {
    return beside(".partial");
  }

  Path manifest() {
    return beside(".json");
  }

  Path list() {
    return beside(".files");
  }

  /// Where what lay beside the data goes; under its own name at once, since no backup is there
  /// before its folder has its own.
  Path also() {
    return beside(".also");
  }

  Path removing() {
    return beside(REMOVING);
  }

  /// Where it is said who makes it, where two homes may have one folder.
  Path owner() {
    return beside(".owner");
  }

  /// Takes the name for a home, so that no other, which reaches the same upgrade at the same
  /// moment, takes it as well.
  ///
  /// @return whether it is that home's now
  boolean claim(Disk disk, Path home) throws IOException {
    try {
      disk.link(owner(), home);
      return true;
    } catch (FileAlreadyExistsException taken) {
      return disk.readLink(owner()).equals(home);
    } catch (IOException noLinks) {
      return true; // nobody can claim here
    }
  }

  /// Where something lies that the list has under this path.
  Path place(OsString listed) {
    String text = new String(listed.bytes(), StandardCharsets.ISO_8859_1);
    return text.startsWith(DATA + "/")
        ? OsString.of(Arrays.copyOfRange(listed.bytes(), DATA.length() + 1, text.length()))
            .under(backup)
        : listed.under(also());
  }

  /// The number that a name takes up among those of a day, 0 if none; one that is being removed
  /// still does, since what lies beside it would be taken for another's.
  static int numberOf(Path path, LocalDate day) {
    String name = String.valueOf(path.getFileName());
    String backup =
        name.startsWith(".") && name.endsWith(REMOVING)
            ? name.substring(1, name.length() - REMOVING.length())
            : name;
    return BackupName.of(path.resolveSibling(backup))
        .filter(one -> one.day().equals(day))
        .map(BackupName::number)
        .orElse(0);
  }

  /// Where a part goes.
  Path target(String part) {
    return part.equals(DATA) ? partial() : also().resolve(part);
  }

  /// Where a part of a whole backup is.
  Path part(String part) {
    return part.equals(DATA) ? backup : also().resolve(part);
  }

  private Path beside(String ending) {
    return backup.resolveSibling("." + backup.getFileName() + ending);
  }

  /// What an attempt that was broken off has left. The partial folder goes last: without it the
  /// rest would be that of a backup that was moved elsewhere, see [#isOfOneElsewhere].
  void removePartial(Disk disk) throws IOException {
    disk.remove(manifest());
    disk.remove(list());
    new Clearance(disk).remove(also());
    new Clearance(disk).remove(partial());
  }

  /// Whether a backup of this name was whole once, and its folder was moved away by somebody: what
  /// lies beside it still belongs to it.
  boolean isOfOneElsewhere(Disk disk) throws IOException {
    return disk.look(manifest()).isPresent()
        && disk.look(backup).isEmpty()
        && disk.look(partial()).isEmpty();
  }
}
