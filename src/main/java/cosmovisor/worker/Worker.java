package cosmovisor.worker;

import cosmovisor.os.Command;
import cosmovisor.os.Environment;
import cosmovisor.os.OsString;
import cosmovisor.os.ProcessExit;
import cosmovisor.os.Processes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Starts the image again with an internal command.
public final class Worker {
  private final Processes processes;
  private final List<OsString> program;
  private final Environment environment;

  /// @param program the words that start this image, options of its virtual machine included
  /// @param environment what we were started with
  public Worker(Processes processes, List<OsString> program, Environment environment) {
    this.processes = processes;
    this.program = List.copyOf(program);
    this.environment = environment;
  }

  /// Has a job done.
  ///
  /// @param command the internal command
  /// @param job one line
  /// @param started is told of the process, so that somebody can end it early
  /// @param line is told each line of the answer
  public ProcessExit run(
      String command, String job, Consumer<Processes.Child> started, Consumer<String> line)
      throws IOException {
    Processes.Child child = processes.start(commandLine(command));
    started.accept(child);
    ProcessExit exit;
    try {
      talk(child, job, line);
    } catch (UncheckedIOException broken) {
      throw broken.getCause();
    } finally {
      exit = child.await();
    }
    return exit;
  }

  /// The input stays open until the answer is in: its end is how a worker learns that we are gone.
  private static void talk(Processes.Child child, String job, Consumer<String> line)
      throws IOException {
    try (var input = child.input();
        var output =
            new BufferedReader(new InputStreamReader(child.output(), StandardCharsets.UTF_8))) {
      input.write((job + "\n").getBytes(StandardCharsets.UTF_8));
      input.flush();
      output.lines().forEach(line);
    }
  }

  private Command commandLine(String command) {
    List<OsString> words =
        Stream.concat(program.stream(), Stream.of(OsString.of(command))).toList();
    return new Command(
        words.getFirst().path(), words, environment, Path.of("/"), Command.Streams.TALKING);
  }
}
