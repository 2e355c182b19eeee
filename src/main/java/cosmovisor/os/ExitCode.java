package cosmovisor.os;

/// Our own exit codes. A node's code, when it ends by itself, is handed on instead.
public final class ExitCode {
  /// All went well, or an upgrade is done and the restart is the operator's.
  public static final int OK = 0;

  /// Anything that an operator has to look at; stderr says what.
  public static final int FAILED = 1;

  /// A fault of ours.
  public static final int FAULT = 2;

  private ExitCode() {}
}
