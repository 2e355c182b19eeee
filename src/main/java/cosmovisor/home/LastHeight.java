package cosmovisor.home;

import cosmovisor.os.Disk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/// The height at which the chain was last seen, for when no node can be asked.
///
/// Lies in the data folder, as a number in text, because it is a fact about that data: a restored
/// backup brings its own. Not synced; a lost one is told again by the next node within a second.
public final class LastHeight {
  private static final int MAX_BYTES = 32;

  private final Path file;
  private final Disk disk;

  public LastHeight(NodeHome home, Disk disk) {
    this.file = home.data().resolve(".last_known_height");
    this.disk = disk;
  }

  /// The height, if one is known.
  public Optional<Long> read() {
    try {
      return Optional.of(new String(disk.read(file, MAX_BYTES), StandardCharsets.UTF_8).strip())
          .filter(text -> text.matches("\\d{1,18}"))
          .map(Long::valueOf);
    } catch (IOException none) {
      return Optional.empty();
    }
  }

  /// Keeps a height. A disk that can't take it costs accuracy after a crash, nothing else.
  public void write(long height) {
    try {
      Path temporary = file.resolveSibling(".last_known_height.new");
      disk.write(temporary, Long.toString(height).getBytes(StandardCharsets.UTF_8));
      disk.rename(temporary, file);
    } catch (IOException lost) {
      // The next second brings the next height.
    }
  }
}
