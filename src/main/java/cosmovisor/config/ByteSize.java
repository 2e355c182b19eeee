package cosmovisor.config;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Sizes with a unit: `10GiB`, `1.5 TB`, `0`.
public final class ByteSize {
  private static final Pattern FORM = Pattern.compile("(\\d{1,18}(?:\\.\\d{1,9})?) ?(B|[KMGT]i?B)");
  private static final long STEP = 1024;
  private static final Map<String, Long> UNITS = new LinkedHashMap<>();

  static {
    UNITS.put("TiB", STEP * STEP * STEP * STEP);
    UNITS.put("GiB", STEP * STEP * STEP);
    UNITS.put("MiB", STEP * STEP);
    UNITS.put("KiB", STEP);
    UNITS.put("B", 1L);
    UNITS.put("KB", 1_000L);
    UNITS.put("MB", 1_000_000L);
    UNITS.put("GB", 1_000_000_000L);
    UNITS.put("TB", 1_000_000_000_000L);
  }

  private ByteSize() {}

  /// The bytes that a text means; nothing if it means none, has no unit, or does not fit.
  public static Optional<Long> parse(String text) {
    if (text.equals("0")) {
      return Optional.of(0L);
    }
    Matcher size = FORM.matcher(text);
    if (!size.matches()) {
      return Optional.empty();
    }
    BigInteger bytes =
        new BigDecimal(size.group(1))
            .multiply(BigDecimal.valueOf(UNITS.getOrDefault(size.group(2), 0L)))
            .toBigInteger();
    return bytes.bitLength() < Long.SIZE ? Optional.of(bytes.longValue()) : Optional.empty();
  }

  /// The shortest form that means exactly so many.
  public static String print(long bytes) {
    if (bytes == 0) {
      return "0";
    }
    for (Map.Entry<String, Long> unit : UNITS.entrySet()) {
      if (bytes % unit.getValue() == 0) {
        return bytes / unit.getValue() + unit.getKey();
      }
    }
    throw new AssertionError("one byte is a unit");
  }
}
