package cosmovisor.crash;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A system call that has ended, from a line of `strace -f -y -o`:
///
/// ```
/// 4306  rename("/a/home/.x", "/a/home/x") = 0 (DELAYED)
/// ```
///
/// @param thread that made it
/// @param program that the thread is of; the supervisor has none
/// @param arguments as they were printed
/// @param result and what follows it
record Syscall(long thread, String program, String name, String arguments, String result) {
  private static final Pattern LINE = Pattern.compile("(?:(\\d+) +)?(\\w+)\\((.*)\\) += (.*)");
  private static final Pattern PATH = Pattern.compile("[\"<](/[^\">]*)(?:\"|\\.\\.\\.|>|$)");

  /// The one that a whole line tells of; a line of another kind has no such form.
  static Optional<Syscall> parse(String line) {
    Matcher matcher = LINE.matcher(line);
    return matcher.matches()
        ? Optional.of(
            new Syscall(
                matcher.group(1) == null ? 0 : Long.parseLong(matcher.group(1)),
                "",
                matcher.group(2),
                matcher.group(3),
                matcher.group(4)))
        : Optional.empty();
  }

  /// The same call, by a thread of this program.
  Syscall in(String whose) {
    return new Syscall(thread, whose, name, arguments, result);
  }

  /// Whether it may have changed something that outlives the process: reading does not, nor does a
  /// thread; and a new program begins at the moment at which the call that made its process ends.
  boolean changesSomething() {
    return switch (name) {
      case "openat" -> arguments.matches("(?s).*O_(CREAT|TRUNC|WRONLY|RDWR).*");
      case "clone", "clone3" -> !arguments.contains("CLONE_THREAD");
      case "execve" -> false;
      default -> true;
    };
  }

  /// Whether `strace` has made it fail.
  boolean injected() {
    return result.contains("INJECTED");
  }

  /// The call and what it was about, the same in every home and on every day.
  ///
  /// @param home in whose paths it is left out
  String label(String home) {
    Matcher paths = PATH.matcher(subject());
    StringBuilder label = new StringBuilder(name);
    String last = "";
    while (paths.find()) {
      String path = shortened(paths.group(1), home);
      if (!path.equals(last)) { // a descriptor's path comes with the argument's
        label.append(last.isEmpty() ? " " : " to ").append(path);
      }
      last = path;
    }
    if (label.length() == name.length() && arguments.contains("<pipe:")) {
      label.append(" a pipe");
    }
    return label.toString();
  }

  /// The arguments without contents, which may be full of paths.
  private String subject() {
    return name.contains("write") || name.startsWith("exec")
        ? arguments.split(", ", 2)[0]
        : arguments.replaceFirst("^AT_FDCWD<[^>]*>", "");
  }

  private static String shortened(String path, String home) {
    String below = path.startsWith(home + "/") ? path.substring(home.length() + 1) : path;
    return below
        .replaceFirst("^" + Pattern.quote(home) + "$", "the home")
        .replaceFirst("^/.*/out\\d+$", "stdout")
        .replaceFirst("^/.*/(guard|java)$", "$1")
        .replaceAll("data-backup-\\d+-\\d+-\\d+", "data-backup-DAY")
        .replaceAll("(\\.partial-v2-)[0-9a-f]{16}", "$1ID")
        .replaceAll("^/proc/\\d+/", "/proc/PID/");
  }
}
