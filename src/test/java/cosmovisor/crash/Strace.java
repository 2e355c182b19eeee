package cosmovisor.crash;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
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
/// go as soon as they are programs of their own, unless they are wanted too.
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
  private static final int GENTLE_SECONDS = 2;
  private static final Pattern ATTACHED = Pattern.compile("strace: Process \\d+ attached.*");
  private static final Pattern UNFINISHED =
      Pattern.compile("(.*?)(?: <unfinished \\.\\.\\.>| <detached \\.\\.\\.>)");
  private static final Pattern RESUMED = Pattern.compile("(\\d+ +)?<\\.\\.\\. \\w+ resumed>(.*)");

  private final Process process;
  private final Predicate<Syscall> audience;
  private final List<Syscall> calls = new ArrayList<>();
  private final Map<String, String> begun = new HashMap<>();
  private final Programs programs = new Programs();
  private final Thread reader;

  /// Attaches it; when this returns, no call is missed.
  ///
  /// @param children whether the programs that it starts are traced as well
  /// @param injection what to do to which calls, in its words
  /// @param audience is told of each call that has ended, while that is still held up; says whether
  ///   it wants to hear more, and if not, the supervisor is let go
  Strace(long pid, boolean children, List<String> injection, Predicate<Syscall> audience)
      throws IOException, InterruptedException {
    this.audience = audience;
    List<String> words =
        new ArrayList<>(List.of("strace", "-f", "-y", "-s", "200", "-o", "/dev/stdout"));
    if (!children) {
      words.addAll(List.of("-b", "execve"));
    }
    words.addAll(List.of("-e", "signal=none", "-e", "trace=" + set(CALLS)));
    injection.forEach(each -> words.addAll(List.of("-e", "inject=" + each)));
    words.addAll(List.of("-p", Long.toString(pid)));
    var builder = new ProcessBuilder(words);
    builder.environment().put("LC_ALL", "C");
    process = builder.start();
    awaitAttachment(process.errorReader(StandardCharsets.UTF_8));
    reader = Thread.ofPlatform().daemon().name("strace").start(this::read);
  }

  /// It tells of itself on stderr, first that it is attached, and afterwards nothing of interest.
  private static void awaitAttachment(BufferedReader messages) throws IOException {
    String first = messages.readLine();
    if (first == null || !ATTACHED.matcher(first).matches()) {
      throw new AssertionError("strace can't be attached: " + first);
    }
    Thread.startVirtualThread(
        () -> {
          try {
            messages.transferTo(Writer.nullWriter());
          } catch (IOException ended) {
            // Nothing more to hear.
          }
        });
  }

  /// A set in `strace`'s words.
  static String set(List<String> calls) {
    return calls.stream().map(call -> "?" + call).collect(Collectors.joining(","));
  }

  /// All calls so far, in the order of their ends.
  synchronized List<Syscall> calls() {
    return List.copyOf(calls);
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        take(line);
      }
    } catch (IOException closed) {
      // It was ended.
    }
  }

  private void take(String line) {
    if (note(line).filter(call -> !audience.test(call)).isPresent()) {
      letGo();
    }
  }

  private synchronized Optional<Syscall> note(String line) {
    Optional<Syscall> ended = Syscall.parse(whole(line)).map(programs::tell);
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
    return line.replaceFirst("^(\\d*).*", "$1");
  }

  /// Lets go of the supervisor, if that is still there, and waits until all has been read.
  void detach() throws InterruptedException {
    letGo();
    awaitEnd();
  }

  /// Gently, and not so gently where `strace` waits for a thread that waits for the child it is
  /// making, which waits for `strace`.
  private void letGo() {
    process.destroy();
    Thread.startVirtualThread(
        () -> {
          try {
            if (!process.waitFor(GENTLE_SECONDS, TimeUnit.SECONDS)) {
              process.destroyForcibly();
            }
          } catch (InterruptedException nobodyDoes) {
            throw new AssertionError("nobody interrupts here", nobodyDoes);
          }
        });
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
}
