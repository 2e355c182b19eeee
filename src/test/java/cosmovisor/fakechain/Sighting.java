package cosmovisor.fakechain;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// One line of the witness, or of the database's list of commits: `time what pid height version`.
///
/// @param pid of the process that it speaks of
/// @param height that was committed then
public record Sighting(Instant time, What what, long pid, long height, String version) {

  /// What a version did.
  public enum What {
    /// It opened the data and found that it fits.
    START,
    /// It opened the data and found that it doesn't.
    REFUSED,
    /// It came while another process had the data open. Nothing is worse.
    DOUBLE,
    /// It committed the first block of its life.
    FIRST_BLOCK,
    /// It committed a block.
    BLOCK,
    /// It ended, by itself or because it was told to.
    STOP,
    /// It was run for its `pre-upgrade`.
    PRE_UPGRADE,
    /// It started a process that is no node.
    GRANDCHILD
  }

  /// All lines of a file, the oldest first; none if there is no file.
  static List<Sighting> in(Path file) throws IOException {
    return Files.exists(file)
        ? Files.readAllLines(file).stream().map(Sighting::parse).toList()
        : List.of();
  }

  /// Adds it in one write.
  void addTo(Path file) throws IOException {
    Files.writeString(file, this + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private static Sighting parse(String line) {
    String[] columns = line.split(" ", 5);
    return new Sighting(
        Instant.parse(columns[0]),
        What.valueOf(columns[1].toUpperCase(Locale.ROOT)),
        Long.parseLong(columns[2]),
        Long.parseLong(columns[3]),
        columns[4]);
  }

  @Override
  public String toString() {
    String word = what.name().toLowerCase(Locale.ROOT);
    return time + " " + word + " " + pid + " " + height + " " + version;
  }
}
