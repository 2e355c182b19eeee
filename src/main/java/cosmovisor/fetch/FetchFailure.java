package cosmovisor.fetch;

import cosmovisor.fetch.FetchReport.Kind;
import cosmovisor.plan.PlanException;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Why this fetch comes to nothing, ready to be reported: one line, no secrets.
///
/// An `IOException`, because it has to find its way through streams of other people's libraries.
final class FetchFailure extends IOException {
  private static final long serialVersionUID = 1L;

  private final Kind kind;
  private final boolean retryable;

  private FetchFailure(Kind kind, String message, boolean retryable, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.retryable = retryable;
  }

  /// A failure that stays one however often it is tried.
  FetchFailure(Kind kind, String message) {
    this(kind, message, false, null);
  }

  /// A failure that may pass by itself.
  static FetchFailure passing(Kind kind, String message) {
    return new FetchFailure(kind, message, true, null);
  }

  static FetchFailure of(PlanException plan) {
    return new FetchFailure(Kind.PLAN, plan.line(), false, plan);
  }

  /// The failure that another library has wrapped into its own exception, else a new one of this
  /// kind.
  static FetchFailure of(IOException failed, Kind kind, String doing) {
    return inside(failed)
        .orElseGet(() -> new FetchFailure(kind, doing + ": " + Reasons.of(failed), false, failed));
  }

  /// The failure of ours that this exception is or carries.
  static Optional<FetchFailure> inside(IOException failed) {
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof FetchFailure failure) {
        return Optional.of(failure);
      }
    }
    return Optional.empty();
  }

  /// This failure, told in the context of what was being done.
  FetchFailure during(String doing) {
    return new FetchFailure(kind, doing + ": " + getMessage(), retryable, this);
  }

  Kind kind() {
    return kind;
  }

  boolean isRetryable() {
    return retryable;
  }

  FetchReport.Failed report() {
    return new FetchReport.Failed(kind, String.valueOf(getMessage()), retryable);
  }
}
