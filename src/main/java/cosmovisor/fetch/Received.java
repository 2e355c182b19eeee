package cosmovisor.fetch;

import cosmovisor.plan.Checksum.Algorithm;
import java.util.Map;
import java.util.Objects;

/// What has come in, as it travelled.
///
/// @param digests in hex; SHA-256 is always among them
/// @param openEnded whether nobody said how much should come
record Received(long bytes, Map<Algorithm, String> digests, boolean openEnded) {
  Received {
    digests = Map.copyOf(digests);
  }

  String sha256() {
    return digest(Algorithm.SHA256);
  }

  String digest(Algorithm algorithm) {
    return Objects.requireNonNull(digests.get(algorithm), "a digest that was not taken");
  }
}
