package cosmovisor.sim;

import cosmovisor.os.Processes;
import cosmovisor.os.Signal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;

/// A small world of programs that each do one thing, for the contract of [SimProcesses].
public final class Acts {
  private static final Duration SOON = Duration.ofMillis(10);

  private final Path folder;
  private final Agenda agenda = new Agenda();
  private final Faults faults = Faults.none();
  private final SimDisk disk = new SimDisk(faults, () -> agenda.nanos() / 1_000_000);
  private final SimProcesses processes =
      new SimProcesses(
          agenda, disk, new Strands(agenda, faults, new Random(1)), faults, this::program);

  public Acts(Path folder) {
    this.folder = folder;
    try {
      disk.tree().makeFolders(folder);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  public Processes processes() {
    return processes;
  }

  public boolean isMarked() throws IOException {
    return disk.tree().facts(folder.resolve("mark"), true).isPresent();
  }

  /// Writes a program of this name.
  public void write(Path file, String name, int mode) throws IOException {
    disk.tree()
        .write(file, (SimProcesses.INTERPRETER_LINE + name).getBytes(StandardCharsets.UTF_8));
    disk.tree().setMode(file, mode);
  }

  /// Writes a script for a program that is not there.
  public void writeForAnother(Path file) throws IOException {
    disk.tree().write(file, "#!/bin/none\n".getBytes(StandardCharsets.UTF_8));
    disk.tree().setMode(file, 0755);
  }

  private Optional<Program> program(String content) {
    return switch (content.substring(SimProcesses.INTERPRETER_LINE.length())) {
      case "EXIT_0" -> Optional.of(self -> self.after(SOON, () -> self.exit(0)));
      case "EXIT_31" -> Optional.of(self -> self.exit(31));
      case "EXIT_255" -> Optional.of(self -> self.exit(255));
      case "PRINT" ->
          Optional.of(
              self -> {
                self.print("out\n");
                self.after(SOON, () -> self.print("err\n"));
                self.after(SOON, () -> self.exit(0));
              });
      case "ECHO" -> Optional.of(self -> self.onInput(() -> echo(self)));
      case "WAIT" -> Optional.of(_ -> {});
      case "STUBBORN" -> Optional.of(new Stubborn());
      case "MARK" -> Optional.of(this::mark);
      default -> Optional.empty();
    };
  }

  private static void echo(SimProcess self) {
    if (self.inputSoFar().endsWith("\n")) {
      self.print(self.inputSoFar());
      self.exit(0);
    }
  }

  private void mark(SimProcess self) {
    try {
      disk.tree().write(folder.resolve("mark"), new byte[0]);
      self.exit(0);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static final class Stubborn implements Program {
    @Override
    public void begin(SimProcess self) {
      self.print("ready\n");
    }

    @Override
    public void signal(SimProcess self, Signal signal) {
      if (signal != Signal.TERM) {
        self.die(signal);
      }
    }
  }
}
