package cosmovisor.crash;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// `strace`, attached to a running supervisor and all its threads. The programs it starts are let
/// go as soon as they are programs of their own.
final class Strace implements AutoCloseable {
  /// Whatever may change something that a later start finds. Not every processor has all of them:
  /// the question mark makes `strace` pass over what it doesn't know.
  static final List<String> CALLS =
      List.of(
          "openat",
          "write",
          "pwrite64",
          "writev",
          "rename",
          "renameat",
          "renameat2",
          "symlink",
          "symlinkat",
          "link",
          "linkat",
          "unlink",
          "unlinkat",
          "mkdir",
          "mkdirat",
          "rmdir",
          "fsync",
          "fdatasync",
          "syncfs",
          "ftruncate",
          "fallocate",
          "chmod",
          "fchmod",
          "fchmodat",
          "fchown",
          "fchownat",
          "utimensat",
          "copy_file_range",
          "sendfile",
          "clone",
          "clone3",
          "vfork",
          "execve",
          "kill");

  private static final int PATIENCE_SECONDS = 20;
  private static final Pattern ATTACHED = Pattern.compile("strace: Process \\d+ attached.*");
  private static final Pattern UNFINISHED =
      Pattern.compile("(.*?)(?: <unfinished \\.\\.\\.>| <detached \\.\\.\\.>)");
  private static final Pattern RESUMED =
      Pattern.compile("(\\[pid +\\d+] +)?<\\.\\.\\. \\w+ resumed>(.*)");

  private final Process process;
  private final Predicate<Syscall> audience;
  private final List<String> log = new ArrayList<>();
  private final List<Syscall> calls = new ArrayList<>();
  private final Map<String, String> begun = new HashMap<>();
  private final Thread reader;

  /// Attaches it; when this returns, no call is missed.
  ///
  /// @param injection what to do to which calls, in its words
  /// @param audience is told of each call that has ended, while that is still held up; says whether
  ///   it wants to hear more, and if not, the supervisor is let go
  Strace(long pid, List<String> injection, Predicate<Syscall> audience)
      throws IOException, InterruptedException {
    this.audience = audience;
    List<String> words =
        new ArrayList<>(List.of("strace", "-f", "-b", "execve", "-y", "-s", "200"));
    words.addAll(List.of("-e", "signal=none", "-e", "trace=" + set(CALLS)));
    injection.forEach(each -> words.addAll(List.of("-e", "inject=" + each)));
    words.addAll(List.of("-p", Long.toString(pid)));
    var builder = new ProcessBuilder(words);
    builder.environment().put("LC_ALL", "C");
    process = builder.start();
    reader = Thread.ofPlatform().daemon().name("strace").start(this::read);
    awaitAttachment();
  }

  /// A set in `strace`'s words.
  static String set(List<String> calls) {
    return calls.stream().map(call -> "?" + call).collect(Collectors.joining(","));
  }

  private synchronized void awaitAttachment() throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (log.stream().noneMatch(line -> ATTACHED.matcher(line).matches())) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new AssertionError("strace can't be attached: " + log);
      }
      wait(100);
    }
  }

  /// All calls so far, in the order of their ends.
  synchronized List<Syscall> calls() {
    return List.copyOf(calls);
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        take(line);
      }
    } catch (IOException closed) {
      // It was ended.
    }
  }

  private void take(String line) {
    if (note(line).filter(call -> !audience.test(call)).isPresent()) {
      process.destroy();
    }
  }

  private synchronized Optional<Syscall> note(String line) {
    log.add(line);
    notifyAll();
    Optional<Syscall> ended = Syscall.parse(whole(line));
    ended.ifPresent(calls::add);
    return ended;
  }

  /// A call that another thread's came between is told of in two lines. That of a new program ends
  /// where we let it go.
  private String whole(String line) {
    Matcher unfinished = UNFINISHED.matcher(line);
    if (unfinished.matches()) {
      String beginning = unfinished.group(1);
      begun.put(thread(line), beginning);
      return beginning.contains("execve(") ? beginning + ") = 0" : "";
    }
    Matcher resumed = RESUMED.matcher(line);
    return resumed.matches() ? begun.getOrDefault(thread(line), "") + resumed.group(2) : line;
  }

  private static String thread(String line) {
    return line.replaceFirst("^(\\[pid +\\d+])?.*", "$1");
  }

  /// Lets go of the supervisor, if that is still there, and waits until all has been read.
  void detach() throws InterruptedException {
    process.destroy();
    awaitEnd();
  }

  private void awaitEnd() throws InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("strace did not end");
    }
    reader.join();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  /// Whether it is there and may look at processes; if not, why.
  static Optional<String> problem() {
    try {
      Process probe =
          new ProcessBuilder("strace", "-f", "-e", "trace=none", "true")
              .redirectErrorStream(true)
              .start();
      String said = new String(probe.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return probe.waitFor() == 0
          ? Optional.empty()
          : Optional.of("strace does not work here: " + said.lines().findFirst());
    } catch (IOException missing) {
      return Optional.of("strace is not installed");
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted");
    }
  }

  @Override
  public synchronized String toString() {
    return String.join("\n", log);
  }
}
