package cosmovisor.fakechain;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;

/// Writes `upgrade-info.json` as x/upgrade does: over what was there, not in one step, mode 0600.
final class UpgradeInfoPen {
  /// Longer than the usual poll, so that somebody sees the half.
  private static final Duration BETWEEN_HALVES = Duration.ofMillis(500);

  private final Personality.Pen pen;
  private final Path file;

  UpgradeInfoPen(Personality.Pen pen, Path file) {
    this.pen = pen;
    this.file = file;
  }

  void write(Plan plan) throws IOException {
    byte[] text = plan.json().getBytes(StandardCharsets.UTF_8);
    switch (pen) {
      case PLAIN -> write(file, text, text.length);
      case TWICE -> write(file, text, text.length / 2);
      case RENAMED -> {
        Path first = file.resolveSibling("upgrade-info.json.tmp");
        write(first, text, text.length);
        Files.move(first, file, StandardCopyOption.ATOMIC_MOVE);
      }
    }
  }

  private static void write(Path file, byte[] text, int first) throws IOException {
    var options =
        Set.of(
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING);
    var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    try (var channel = FileChannel.open(file, options, mode)) {
      channel.write(ByteBuffer.wrap(text, 0, first));
      if (first < text.length) {
        Pause.of(BETWEEN_HALVES);
        channel.write(ByteBuffer.wrap(text, first, text.length - first));
      }
    }
  }
}
