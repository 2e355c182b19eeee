package cosmovisor.backup;

import cosmovisor.os.UserError;
import java.io.IOException;
import java.util.OptionalLong;

/// What a backup's list says of the files of one part, in 16 to 32 bytes for each, whatever its
/// path's length: a command of ours has a small heap, and a backup may have a million files.
///
/// A file is known by a hash of its path and size. Two of a million files share one in one backup
/// of thirty million; a difference could then be overlooked, and nothing be seen that is not there.
final class Recorded {
  private static final long FREE = 0;
  private static final long NO_CHECKSUM = -1;
  private static final long FNV_BASIS = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;
  private static final int FIRST_SIZE = 1 << 10;

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
    int at = slot(key(entry));
    if (keys[at] == FREE) {
      keys[at] = key(entry);
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

  private static long key(FileEntry entry) {
    long hash = (FNV_BASIS ^ entry.bytes().orElse(0)) * FNV_PRIME;
    for (int i = 0; i < entry.path().length(); i++) {
      hash = (hash ^ entry.path().charAt(i)) * FNV_PRIME;
    }
    return hash == FREE ? 1 : hash;
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
