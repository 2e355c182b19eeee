package cosmovisor.crash;

import java.util.HashMap;
import java.util.Map;

/// Which program each traced thread is of: that of the thread that made it, until it becomes
/// another.
final class Programs {
  /// The short-lived process that fetches a binary.
  static final String WORKER = "worker";

  /// A node, a script, or whatever is about to become one.
  private static final String OTHER = "other";

  private final Map<Long, String> programs = new HashMap<>();

  /// The call with its program, which it may have changed or handed on.
  Syscall tell(Syscall call) {
    String program = programs.getOrDefault(call.thread(), "");
    if (call.name().startsWith("clone") || call.name().equals("vfork")) {
      String made = call.result().replaceFirst("^(\\d+).*", "$1");
      if (made.matches("\\d{1,9}")) {
        programs.putIfAbsent(Long.parseLong(made), program);
      }
    }
    if (call.name().equals("execve") && call.result().startsWith("0")) {
      boolean worker = call.arguments().matches("\"[^\"]*/java\".*\"__fetch\".*");
      programs.put(call.thread(), worker ? WORKER : OTHER);
    }
    return call.in(program);
  }
}
