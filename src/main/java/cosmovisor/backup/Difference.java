package cosmovisor.backup;

/// Something in a backup that is not as it was backed up.
///
/// @param path below the backup, as the list of files has it; empty if it is about the whole
/// @param how what is different
public record Difference(String path, String how) {

  /// A sentence.
  public String line() {
    return path.isEmpty() ? how : path + " " + how;
  }
}
