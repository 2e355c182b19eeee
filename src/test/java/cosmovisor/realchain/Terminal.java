package cosmovisor.realchain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A terminal as the walk's reader has it: what one block exports, and the folder it goes to, the
/// next one finds. Each block is a `bash` of its own all the same, so that one that fails or hangs
/// is told apart from the others.
final class Terminal {
  private final Path log;
  private final Path memory;
  private final Map<String, String> environment;

  /// @param folder where the terminal keeps its log and what it remembers
  /// @param environment what it has beyond what this process has
  Terminal(Path folder, Map<String, String> environment) throws IOException {
    this.log = folder.resolve("terminal.log");
    this.memory = Files.createFile(folder.resolve("terminal.env"));
    this.environment = Map.copyOf(environment);
  }

  /// Runs `block` to its end and gives what it wrote to stdout.
  ///
  /// @throws AssertionError if one of its commands fails, or if `limit` passes
  String run(String block, Duration limit) throws IOException, InterruptedException {
    Path out = Files.createTempFile(log.getParent(), "block", ".out");
    String remember = "{ export -p; printf 'cd %q\\n' \"$PWD\"; } >'" + memory + "'";
    Process shell = start(block + "\n" + remember, Redirect.to(out.toFile()));
    boolean ended = shell.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    if (!ended) {
      shell.descendants().forEach(ProcessHandle::destroyForcibly);
      shell.destroyForcibly();
    }
    String written = Files.readString(out, UTF_8);
    Files.delete(out);
    note(block, written);
    if (!ended || shell.exitValue() != 0) {
      throw new AssertionError(
          "this block of the walk %s, see %s:%n%s%n%s"
              .formatted(
                  ended ? "ended with " + shell.exitValue() : "did not end within " + limit,
                  log,
                  block,
                  written));
    }
    return written;
  }

  /// Starts `command`, which becomes the process that is returned, with both streams in `output`.
  Process open(String command, File output) throws IOException {
    note(command, "(goes on, see " + output + ")\n");
    return start("exec " + command + " 2>&1", Redirect.to(output));
  }

  private Process start(String script, Redirect out) throws IOException {
    var builder =
        new ProcessBuilder("bash", "-c", "set -eu -o pipefail\n. '" + memory + "'\n" + script);
    // Settings of whoever runs the test are not the walk's.
    builder.environment().keySet().removeIf(name -> name.matches("(DAEMON|COSMOVISOR|SIMD)_.*"));
    builder.environment().putAll(environment);
    return builder
        .redirectInput(Redirect.from(new File("/dev/null")))
        .redirectOutput(out)
        .redirectError(Redirect.appendTo(log.toFile()))
        .start();
  }

  private void note(String block, String written) throws IOException {
    String entry = block.indent(2).replaceFirst(" {2}", "\n\\$ ") + written;
    Files.writeString(log, entry, UTF_8, CREATE, APPEND);
  }
}
