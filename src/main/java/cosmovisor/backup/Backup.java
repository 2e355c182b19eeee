package cosmovisor.backup;

import cosmovisor.os.Disk;
import cosmovisor.os.OsString;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A backup that has its name, and so is whole.
///
/// @param folder the data
/// @param manifest what it is of; missing where something else than we has taken it, or its
///   manifest can't be read
public record Backup(Path folder, Optional<BackupManifest> manifest) {

  private static final int MAX_MANIFEST_BYTES = 64 << 10;

  /// The backup that a folder is.
  public static Backup read(Disk disk, Path folder) throws IOException {
    Path file = new BackupFiles(folder).manifest();
    return new Backup(
        folder,
        disk.isFile(file)
            ? BackupManifest.parse(disk.read(file, MAX_MANIFEST_BYTES))
            : Optional.empty());
  }

  /// The moment at which it was taken, if our manifest tells.
  public Optional<Instant> taken() {
    return manifest.flatMap(BackupManifest::taken);
  }

  /// The same as it is written down, for people; empty if nothing tells.
  public String created() {
    return manifest.map(BackupManifest::created).orElse("");
  }

  /// Whether it may be of this home; one that does not say may.
  public boolean mayBeOf(Path home) {
    String text = OsString.of(home).text();
    return manifest.flatMap(BackupManifest::home).orElse(text).equals(text);
  }

  /// Folders beside the data that are in it, by name.
  public List<String> also() {
    return manifest.map(BackupManifest::also).orElse(List.of());
  }

  /// Where a part of it is: the data, or one of the folders beside it.
  public Path part(String name) {
    return new BackupFiles(folder).part(name);
  }

  public String name() {
    return String.valueOf(folder.getFileName());
  }
}
