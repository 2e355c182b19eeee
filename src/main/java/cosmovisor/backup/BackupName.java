package cosmovisor.backup;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The name that a backup is given: `data-backup-2026-1-2`, or `data-backup-2026-1-2-3` for the
/// third of that day.
public record BackupName(LocalDate day, int number) {
  private static final Pattern FORM =
      Pattern.compile("data-backup-(\\d{1,6})-(\\d{1,2})-(\\d{1,2})(?:-(\\d{1,9}))?");

  /// The name that a folder has; nothing if nobody who backs data up names one so.
  public static Optional<BackupName> of(Path folder) {
    Matcher name = FORM.matcher(String.valueOf(folder.getFileName()));
    if (!name.matches()) {
      return Optional.empty();
    }
    try {
      LocalDate day =
          LocalDate.of(
              Integer.parseInt(name.group(1)),
              Integer.parseInt(name.group(2)),
              Integer.parseInt(name.group(3)));
      String number = name.group(4);
      return Optional.of(new BackupName(day, number == null ? 1 : Integer.parseInt(number)));
    } catch (DateTimeException noDay) {
      return Optional.empty();
    }
  }
}
