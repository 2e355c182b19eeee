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
      case Killed killed -> "signal: " + killed.signal();
    };
  }
}
