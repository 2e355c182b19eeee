package cosmovisor.e2e;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// Namespaces of a test's own, in which it is the administrator.
final class Namespace {
  private static final List<String> PROCESSES =
      List.of("--user", "--map-root-user", "--pid", "--fork", "--mount-proc", "--kill-child");
  private static final List<String> MOUNTS = List.of("--user", "--map-root-user", "--mount");

  private Namespace() {}

  /// Starts the image with these arguments as the first process of its own.
  static Cosmovisor firstProcess(Home home, String... arguments) {
    return start(home, PROCESSES, Stream.concat(Stream.of(image()), Stream.of(arguments)).toList());
  }

  /// Starts the image with these arguments behind these lines of shell, which may mount what they
  /// like; `$H` is the home.
  static Cosmovisor withMounts(Home home, String lines, String... arguments) {
    String script =
        "set -e\nH=$DAEMON_HOME\n"
            + lines
            + "\nexec "
            + image()
            + " "
            + String.join(" ", arguments);
    return start(home, MOUNTS, List.of("/bin/sh", "-c", script));
  }

  private static String image() {
    return Home.IMAGE.resolve("bin/cosmovisor").toString();
  }

  private static Cosmovisor start(Home home, List<String> kinds, List<String> command) {
    Assumptions.assumeTrue(isAllowed(kinds), "no namespaces for us on this system");
    Cosmovisor start =
        home.program("/usr/bin/unshare")
            .start(Stream.concat(kinds.stream(), command.stream()).toArray(String[]::new));
    home.program(image());
    return start;
  }

  private static boolean isAllowed(List<String> kinds) {
    try {
      List<String> words =
          Stream.of(Stream.of("unshare"), kinds.stream(), Stream.of("true"))
              .flatMap(part -> part)
              .toList();
      return new ProcessBuilder(words).start().waitFor() == 0;
    } catch (IOException none) {
      return false;
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
