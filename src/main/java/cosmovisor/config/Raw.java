package cosmovisor.config;

import cosmovisor.os.OsString;

/// A value as it was set, before anybody asked whether it fits.
sealed interface Raw {

  /// A text: all there is in an environment.
  record Text(OsString value) implements Raw {}

  /// A whole number of a file.
  record Whole(long value) implements Raw {}

  /// A boolean of a file.
  record Truth(boolean value) implements Raw {}

  /// Something of a file that no setting takes.
  ///
  /// @param what it is, with its article
  record Other(String what) implements Raw {}

  /// Its name in a sentence, safe to print.
  default String found() {
    return switch (this) {
      case Text text -> "\"" + printable(text.value().text()) + "\"";
      case Whole number -> "the number " + number.value();
      case Truth truth -> "the boolean " + truth.value();
      case Other other -> other.what();
    };
  }

  /// Set by whoever writes the unit file, but printed to a terminal: no control characters.
  static String printable(String value) {
    return value.replaceAll("\\p{Cntrl}", "?");
  }
}
