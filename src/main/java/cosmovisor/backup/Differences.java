package cosmovisor.backup;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Collects what is different, the first of it and a count, from any thread.
final class Differences {
  private static final int KEPT = 20;

  private final List<Difference> first = new ArrayList<>();
  private long count;

  synchronized void add(String path, String how) {
    count++;
    if (first.size() < KEPT) {
      first.add(new Difference(path, how));
    }
  }

  synchronized long count() {
    return count;
  }

  /// The first that were found, in the order of their paths.
  synchronized List<Difference> first() {
    return first.stream().sorted(Comparator.comparing(Difference::path)).toList();
  }
}
