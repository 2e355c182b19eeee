package cosmovisor.crash;

import cosmovisor.crash.Fault.Failure;
import cosmovisor.crash.Fault.Kill;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/// Which points there are, and the trials at them, some at a time.
final class Matrix implements AutoCloseable {
  /// A real disk's two ways to fail.
  static final List<String> ERRNOS = List.of("EIO", "ENOSPC");

  /// Enough for the harness to notice, usually; each further try has more.
  private static final List<Integer> HOLDS_MILLIS = List.of(10, 40, 160);

  private final Path folder;
  private final Downloads downloads = new Downloads();
  private final ExecutorService workers =
      Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
  private final AtomicInteger folders = new AtomicInteger();
  private final Map<Variant, Outcome> undisturbed = new HashMap<>();

  /// @param folder of the matrix's own
  Matrix(Path folder) throws Exception {
    this.folder = folder;
  }

  /// What an upgrade without a fault is like; tried once.
  synchronized Outcome undisturbed(Variant variant) throws Exception {
    Outcome known = undisturbed.get(variant);
    if (known == null) {
      known = trial(variant, new Fault.None(), HOLDS_MILLIS.getFirst(), Set.of());
      undisturbed.put(variant, known);
    }
    return known;
  }

  /// A kill behind every call of the window that an undisturbed upgrade has.
  List<Fault> kills(Variant variant) throws Exception {
    return kills(undisturbed(variant).done());
  }

  /// The same, and some more: the count differs a little from run to run, as threads and clocks do.
  /// Those that never come are left out of the result.
  List<Fault> allKills(Variant variant) throws Exception {
    int calls = undisturbed(variant).done();
    return kills(calls + calls / 20 + 2);
  }

  private static List<Fault> kills(int calls) {
    return IntStream.rangeClosed(0, calls).<Fault>mapToObj(Kill::new).toList();
  }

  /// Every failure of every call that any thread made.
  List<Fault> failures(Variant variant) throws Exception {
    Map<String, Map<Long, Integer>> counts = new TreeMap<>();
    for (Syscall call : undisturbed(variant).calls()) {
      counts
          .computeIfAbsent(call.name(), _ -> new HashMap<>())
          .merge(call.thread(), 1, Integer::sum);
    }
    List<Fault> faults = new ArrayList<>();
    counts.forEach(
        (name, threads) -> {
          int most = threads.values().stream().max(Integer::compare).orElseThrow();
          IntStream.rangeClosed(1, most)
              .boxed()
              .flatMap(n -> ERRNOS.stream().map(errno -> new Failure(name, errno, n)))
              .forEach(faults::add);
        });
    return faults;
  }

  /// Tries them all; what was not met is left out.
  List<Outcome> outcomes(Variant variant, List<Fault> faults) throws Exception {
    Set<String> known = Set.copyOf(undisturbed(variant).names());
    AtomicInteger over = new AtomicInteger();
    List<Future<Outcome>> trials = new ArrayList<>();
    for (Fault fault : faults) {
      trials.add(
          workers.submit(
              () -> {
                Outcome outcome = exactTrial(variant, fault, known);
                System.out.printf(
                    "crash: %d of %d: %s%n", over.incrementAndGet(), faults.size(), outcome);
                return outcome;
              }));
    }
    List<Outcome> outcomes = new ArrayList<>();
    for (Future<Outcome> trial : trials) {
      outcomes.add(trial.get());
    }
    return outcomes.stream().filter(outcome -> outcome.hit() || !outcome.recovered()).toList();
  }

  /// One that came too late, or could not be made at all, is made again.
  private Outcome exactTrial(Variant variant, Fault fault, Set<String> known) throws Exception {
    for (int hold : HOLDS_MILLIS) {
      try {
        Outcome outcome = trial(variant, fault, hold, known);
        if (!outcome.hit() || outcome.exact() || !outcome.recovered()) {
          return outcome;
        }
      } catch (AssertionError unmade) {
        System.out.printf("crash: %s, %s: again, since %s%n", variant.words(), fault, unmade);
      }
    }
    return trial(variant, fault, HOLDS_MILLIS.getLast(), known);
  }

  private Outcome trial(Variant variant, Fault fault, int holdMillis, Set<String> known)
      throws Exception {
    Path own = folder.resolve(Integer.toString(folders.incrementAndGet()));
    return Trial.run(variant, fault, holdMillis, own, downloads, known);
  }

  /// Some of them, spread evenly from the first to the last.
  static List<Fault> spread(List<Fault> faults, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> faults.get(i * (faults.size() - 1) / (count - 1)))
        .distinct()
        .toList();
  }

  @Override
  public void close() throws IOException {
    workers.shutdownNow();
    downloads.close();
  }
}
