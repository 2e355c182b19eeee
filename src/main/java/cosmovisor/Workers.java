package cosmovisor;

import cosmovisor.os.Ambient;
import cosmovisor.os.OsString;
import cosmovisor.os.Processes;
import cosmovisor.os.posix.Posix;
import cosmovisor.worker.Worker;
import java.util.List;
import java.util.stream.Stream;

/// The short-lived processes that do what is heavy or hostile: this image again, each with its own
/// bounds and its libraries.
record Workers(Posix posix, Processes processes, Ambient ambient) {
  /// The bounds of a worker that fetches: heap for a decompressor's window, and the full compiler,
  /// since it hashes and unpacks hundreds of megabytes.
  private static final List<String> FETCH_OPTIONS =
      List.of(
          "-Xmx256m",
          "-Xmn16m",
          "-XX:TieredStopAtLevel=4",
          "-XX:CompileThresholdScaling=1",
          "--sun-misc-unsafe-memory-access=allow");

  /// The bounds of a worker that asks a node one question: a plan's longest info, several times
  /// over.
  private static final List<String> ASK_OPTIONS = List.of("-Xmx64m");

  Worker fetching() {
    return worker(FETCH_OPTIONS);
  }

  Worker asking() {
    return worker(ASK_OPTIONS);
  }

  /// The words that started us, with a worker's options and its libraries put in front of the
  /// module.
  private Worker worker(List<String> options) {
    List<OsString> program = ambient.program();
    int module = program.indexOf(OsString.of("-m"));
    List<OsString> words =
        Stream.of(
                program.subList(0, 1),
                List.of(OsString.of("-cp"), posix.workerLibraries(ambient)),
                options.stream().map(OsString::of).toList(),
                program.subList(module, program.size()))
            .flatMap(List::stream)
            .toList();
    return new Worker(processes, words, posix.workerEnvironment(ambient));
  }
}
