package cosmovisor.os.posix;

import cosmovisor.os.Ambient;
import cosmovisor.os.Disk;
import cosmovisor.os.Environment;
import cosmovisor.os.OsString;
import cosmovisor.os.Processes;
import cosmovisor.os.SentSignal;
import cosmovisor.os.Signal;
import cosmovisor.os.Terminal;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The door to the real system; `Wiring` opens it once.
public final class Posix {
  private final Libc libc = new FfmLibc();

  /// Open as long as we live: closing it, which the collector might do, gives the lock back.
  @SuppressWarnings("UnusedVariable")
  private @Nullable FileChannel lock;

  public Disk disk() {
    return new PosixDisk(libc);
  }

  /// Children that end when we do. As a container's first process we inherit the orphans of others
  /// and reap them, which nobody else would.
  ///
  /// @param ambient tells where the image lies, and so its guard
  public Processes processes(Ambient ambient) {
    PosixProcesses processes = new PosixProcesses(libc, guard(ambient));
    if (ProcessHandle.current().pid() == 1) {
      processes.reapOrphans();
    }
    return processes;
  }

  private static Optional<OsString> guard(Ambient ambient) {
    return besideRuntime(ambient, "guard")
        .filter(Files::isExecutable) // a virtual machine of another place has none
        .map(OsString::of);
  }

  /// The class path of a worker: all jars in the image's `lib/app`.
  public OsString workerLibraries(Ambient ambient) {
    return besideRuntime(ambient, "app/*").map(OsString::of).orElse(OsString.of(""));
  }

  /// A path in the image's `lib`, seen from `lib/runtime/bin/java`; nothing if we were not started
  /// by the launcher.
  private static Optional<Path> besideRuntime(Ambient ambient, String name) {
    OsString program = ambient.program().getFirst();
    if (!program.isAbsolutePath() || program.path().getNameCount() < 4) {
      return Optional.empty();
    }
    return Optional.of(program.path().resolve("../../../" + name).normalize());
  }

  /// Locks a file for the rest of this process's life.
  ///
  /// @return who holds it, if somebody else does
  public Optional<String> lock(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    if (channel.tryLock() == null) {
      String holder = new String(Files.readAllBytes(file), StandardCharsets.UTF_8).strip();
      channel.close();
      return Optional.of(holder);
    }
    lock = channel;
    channel.truncate(0);
    channel.write(StandardCharsets.UTF_8.encode("pid " + ProcessHandle.current().pid() + "\n"));
    return Optional.empty();
  }

  public Terminal terminal() {
    return new PosixTerminal(libc);
  }

  /// Ends this process at once.
  ///
  /// `System.exit` waits up to 300 ms for each thread that sits in a native call, and some of ours
  /// always do. The build's training run has to end that way all the same: only then the virtual
  /// machine writes down what the run has linked.
  public void exit(int status) {
    if (Boolean.getBoolean("cosmovisor.training")) {
      System.exit(status);
    }
    libc.exit(status);
  }

  /// What surrounds this process, in the bytes that the kernel gave it.
  ///
  /// @param argumentCount how many of the command line's last words are the program's own; the
  ///   words before them are the virtual machine's
  public Ambient ambient(int argumentCount) {
    try {
      List<OsString> words = split(Files.readAllBytes(Path.of("/proc/self/cmdline")));
      return new Ambient(
          words.subList(0, words.size() - argumentCount),
          words.subList(words.size() - argumentCount, words.size()),
          LauncherEnvironment.original(split(Files.readAllBytes(Path.of("/proc/self/environ")))),
          workingFolder(),
          System.getProperty("os.name"),
          System.getProperty("os.arch"));
    } catch (IOException noProc) {
      throw new IllegalStateException("/proc is not mounted", noProc);
    }
  }

  /// Asked of the kernel, in bytes; the JDK's own answer is a text decoded by locale. A folder that
  /// was removed under us has no name, but can still be told by this one.
  private static Path workingFolder() {
    Path self = Path.of("/proc/self/cwd");
    try {
      return self.toRealPath();
    } catch (IOException removed) {
      return self;
    }
  }

  /// The environment for a worker, which is a Java of our own.
  public Environment workerEnvironment(Ambient ambient) {
    return LauncherEnvironment.forWorker(ambient.environment());
  }

  /// Hands every signal that is for the node to `inbox`, from a thread that lives as long as we.
  ///
  /// The launcher blocked them before the virtual machine had a thread, so that none is lost and
  /// none has the machine's own effect (SIGQUIT would print a thread dump into the node's output).
  /// Signals that are ignored on purpose, like SIGHUP under nohup, stay ignored.
  public void listen(Consumer<SentSignal> inbox) {
    long ignored = statusMask("SigIgn:");
    List<Integer> numbers =
        Arrays.stream(Signal.values())
            .filter(signal -> signal != Signal.KILL)
            .map(Signal::number)
            .filter(number -> (ignored & 1L << (number - 1)) == 0)
            .toList();
    Thread.ofPlatform()
        .daemon()
        .name("signals")
        .start(
            () -> {
              while (true) {
                Libc.Info info = libc.sigwait(numbers);
                inbox.accept(
                    new SentSignal(Signal.of(info.signal()), info.code() == Libc.Info.SI_KERNEL));
              }
            });
  }

  /// A line of our own status that is a mask of signals, bit 0 for signal 1.
  private static long statusMask(String field) {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith(field)) {
          return Long.parseUnsignedLong(line.substring(field.length()).strip(), 16);
        }
      }
      return 0;
    } catch (IOException noProc) {
      throw new IllegalStateException("/proc is not mounted", noProc);
    }
  }

  /// Parts of a text that each end with NUL.
  static List<OsString> split(byte[] bytes) {
    List<OsString> parts = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == 0) {
        parts.add(OsString.of(Arrays.copyOfRange(bytes, start, i)));
        start = i + 1;
      }
    }
    return parts;
  }
}
