package cosmovisor.hook;

import cosmovisor.os.Command;
import cosmovisor.os.ProcessExit;
import cosmovisor.os.Processes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/// Runs a program to its end and keeps what it printed.
public final class Hook {
  /// What is kept of the output, in bytes; the rest is read and dropped.
  private static final int MAX_OUTPUT = 64 << 10;

  private final Processes processes;
  private final Processes.Register register;
  private final Consumer<Processes.Child> started;

  /// @param register writes its pid down before it runs
  /// @param started is told of the child, so that somebody can end it early
  public Hook(Processes processes, Processes.Register register, Consumer<Processes.Child> started) {
    this.processes = processes;
    this.register = register;
    this.started = started;
  }

  /// A run.
  ///
  /// @param output both streams, without blanks around
  public record Result(ProcessExit exit, String output) {}

  /// Runs a program with empty input; both its outputs come to us.
  ///
  /// @throws IOException if it can't be started
  public Result run(Command command) throws IOException {
    Processes.Child child = processes.start(command, register);
    started.accept(child);
    try (InputStream output = child.output()) {
      byte[] kept = output.readNBytes(MAX_OUTPUT);
      output.transferTo(OutputStream.nullOutputStream());
      return new Result(child.await(), new String(kept, StandardCharsets.UTF_8).strip());
    }
  }
}
