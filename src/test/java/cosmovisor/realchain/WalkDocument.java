package cosmovisor.realchain;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// `docs/simapp-upgrade.md` as a machine sees it: the fenced `sh` blocks, in order.
record WalkDocument(List<String> blocks) {
  private static final String FENCE = "```";

  WalkDocument {
    blocks = List.copyOf(blocks);
  }

  static WalkDocument read(Path file) throws IOException {
    return of(Files.readAllLines(file));
  }

  static WalkDocument of(List<String> lines) {
    var blocks = new ArrayList<String>();
    var block = new ArrayList<String>();
    boolean inside = false;
    for (String line : lines) {
      if (line.startsWith(FENCE)) {
        if (inside) {
          blocks.add(String.join("\n", block));
        } else if (!line.equals(FENCE + "sh")) {
          throw new AssertionError("a block that is not sh, and so would never be run: " + line);
        }
        block.clear();
        inside = !inside;
      } else if (inside) {
        block.add(line);
      }
    }
    return new WalkDocument(blocks);
  }
}
