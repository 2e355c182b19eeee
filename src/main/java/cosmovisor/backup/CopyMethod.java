package cosmovisor.backup;

import java.util.Locale;

/// How a file comes into a backup, the best first.
public enum CopyMethod {
  /// Shares its blocks with the data until one of both changes; the file system sees to it.
  CLONE,
  /// A second name of the same file, for tables that the database never writes to again; a copy of
  /// all others.
  LINK,
  /// A copy.
  COPY;

  /// The method of a word.
  ///
  /// @throws IllegalArgumentException if there is none
  static CopyMethod of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /// Its word in settings and manifests.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
