package cosmovisor.backup;

/// Has the heap collected now and then on a walk through many files, so that it does not grow with
/// their number. What a walk leaves behind outlives the young generation, which is small, and by
/// itself the heap would grow to its bound before it is looked through. Of one thread.
final class Sweeping {
  /// A collection takes some 5 ms, as long as a hundred links.
  private static final int FILES_BETWEEN = 10_000;

  private long past;

  /// The walk comes to one more file.
  void next() {
    past++;
    if (past % FILES_BETWEEN == 0) {
      System.gc();
    }
  }
}
