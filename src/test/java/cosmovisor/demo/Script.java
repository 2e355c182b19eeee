package cosmovisor.demo;

import java.util.List;

/// What is to happen at which height.
final class Script {
  static final long V2_HEIGHT = 20;
  static final long V3_HEIGHT = 35;
  static final long LAST_HEIGHT = 45;

  /// In the order of their heights.
  List<String> versions() {
    return List.of("genesis", "v2", "v3");
  }

  /// The version that executes the block at this height.
  String versionAt(long height) {
    return height < V2_HEIGHT ? "genesis" : height < V3_HEIGHT ? "v2" : "v3";
  }
}
