package cosmovisor.fetch;

import cosmovisor.plan.Checksum.Algorithm;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;

/// Several digests over the same bytes, taken as they pass.
final class Digests {
  private final Map<Algorithm, MessageDigest> digests = new EnumMap<>(Algorithm.class);

  Digests(Algorithm... algorithms) {
    for (Algorithm algorithm : algorithms) {
      digests.put(algorithm, digest(algorithm));
    }
  }

  void update(byte[] buffer, int length) {
    for (MessageDigest digest : digests.values()) {
      digest.update(buffer, 0, length);
    }
  }

  /// The digests in hex; what comes afterwards counts from nothing.
  Map<Algorithm, String> finish() {
    Map<Algorithm, String> hex = new EnumMap<>(Algorithm.class);
    digests.forEach(
        (algorithm, digest) -> hex.put(algorithm, HexFormat.of().formatHex(digest.digest())));
    return hex;
  }

  private static MessageDigest digest(Algorithm algorithm) {
    try {
      return MessageDigest.getInstance(algorithm.standardName());
    } catch (NoSuchAlgorithmException broken) {
      throw new AssertionError("a JDK without " + algorithm.standardName(), broken);
    }
  }
}
