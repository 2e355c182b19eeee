package cosmovisor.os;

/// How a process ended.
public sealed interface ProcessExit {

  /// It returned this code, 0 to 255.
  record Code(int code) implements ProcessExit {}

  /// A signal of this number ended it.
  record Killed(int signal) implements ProcessExit {}

  /// The exit status that hands this end on: the code, or 128 + the signal as shells do.
  default int status() {
    return switch (this) {
      case Code code -> code.code();
      case Killed killed -> 128 + killed.signal();
    };
  }

  /// In the words that the original's users know.
  default String words() {
    return switch (this) {
      case Code code -> "exit status " + code.code();
      case Killed killed -> "signal: " + name(killed.signal());
    };
  }

  /// Go's words for the signals that end nodes.
  private static String name(int signal) {
    return switch (signal) {
      case 1 -> "hangup";
      case 2 -> "interrupt";
      case 3 -> "quit";
      case 4 -> "illegal instruction";
      case 6 -> "aborted";
      case 7 -> "bus error";
      case 8 -> "floating point exception";
      case 9 -> "killed";
      case 10 -> "user defined signal 1";
      case 11 -> "segmentation fault";
      case 12 -> "user defined signal 2";
      case 13 -> "broken pipe";
      case 15 -> "terminated";
      default -> String.valueOf(signal);
    };
  }
}
