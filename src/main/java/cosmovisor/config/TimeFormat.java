package cosmovisor.config;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/// The twelve forms of a time in a log line, by the words of Go's library, and none at all.
public enum TimeFormat {
  LAYOUT("MM/dd hh:mm:ssa ''yy xx"),
  ANSIC("EEE MMM ppd HH:mm:ss yyyy"),
  UNIXDATE("EEE MMM ppd HH:mm:ss zzz yyyy"),
  RUBYDATE("EEE MMM dd HH:mm:ss xx yyyy"),
  RFC822("dd MMM yy HH:mm zzz"),
  RFC822Z("dd MMM yy HH:mm xx"),
  RFC850("EEEE, dd-MMM-yy HH:mm:ss zzz"),
  RFC1123("EEE, dd MMM yyyy HH:mm:ss zzz"),
  RFC1123Z("EEE, dd MMM yyyy HH:mm:ss xx"),
  RFC3339("yyyy-MM-dd'T'HH:mm:ssXXX"),
  RFC3339NANO("yyyy-MM-dd'T'HH:mm:ssXXX"),
  KITCHEN("h:mma"),
  NONE("");

  private final String pattern;

  TimeFormat(String pattern) {
    this.pattern = pattern;
  }

  /// Its word; empty for none.
  public String word() {
    return this == NONE ? "" : name().toLowerCase(Locale.ROOT);
  }

  /// The format of this word, exact in the case of letters.
  static Optional<TimeFormat> of(String word) {
    for (TimeFormat format : values()) {
      if (format.word().equals(word)) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }

  /// The time in this form, English whatever the locale.
  public String print(ZonedDateTime time) {
    return DateTimeFormatter.ofPattern(pattern, Locale.US).format(time);
  }
}
