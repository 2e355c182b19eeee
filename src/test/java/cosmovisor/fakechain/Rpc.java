package cosmovisor.fakechain;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/// What a node answers to those who ask how it is: the part of CometBFT's RPC that they ask for.
final class Rpc {
  private static final long OLDER_BY = 5;
  private static final long OLDER_FOR_BLOCKS = 10;

  private final String version;
  private final boolean olderAfterRestart;
  private volatile Heights heights;
  private long oldUntil;

  /// @param block the last one stored
  /// @param app the last one executed; at an upgrade's height that is one less
  private record Heights(long block, long app, Instant time) {}

  Rpc(String version, boolean olderAfterRestart, long startHeight) {
    this.version = version;
    this.olderAfterRestart = olderAfterRestart;
    this.heights = new Heights(startHeight, startHeight, Instant.now());
    this.oldUntil = startHeight == 0 ? 0 : startHeight + OLDER_FOR_BLOCKS;
  }

  void at(long block, long app) {
    heights = new Heights(block, app, Instant.now());
  }

  Optional<byte[]> answer(String path) {
    Heights now = heights;
    return switch (path) {
      case "/status" -> Optional.of(result(status(now)));
      case "/abci_info" -> Optional.of(result(abciInfo(now)));
      case "/health" -> Optional.of(result("{}"));
      default -> Optional.empty();
    };
  }

  private static byte[] result(String json) {
    return "{\"jsonrpc\":\"2.0\",\"id\":-1,\"result\":%s}\n"
        .formatted(json)
        .getBytes(StandardCharsets.UTF_8);
  }

  private String status(Heights now) {
    return """
    {"node_info":{"network":"fake-1","moniker":"fake","version":"0.38.0"},\
    "sync_info":{"latest_block_height":"%d","latest_block_time":"%s",\
    "earliest_block_height":"1","catching_up":false},\
    "validator_info":{"address":"0000000000000000000000000000000000000000","voting_power":"0"}}\
    """
        .formatted(shown(now, now.block()), now.time());
  }

  private String abciInfo(Heights now) {
    return "{\"response\":{\"data\":\"fake\",\"version\":%s,\"last_block_height\":\"%d\"}}"
        .formatted(Text.quote(version), shown(now, now.app()));
  }

  private long shown(Heights now, long height) {
    return olderAfterRestart && now.block() < oldUntil ? Math.max(0, height - OLDER_BY) : height;
  }
}
