package cosmovisor.realchain;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Looks through the process table, fifty times a second, for programs from below a folder: the
/// node, and whatever else is run of its binary.
final class NodeWitness implements AutoCloseable {
  private static final int PERIOD_MILLIS = 20;

  /// A process, the file it runs, and its first argument.
  record Program(long pid, Path file, String action) {

    /// Whether this is the node itself; the binary is also run for its version, say.
    boolean node() {
      return action.equals("start");
    }
  }

  /// When a program was seen first and last.
  record Life(Program program, Instant first, Instant last) {}

  private final Path folder;
  private final Map<Program, Life> lives = new LinkedHashMap<>();
  private final List<List<Program>> crowds = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final Future<?> looks;

  NodeWitness(Path folder) throws IOException {
    this.folder = folder.toRealPath();
    this.looks = clock.scheduleAtFixedRate(this::look, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  /// All programs seen so far, in the order of their appearance.
  synchronized List<Life> lives() {
    return List.copyOf(lives.values());
  }

  /// The looks at which there was more than one node.
  List<List<Program>> crowds() {
    return List.copyOf(crowds);
  }

  /// The programs there now.
  List<Program> present() {
    return ProcessHandle.allProcesses().flatMap(process -> program(process).stream()).toList();
  }

  /// Whether this witness is still awake: one that failed would have seen nothing wrong.
  boolean awake() {
    return !looks.isDone();
  }

  private synchronized void look() {
    List<Program> present = present();
    Instant now = Instant.now();
    for (Program program : present) {
      lives.merge(
          program,
          new Life(program, now, now),
          (known, _) -> new Life(program, known.first(), now));
    }
    if (present.stream().filter(Program::node).count() > 1) {
      // One may have gone and another come while the table was read: both must still be there.
      List<Program> still =
          present().stream().filter(Program::node).filter(present::contains).toList();
      if (still.size() > 1) {
        crowds.add(still);
      }
    }
  }

  private Optional<Program> program(ProcessHandle process) {
    try {
      Path file = Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "exe"));
      return file.startsWith(folder)
          ? Optional.of(new Program(process.pid(), file, action(process)))
          : Optional.empty();
    } catch (IOException | SecurityException gone) {
      return Optional.empty(); // ended meanwhile, or not ours to look at
    }
  }

  private static String action(ProcessHandle process) {
    return process.info().arguments().filter(all -> all.length > 0).map(all -> all[0]).orElse("");
  }

  @Override
  public void close() {
    clock.close();
  }
}
