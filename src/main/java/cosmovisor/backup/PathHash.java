package cosmovisor.backup;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// 64 bits of a SHA-256: what is kept of each path of a list, whatever its length. A command of
/// ours has a small heap, and a backup may have a million files.
///
/// Two of a million share one in one backup of thirty million; a difference could then be
/// overlooked, and nothing be seen that is not there. For one thread at a time.
final class PathHash {
  private final MessageDigest digest = sha256();

  long of(byte[] bytes) {
    return ByteBuffer.wrap(digest.digest(bytes)).getLong();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException missing) {
      throw new AssertionError("every Java has SHA-256", missing);
    }
  }
}
