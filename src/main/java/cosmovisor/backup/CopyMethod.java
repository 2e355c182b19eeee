package cosmovisor.backup;

import java.util.Locale;
import java.util.Optional;

/// How a file comes into a backup, the best first.
public enum CopyMethod {
  /// Shares its blocks with the data until one of both changes; the file system sees to it.
  CLONE,
  /// A second name of the same file, for tables that the database never writes to again; a copy of
  /// all others.
  LINK,
  /// A copy.
  COPY;

  /// The method that an operator's word names; nothing for `auto`, the best that can be had.
  public static Optional<CopyMethod> wanted(String word) {
    return word.equals("auto") ? Optional.empty() : Optional.of(of(word));
  }

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
