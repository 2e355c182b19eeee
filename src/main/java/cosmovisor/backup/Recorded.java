package cosmovisor.backup;

import cosmovisor.os.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/// What a backup's list says of the files of one part, in 32 to 64 bytes for each: of path and size
/// the [PathHash], and the checksum.
final class Recorded {
  private static final long FREE = 0;
  private static final long NO_CHECKSUM = -1;
  private static final int FIRST_SIZE = 1 << 10;

  private final PathHash hash = new PathHash();
  private long[] keys = new long[FIRST_SIZE];
  private long[] checksums = new long[FIRST_SIZE];
  private boolean[] met = new boolean[FIRST_SIZE];
  private int count;
  private int left;

  /// Reads the entries of a part.
  ///
  /// @param part what its paths begin with
  static Recorded read(ListReader list, String part) throws IOException, UserError {
    Recorded recorded = new Recorded();
    list.each(
        entry -> {
          if (entry.path().startsWith(part + "/") && entry.kind().isFile()) {
            recorded.put(entry);
          }
        });
    return recorded;
  }

  private void put(FileEntry entry) {
    if (count >= keys.length / 2) {
      grow();
    }
    long key = key(entry);
    int at = slot(key);
    if (keys[at] == FREE) {
      keys[at] = key;
      checksums[at] = entry.checksum().orElse(NO_CHECKSUM);
      count++;
      left++;
    }
  }

  private void grow() {
    long[] oldKeys = keys;
    long[] oldChecksums = checksums;
    keys = new long[oldKeys.length * 2];
    checksums = new long[keys.length];
    met = new boolean[keys.length];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != FREE) {
        int at = slot(oldKeys[i]);
        keys[at] = oldKeys[i];
        checksums[at] = oldChecksums[i];
      }
    }
  }

  private int slot(long key) {
    int at = (int) (key ^ (key >>> 32)) & (keys.length - 1);
    while (keys[at] != FREE && keys[at] != key) {
      at = (at + 1) & (keys.length - 1);
    }
    return at;
  }

  private long key(FileEntry entry) {
    String text = entry.bytes().orElse(0) + " " + entry.path();
    long key = hash.of(text.getBytes(StandardCharsets.US_ASCII));
    return key == FREE ? 1 : key;
  }

  /// Whether a file of this path and size was recorded; it counts as met from now on.
  synchronized boolean meets(FileEntry found) {
    int at = slot(key(found));
    if (keys[at] == FREE || met[at]) {
      return false;
    }
    met[at] = true;
    left--;
    return true;
  }

  /// The checksum that was recorded of a file that was met.
  synchronized OptionalLong checksum(FileEntry found) {
    long checksum = checksums[slot(key(found))];
    return checksum == NO_CHECKSUM ? OptionalLong.empty() : OptionalLong.of(checksum);
  }

  /// How many files were not met.
  synchronized int left() {
    return left;
  }
}
