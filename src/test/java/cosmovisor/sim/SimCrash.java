package cosmovisor.sim;

/// The supervisor is no more, from one instruction to the next. An `Error`, so that nothing in the
/// product catches it; what a `finally` still tries meets a dead disk.
public final class SimCrash extends Error {
  private static final long serialVersionUID = 1L;

  /// How it came to its end.
  public enum Kind {
    /// SIGKILL, or an out-of-memory kill: what was written stays.
    KILL,
    /// The machine went down with it: what was not synced may be lost, and no process is left.
    POWER_CUT
  }

  private final Kind kind;

  public SimCrash(Kind kind) {
    super(kind.toString(), null, false, false);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
