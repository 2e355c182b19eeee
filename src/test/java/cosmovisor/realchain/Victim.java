package cosmovisor.realchain;

import java.util.Locale;

/// Who is killed.
enum Victim {
  SUPERVISOR,
  NODE,
  BOTH;

  boolean supervisor() {
    return this != NODE;
  }

  boolean node() {
    return this != SUPERVISOR;
  }

  /// In a table.
  String words() {
    return name().toLowerCase(Locale.ROOT);
  }
}
