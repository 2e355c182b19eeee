package cosmovisor.sim;

import cosmovisor.os.Command;
import cosmovisor.os.Disk;
import cosmovisor.os.ProcessExit;
import cosmovisor.os.Processes;
import cosmovisor.os.Signal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

/// Processes on a [SimDisk], in virtual time: what a program does is looked up by what its file
/// holds.
///
/// As on the image, a child passes through a guard: the start itself always succeeds, a program
/// that can't be executed ends with 127, and at the supervisor's death each child gets SIGTERM.
public final class SimProcesses implements Processes {
  /// The first line of every program's file.
  public static final String INTERPRETER_LINE = "#!/bin/sim\n";

  private static final int NOT_EXECUTED = 127;
  private static final Duration GUARD = Duration.ofMillis(1);

  final Agenda agenda;
  private final SimDisk disk;
  private final Strands strands;
  private final Faults faults;
  private final Function<String, Optional<Program>> programs;
  private final List<SimProcess> processes = new ArrayList<>();
  private Consumer<SimProcess> starts = _ -> {};
  private BiConsumer<SimProcess, ProcessExit> ends = (_, _) -> {};
  private long lastPid = 100;
  private int boots = 1;

  /// @param programs a program by its file's content, interpreter line included; nothing if the
  ///   interpreter refuses it
  public SimProcesses(
      Agenda agenda,
      SimDisk disk,
      Strands strands,
      Faults faults,
      Function<String, Optional<Program>> programs) {
    this.agenda = agenda;
    this.disk = disk;
    this.strands = strands;
    this.faults = faults;
    this.programs = programs;
  }

  /// Tells of each program that begins.
  void onStart(Consumer<SimProcess> listener) {
    starts = listener;
  }

  /// Tells of each program that ends.
  void onEnd(BiConsumer<SimProcess, ProcessExit> listener) {
    ends = listener;
  }

  void ended(SimProcess process, ProcessExit exit) {
    ends.accept(process, exit);
  }

  /// All that have not ended.
  List<SimProcess> alive() {
    processes.removeIf(process -> !process.isAlive());
    return List.copyOf(processes);
  }

  /// The supervisor is no more: the guard's signal reaches its children.
  void supervisorDied() {
    alive().forEach(SimProcess::orphan);
  }

  /// Nothing runs any more.
  void powerCut() {
    alive().forEach(SimProcess::vanish);
    processes.clear();
    boots++;
  }

  @Override
  public Child start(Command command, Register register) throws IOException {
    faults.at(Verb.SPAWN, command.executable()).end();
    long pid = ++lastPid;
    SimProcess process =
        new SimProcess(this, pid, boots + ":" + agenda.nanos() / 10_000_000, command);
    processes.add(process);
    try {
      faults.at(Verb.REGISTER, pid).end();
      register.write(pid);
    } catch (IOException | SimCrash refused) {
      process.vanish(); // the guard waited in vain
      throw refused;
    }
    agenda.after(GUARD, () -> execute(process));
    return process;
  }

  private void execute(SimProcess process) {
    if (!process.isAlive()) {
      return;
    }
    Optional<Program> program = load(process.command().executable());
    if (program.isEmpty()) {
      process.exit(NOT_EXECUTED);
      return;
    }
    starts.accept(process);
    process.become(program.get());
  }

  private Optional<Program> load(Path file) {
    try {
      Disk.Facts facts = disk.tree().facts(file, true).orElse(null);
      if (facts == null || facts.kind() != Disk.Kind.FILE || !facts.executable()) {
        return Optional.empty();
      }
      String text = new String(disk.tree().read(file, Integer.MAX_VALUE), StandardCharsets.UTF_8);
      return text.startsWith(INTERPRETER_LINE) ? programs.apply(text) : Optional.empty();
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  @Override
  public Optional<String> birth(long pid) throws IOException {
    faults.at(Verb.BIRTH, pid).end();
    return find(pid).map(SimProcess::birth);
  }

  Optional<SimProcess> find(long pid) {
    return alive().stream().filter(process -> process.pid() == pid).findFirst();
  }

  @Override
  public void signal(long pid, Signal signal) {
    try {
      faults.at(Verb.SIGNAL, pid).end();
    } catch (IOException refused) {
      return;
    }
    find(pid).ifPresent(process -> process.receive(signal));
  }

  @Override
  public boolean awaitEnd(long pid, String birth, Duration patience) {
    return agenda.until(() -> hasEnded(pid, birth), patience);
  }

  private boolean hasEnded(long pid, String birth) {
    try {
      return birth(pid).filter(birth::equals).isEmpty();
    } catch (IOException unknown) {
      return false;
    }
  }

  /// Has whoever waits wait, until something is so.
  void await(BooleanSupplier so) {
    if (strands.isOnStrand()) {
      strands.await(so);
    } else if (!agenda.until(so, Duration.ofDays(365))) {
      throw new AssertionError("waited for a year");
    }
  }
}
