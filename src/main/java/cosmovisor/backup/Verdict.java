package cosmovisor.backup;

import java.util.List;

/// What came of looking at a backup.
///
/// @param files that were recorded, or, where nothing was, that are there
/// @param bytes of all of them
/// @param compared bytes of those whose content was compared; of the others, which share their
///   blocks with the data, only the size is known
/// @param differences the first ones
/// @param count of all differences
public record Verdict(
    Backup backup,
    Basis basis,
    long files,
    long bytes,
    long compared,
    List<Difference> differences,
    long count) {

  /// What a backup was compared with.
  public enum Basis {
    /// The list of everything that was backed up.
    LIST,
    /// No record: somebody else took it. Only whether its databases are complete was looked at.
    STRUCTURE
  }

  public Verdict {
    differences = List.copyOf(differences);
  }

  /// Whether it may be restored.
  public boolean isGood() {
    return count == 0;
  }
}
