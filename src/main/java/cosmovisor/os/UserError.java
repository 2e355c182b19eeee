package cosmovisor.os;

/// Something that an operator has to put right: told in one line, and the exit status for it.
public final class UserError extends Exception {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  /// @param message what was being done, on what, what was found, and what to do next
  public UserError(String message) {
    this(ExitCode.FAILED, message);
  }

  public UserError(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  public int exitCode() {
    return exitCode;
  }

  /// The message.
  public String line() {
    return String.valueOf(getMessage());
  }
}
