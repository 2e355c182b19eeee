package cosmovisor.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/// One start of the packaged image.
final class Cosmovisor {
  private final Process process;
  private final Path out;
  private final Path err;

  Cosmovisor(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /// How it ended.
  record Ended(int status, String out, String err) {

    /// How many of the lines on stdout hold this.
    long count(String text) {
      return out.lines().filter(line -> line.contains(text)).count();
    }
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /// What it and its node printed so far.
  String out() {
    return read(out);
  }

  String err() {
    return read(err);
  }

  /// How many of the lines on stdout hold this.
  long count(String text) {
    return new Ended(0, out(), "").count(text);
  }

  /// Waits until something can be seen.
  Cosmovisor await(String what, BooleanSupplier so) {
    if (!Patience.until(so)) {
      throw new AssertionError("waited in vain for " + what + "\n" + this);
    }
    return this;
  }

  /// Waits for a text on stdout.
  Cosmovisor awaitOut(String text) {
    return await("\"" + text + "\" on stdout", () -> out().contains(text));
  }

  /// Waits for the end.
  Ended end() {
    await("the end", () -> !process.isAlive());
    return new Ended(process.exitValue(), out(), err());
  }

  /// Sends it a signal, such as `TERM`.
  Cosmovisor signal(String name) {
    signal(name, pid());
    return this;
  }

  static void signal(String name, long pid) {
    try {
      new ProcessBuilder("/bin/sh", "-c", "kill -" + name + " " + pid)
          .inheritIO()
          .start()
          .waitFor();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  /// The pids of the processes it started that run now.
  List<Long> children() {
    return process.children().map(ProcessHandle::pid).toList();
  }

  /// Fails if anything printed looks like a fault of the program's own.
  void refuseStackTraces() {
    for (String printed : List.of(out(), err())) {
      if (STACK_TRACE.matcher(printed).find()) {
        throw new AssertionError("a stack trace\n" + this);
      }
    }
  }

  private static final Pattern STACK_TRACE =
      Pattern.compile("Exception|Error in thread|\\bat (cosmovisor|java|jdk)\\.|# A fatal error");

  private static String read(Path file) {
    try {
      return Bytes.text(Files.readAllBytes(file));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// For the reports of failures.
  @Override
  public String toString() {
    return "pid %d, %s\n--- stdout\n%s--- stderr\n%s---"
        .formatted(pid(), isAlive() ? "alive" : "exit " + process.exitValue(), out(), err());
  }
}
