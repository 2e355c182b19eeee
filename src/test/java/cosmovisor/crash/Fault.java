package cosmovisor.crash;

/// What happens to the supervisor in an upgrade.
sealed interface Fault {

  /// Nothing.
  record None() implements Fault {
    @Override
    public String toString() {
      return "no fault";
    }
  }

  /// SIGKILL when this many calls of the window are done.
  record Kill(int calls) implements Fault {
    @Override
    public String toString() {
      return "SIGKILL behind call " + calls;
    }
  }

  /// A thread's n-th call of this name does nothing and fails.
  ///
  /// @param errno such as `EIO`
  record Failure(String syscall, String errno, int n) implements Fault {
    @Override
    public String toString() {
      return errno + " from " + syscall + " no. " + n;
    }
  }
}
