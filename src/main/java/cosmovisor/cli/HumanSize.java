package cosmovisor.cli;

import java.util.List;
import java.util.Locale;

/// Bytes for people: `512 B`, `1.5 KiB`, `20 GiB`.
final class HumanSize {
  private static final List<String> UNITS = List.of("KiB", "MiB", "GiB", "TiB", "PiB", "EiB");
  private static final double STEP = 1024;

  private HumanSize() {}

  static String of(long bytes) {
    if (bytes < STEP) {
      return bytes + " B";
    }
    double size = bytes / STEP;
    int unit = 0;
    while (size >= STEP && unit < UNITS.size() - 1) {
      size /= STEP;
      unit++;
    }
    return String.format(Locale.ROOT, size < 10 ? "%.1f %s" : "%.0f %s", size, UNITS.get(unit));
  }
}
