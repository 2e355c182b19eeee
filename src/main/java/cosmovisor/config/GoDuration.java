package cosmovisor.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations in Go's notation: `300ms`, `1.5h`, `1m30s`.
public final class GoDuration {
  private static final Pattern WHOLE =
      Pattern.compile("[+-]?(?:0|(?:(?:\\d+\\.?\\d*|\\.\\d+)(?:ns|us|µs|μs|ms|s|m|h))+)");
  private static final Pattern PART =
      Pattern.compile("(\\d+\\.?\\d*|\\.\\d+)(ns|us|µs|μs|ms|s|m|h)");
  private static final Map<String, Long> NANOS =
      Map.of(
          "ns", 1L,
          "us", 1_000L,
          "µs", 1_000L,
          "μs", 1_000L,
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "h", 3_600_000_000_000L);

  private GoDuration() {}

  /// The duration that a text means, or nothing if it means none, or more than 292 years.
  public static Optional<Duration> parse(String text) {
    if (text.length() > 100 || !WHOLE.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      long nanos = 0;
      Matcher part = PART.matcher(text);
      while (part.find()) {
        nanos = Math.addExact(nanos, nanos(part.group(1), NANOS.getOrDefault(part.group(2), 0L)));
      }
      Duration size = Duration.ofNanos(nanos);
      return Optional.of(text.startsWith("-") ? size.negated() : size);
    } catch (ArithmeticException | NumberFormatException tooMuch) {
      return Optional.empty();
    }
  }

  /// Whole numbers, which nearly all are, by themselves: the tables that `BigDecimal` makes when it
  /// is first used would be a tenth of a start.
  private static long nanos(String number, long unit) {
    return number.indexOf('.') < 0
        ? Math.multiplyExact(Long.parseLong(number), unit)
        : new BigDecimal(number).multiply(BigDecimal.valueOf(unit)).toBigInteger().longValueExact();
  }

  /// The shortest form of a duration that is not negative, as Go prints it.
  public static String print(Duration duration) {
    long nanos = duration.toNanos();
    if (nanos == 0) {
      return "0s";
    }
    if (nanos < 1_000L) {
      return nanos + "ns";
    }
    if (nanos < 1_000_000L) {
      return decimal(nanos, 1_000L) + "µs";
    }
    if (nanos < 1_000_000_000L) {
      return decimal(nanos, 1_000_000L) + "ms";
    }
    var out = new StringBuilder();
    if (duration.toHours() > 0) {
      out.append(duration.toHours()).append('h');
    }
    if (duration.toMinutes() > 0) { // 1h0m0s: a unit is never left out behind a greater one
      out.append(duration.toMinutesPart()).append('m');
    }
    return out.append(decimal(nanos % 60_000_000_000L, 1_000_000_000L)).append('s').toString();
  }

  private static String decimal(long value, long unit) {
    return value % unit == 0
        ? Long.toString(value / unit)
        : new BigDecimal(value).divide(new BigDecimal(unit)).stripTrailingZeros().toPlainString();
  }
}
