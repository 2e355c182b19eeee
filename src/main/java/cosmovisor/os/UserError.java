package cosmovisor.os;

import java.util.List;
import java.util.stream.Collectors;

/// Something that an operator has to put right: told in one line, and the exit status for it.
public final class UserError extends Exception {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  /// @param message what was being done, on what, what was found, and what to do next; becomes one
  ///   line, whatever a path or a chain put into it
  public UserError(String message) {
    this(ExitCode.FAILED, message);
  }

  public UserError(int exitCode, String message) {
    super(oneLine(message));
    this.exitCode = exitCode;
  }

  private UserError(List<String> problems) {
    super(problems.stream().map(UserError::oneLine).collect(Collectors.joining("\n")));
    this.exitCode = ExitCode.FAILED;
  }

  /// Several problems, each told in a line of its own.
  public static UserError all(List<String> problems) {
    return new UserError(problems);
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }

  public int exitCode() {
    return exitCode;
  }

  /// The message.
  public String line() {
    return String.valueOf(getMessage());
  }
}
