package cosmovisor.os.posix;

import cosmovisor.os.Command;
import cosmovisor.os.OsString;
import cosmovisor.os.ProcessExit;
import cosmovisor.os.Processes;
import cosmovisor.os.Signal;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Children by posix_spawn(3): no text is decoded on the way, the signal mask is empty, and no
/// descriptor but the three standard ones goes along.
final class PosixProcesses implements Processes {
  private static final Duration LOOK_EVERY = Duration.ofMillis(20);
  private static final Duration REAP_EVERY = Duration.ofMillis(500);

  private final Libc libc;
  private final Optional<OsString> guard;

  /// Children that somebody waits for. Guarded by itself.
  private final Set<Integer> own = new HashSet<>();

  /// @param guard the program that asks for the parent-death signal and becomes another; without it
  ///   children may outlive us
  PosixProcesses(Libc libc, Optional<OsString> guard) {
    this.libc = libc;
    this.guard = guard;
  }

  @Override
  public Optional<String> birth(long pid) {
    try {
      String stat =
          new String(
              Files.readAllBytes(Path.of("/proc/" + pid + "/stat")), StandardCharsets.ISO_8859_1);
      // The second field, the program's name, may hold anything; behind its last bracket all is
      // plain.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return fields[0].equals("Z") ? Optional.empty() : Optional.of(boot() + ":" + fields[19]);
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  /// Which start of the machine this is: the same machine starts the same programs at the same
  /// moments after each.
  private static String boot() throws IOException {
    return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
  }

  @Override
  public boolean awaitEnd(long pid, String birth, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (birth(pid).filter(birth::equals).isPresent()) {
      if (System.nanoTime() - deadline >= 0) {
        return false;
      }
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
    }
    return true;
  }

  @Override
  public void signal(long pid, Signal signal) {
    libc.kill((int) pid, signal.number());
  }

  @Override
  public Child start(Command command, Register register) throws IOException {
    return switch (command.streams()) {
      case OURS -> new PosixChild(spawn(command, register, 0, 1, 2), null, null);
      case CAPTURED -> captured(command, register);
      case TALKING -> talking(command, register);
    };
  }

  private Child captured(Command command, Register register) throws IOException {
    int[] output = libc.pipe();
    int empty = libc.openNull();
    try {
      int pid = spawn(command, register, empty, output[1], output[1]);
      return new PosixChild(pid, readable(output[0]), null);
    } finally {
      libc.close(output[0]);
      libc.close(output[1]);
      libc.close(empty);
    }
  }

  private Child talking(Command command, Register register) throws IOException {
    int[] input = libc.pipe();
    int[] output = libc.pipe();
    try {
      int pid = spawn(command, register, input[0], output[1], 2);
      return new PosixChild(
          pid, readable(output[0]), new FileOutputStream("/proc/self/fd/" + input[1]));
    } finally {
      for (int descriptor : new int[] {input[0], input[1], output[0], output[1]}) {
        libc.close(descriptor);
      }
    }
  }

  /// A second opening of our end, owned by the stream, so that the number can be closed here.
  private static InputStream readable(int descriptor) throws IOException {
    return new FileInputStream("/proc/self/fd/" + descriptor);
  }

  private int spawn(Command command, Register register, int in, int out, int err)
      throws IOException {
    if (guard.isEmpty()) {
      int pid =
          spawnOwn(
              OsString.of(command.executable()),
              command.arguments(),
              command,
              new int[] {in, out, err});
      register.write(pid);
      return pid;
    }
    int[] gate = libc.pipe();
    try {
      int pid = spawnGuarded(guard.get(), command, new int[] {in, out, err, gate[0]});
      try {
        register.write(pid);
      } catch (IOException unwritten) {
        libc.close(gate[1]); // it ends, having waited in vain
        gate[1] = -1;
        reap(pid);
        throw unwritten;
      }
      libc.writeByte(gate[1]);
      return pid;
    } finally {
      libc.close(gate[0]);
      libc.close(gate[1]);
    }
  }

  /// A guard that waits at its descriptor 3, and then becomes the program.
  private int spawnGuarded(OsString guard, Command command, int[] descriptors) throws IOException {
    List<OsString> words = new ArrayList<>();
    words.add(guard);
    words.add(OsString.of(Long.toString(ProcessHandle.current().pid())));
    words.add(OsString.of(command.executable()));
    words.addAll(command.arguments());
    return spawnOwn(guard, words, command, descriptors);
  }

  private int spawnOwn(OsString program, List<OsString> words, Command command, int[] descriptors)
      throws IOException {
    synchronized (own) {
      int pid =
          libc.spawn(
              program,
              words,
              command.environment().entries(),
              OsString.of(command.folder()),
              descriptors);
      own.add(pid);
      return pid;
    }
  }

  private int reap(int pid) {
    int status = libc.waitpid(pid);
    synchronized (own) {
      own.remove(pid);
    }
    return status;
  }

  /// Reaps children that are none of ours: orphans that the kernel gave to us, from a thread that
  /// lives as long as we.
  void reapOrphans() {
    Thread.ofPlatform()
        .daemon()
        .name("reaper")
        .start(
            () -> {
              while (true) {
                if (!reapOrphan()) {
                  LockSupport.parkNanos(REAP_EVERY.toNanos());
                }
              }
            });
  }

  /// @return whether there was one; if not, there are no children, or one of our own has ended and
  ///   is about to be reaped by whoever waits for it
  private boolean reapOrphan() {
    OptionalInt ended = libc.awaitAnyEnd();
    if (ended.isEmpty()) {
      return false;
    }
    synchronized (own) {
      if (own.contains(ended.getAsInt())) {
        return false;
      }
      // It may have been our own, and reaped since; no new one of ours can have its number here.
      libc.reapIfEnded(ended.getAsInt());
      return true;
    }
  }

  /// A child of ours until it is waited for.
  private final class PosixChild implements Child {
    private final int pid;
    private final InputStream output;
    private final OutputStream input;

    /// Whether the number may be somebody else's by now. Guarded by this.
    private boolean reaped;

    PosixChild(int pid, @Nullable InputStream output, @Nullable OutputStream input) {
      this.pid = pid;
      this.output = output == null ? InputStream.nullInputStream() : output;
      this.input = input == null ? OutputStream.nullOutputStream() : input;
    }

    @Override
    public long pid() {
      return pid;
    }

    @Override
    public synchronized void signal(Signal signal) {
      if (!reaped) {
        libc.kill(pid, signal.number());
      }
    }

    @Override
    public ProcessExit await() {
      libc.awaitEnd(pid);
      synchronized (this) {
        reaped = true;
        int status = reap(pid);
        int signal = status & 0x7f;
        return signal == 0
            ? new ProcessExit.Code((status >> 8) & 0xff)
            : new ProcessExit.Killed(signal);
      }
    }

    @Override
    public void onEnd(Consumer<ProcessExit> listener) {
      Thread.ofPlatform().daemon().name("exit-" + pid).start(() -> listener.accept(await()));
    }

    @Override
    public InputStream output() {
      return output;
    }

    @Override
    public OutputStream input() {
      return input;
    }
  }
}
