package cosmovisor.sim;

import cosmovisor.os.Command;
import cosmovisor.os.ProcessExit;
import cosmovisor.os.Processes;
import cosmovisor.os.Signal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A process, from its two sides: its supervisor's, and its own program's.
final class SimProcess implements Processes.Child {
  private static final Duration DELIVERY = Duration.ofNanos(50_000);

  private final SimProcesses world;
  private final long pid;
  private final String birth;
  private final Command command;
  private final List<Consumer<ProcessExit>> listeners = new ArrayList<>();
  private final ByteArrayOutputStream input = new ByteArrayOutputStream();
  private final StringBuilder output = new StringBuilder();
  private Runnable inputListener = () -> {};
  private int read;
  private boolean vanished;
  private boolean supervised = true;
  private @Nullable ProcessExit end;
  private @Nullable Program program;

  SimProcess(SimProcesses world, long pid, String birth, Command command) {
    this.world = world;
    this.pid = pid;
    this.birth = birth;
    this.command = command;
  }

  // The program's side.

  void become(Program other) {
    program = other;
    other.begin(this);
  }

  /// Has something done later, if the process still lives then.
  void after(Duration delay, Runnable deed) {
    world.agenda.after(
        delay,
        () -> {
          if (isAlive()) {
            deed.run();
          }
        });
  }

  void exit(int code) {
    end(new ProcessExit.Code(code));
  }

  void die(Signal signal) {
    end(new ProcessExit.Killed(signal.number()));
  }

  void print(String text) {
    output.append(text);
  }

  /// What was written to it so far.
  String inputSoFar() {
    return input.toString(StandardCharsets.UTF_8);
  }

  /// Runs something at each piece of input, and now for what is there already.
  void onInput(Runnable listener) {
    inputListener = listener;
    if (input.size() > 0) {
      listener.run();
    }
  }

  // The world's side.

  Command command() {
    return command;
  }

  /// Whether its program has begun and not ended.
  boolean runs() {
    return program != null && isAlive();
  }

  /// The node that it is, if it is one.
  Optional<SimNode> node() {
    return program instanceof SimBinary binary && binary.role() instanceof SimNode node
        ? Optional.of(node)
        : Optional.empty();
  }

  String birth() {
    return birth;
  }

  boolean isAlive() {
    return end == null && !vanished;
  }

  private void end(ProcessExit how) {
    if (isAlive()) {
      end = how;
      world.ended(this, how);
      if (supervised) {
        listeners.forEach(listener -> listener.accept(how));
      }
    }
  }

  /// Gone with the machine, or before it ran: nobody is told.
  void vanish() {
    vanished = true;
  }

  /// Its supervisor is gone.
  void orphan() {
    supervised = false;
    receive(Signal.TERM);
  }

  void receive(Signal signal) {
    after(
        DELIVERY,
        () -> {
          if (signal == Signal.KILL || program == null) {
            die(signal);
          } else {
            program.signal(this, signal);
          }
        });
  }

  // The supervisor's side.

  @Override
  public long pid() {
    return pid;
  }

  @Override
  public void signal(Signal signal) {
    receive(signal);
  }

  @Override
  public ProcessExit await() {
    world.await(() -> !isAlive());
    return Optional.ofNullable(end).orElseThrow();
  }

  @Override
  public void onEnd(Consumer<ProcessExit> listener) {
    listeners.add(listener);
  }

  @Override
  public InputStream output() {
    return new InputStream() {
      @Override
      public int read() {
        world.await(() -> read < output.length() || !isAlive());
        return read < output.length() ? output.charAt(read++) : -1;
      }

      @Override
      public int read(byte[] into, int offset, int length) {
        int first = length == 0 ? -1 : read();
        if (first < 0) {
          return length == 0 ? 0 : -1;
        }
        into[offset] = (byte) first;
        int count = 1;
        while (count < length && read < output.length()) {
          into[offset + count++] = (byte) output.charAt(read++);
        }
        return count;
      }
    };
  }

  @Override
  public OutputStream input() {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        if (!isAlive()) {
          throw new IOException("Broken pipe");
        }
        input.write(b);
        inputListener.run();
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        if (!isAlive()) {
          throw new IOException("Broken pipe");
        }
        input.write(bytes, offset, length);
        inputListener.run();
      }
    };
  }
}
