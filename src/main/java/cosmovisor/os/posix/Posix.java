package cosmovisor.os.posix;

import cosmovisor.os.Ambient;
import cosmovisor.os.Disk;
import cosmovisor.os.Environment;
import cosmovisor.os.OsString;
import cosmovisor.os.Processes;
import cosmovisor.os.Signal;
import cosmovisor.os.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/// The door to the real system; `Wiring` opens it once.
public final class Posix {
  private final Libc libc = new FfmLibc();

  public Disk disk() {
    return new PosixDisk(libc);
  }

  public Processes processes() {
    return new PosixProcesses(libc);
  }

  public Terminal terminal() {
    return new PosixTerminal(libc);
  }

  /// Ends this process at once.
  ///
  /// `System.exit` waits up to 300 ms for each thread that sits in a native call, and some of ours
  /// always do.
  public void exit(int status) {
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
          System.getProperty("os.name"),
          System.getProperty("os.arch"));
    } catch (IOException noProc) {
      throw new IllegalStateException("/proc is not mounted", noProc);
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
  public void listen(Consumer<Signal> inbox) {
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
                inbox.accept(Signal.of(libc.sigwait(numbers)));
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
