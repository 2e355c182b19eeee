package cosmovisor.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Names of folders directly below the home, as an operator gives them.
final class FolderNames {
  private static final String NONE = "none";
  private static final String PLAIN = "[A-Za-z0-9_-]+";

  /// The data is backed up anyway; keys never are; versions can be had again, and the backups
  /// themselves may lie in the home.
  private static final List<String> TAKEN = List.of("data", "config", "cosmovisor", NONE);

  private FolderNames() {}

  /// The names in a text, in its order; nothing if one of them can't be a name.
  static Optional<List<String>> of(String text) {
    if (text.strip().equals(NONE)) {
      return Optional.of(List.of());
    }
    List<String> names = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      String name = part.strip();
      boolean isTaken =
          TAKEN.contains(name.toLowerCase(Locale.ROOT)) || name.startsWith("data-backup-");
      if (!name.matches(PLAIN) || isTaken || names.contains(name)) {
        return Optional.empty();
      }
      names.add(name);
    }
    return Optional.of(names);
  }

  static String shown(List<String> names) {
    return names.isEmpty() ? NONE : String.join(",", names);
  }
}
