package cosmovisor.demo;

import cosmovisor.fakechain.Sighting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The time in which one process made the blocks.
///
/// @param first its first block
/// @param last its last one
record Reign(Sighting first, Sighting last) {

  /// All of a chain's, the oldest first.
  ///
  /// @param commits who committed which block
  static List<Reign> of(List<Sighting> commits) {
    List<Reign> reigns = new ArrayList<>();
    for (Sighting block : commits) {
      if (!reigns.isEmpty() && reigns.getLast().first.pid() == block.pid()) {
        reigns.add(new Reign(reigns.removeLast().first, block));
      } else {
        reigns.add(new Reign(block, block));
      }
    }
    return reigns;
  }

  String version() {
    return first.version();
  }

  /// From the last block before this reign to its first one.
  Duration since(Reign before) {
    return Duration.between(before.last.time(), first.time());
  }
}
