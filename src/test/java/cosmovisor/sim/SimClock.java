package cosmovisor.sim;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/// The time of day, which an operator or NTP may set at any moment.
final class SimClock extends Clock {
  private static final Instant BEGIN = Instant.parse("2026-01-02T03:04:05Z");

  private final Agenda agenda;
  private Duration ahead = Duration.ZERO;

  SimClock(Agenda agenda) {
    this.agenda = agenda;
  }

  void set(Duration by) {
    ahead = ahead.plus(by);
  }

  @Override
  public long millis() {
    return instant().toEpochMilli();
  }

  @Override
  public Instant instant() {
    return BEGIN.plusNanos(agenda.nanos()).plus(ahead);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
