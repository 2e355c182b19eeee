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
import org.jspecify.annotations.Nullable;

/// Children by posix_spawn(3): no text is decoded on the way, the signal mask is empty, and no
/// descriptor but the three standard ones goes along.
final class PosixProcesses implements Processes {
  private final Libc libc;

  PosixProcesses(Libc libc) {
    this.libc = libc;
  }

  @Override
  public Child start(Command command) throws IOException {
    return switch (command.streams()) {
      case OURS -> new PosixChild(libc, spawn(command, 0, 1, 2), null, null);
      case CAPTURED -> captured(command);
      case TALKING -> talking(command);
    };
  }

  private Child captured(Command command) throws IOException {
    int[] output = libc.pipe();
    int empty = libc.openNull();
    try {
      int pid = spawn(command, empty, output[1], output[1]);
      return new PosixChild(libc, pid, readable(output[0]), null);
    } finally {
      libc.close(output[0]);
      libc.close(output[1]);
      libc.close(empty);
    }
  }

  private Child talking(Command command) throws IOException {
    int[] input = libc.pipe();
    int[] output = libc.pipe();
    try {
      int pid = spawn(command, input[0], output[1], 2);
      return new PosixChild(
          libc, pid, readable(output[0]), new FileOutputStream("/proc/self/fd/" + input[1]));
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

  private int spawn(Command command, int... descriptors) throws IOException {
    return libc.spawn(
        OsString.of(command.executable()),
        command.arguments(),
        command.environment().entries(),
        OsString.of(command.folder()),
        descriptors);
  }

  /// A child of ours until it is waited for.
  private static final class PosixChild implements Child {
    private final Libc libc;
    private final int pid;
    private final InputStream output;
    private final OutputStream input;

    /// Whether the number may be somebody else's by now. Guarded by this.
    private boolean reaped;

    PosixChild(Libc libc, int pid, @Nullable InputStream output, @Nullable OutputStream input) {
      this.libc = libc;
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
        int status = libc.waitpid(pid);
        int signal = status & 0x7f;
        return signal == 0
            ? new ProcessExit.Code((status >> 8) & 0xff)
            : new ProcessExit.Killed(signal);
      }
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
