package cosmovisor.os;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The environment as we were started with: `NAME=value` entries in their order, doubles included.
public record Environment(List<OsString> entries) {
  public Environment {
    entries = List.copyOf(entries);
  }

  /// The value of an ASCII-named variable; the first entry counts, as in the C library.
  public Optional<OsString> value(String name) {
    byte[] prefix = OsString.of(name + "=").bytes();
    for (OsString entry : entries) {
      byte[] bytes = entry.bytes();
      if (bytes.length >= prefix.length
          && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length)) {
        return Optional.of(OsString.of(Arrays.copyOfRange(bytes, prefix.length, bytes.length)));
      }
    }
    return Optional.empty();
  }
}
