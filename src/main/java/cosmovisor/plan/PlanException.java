package cosmovisor.plan;

/// A plan, or a text that should hold one, that can't be used; the message is one line.
public final class PlanException extends Exception {
  private static final long serialVersionUID = 1L;

  public PlanException(String message) {
    super(message);
  }

  /// The message.
  public String line() {
    return String.valueOf(getMessage());
  }
}
