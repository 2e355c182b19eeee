package cosmovisor.plan;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// The heights of `--unsafe-skip-upgrades` among a node's arguments: the node goes through these
/// without an upgrade, so it is left alone there.
///
/// Understood are the forms that nodes accept (`--unsafe-skip-upgrades=5`, `… 5`, lists with
/// commas, the flag more than once) and the original's own, several numbers behind the flag.
public final class SkippedHeights {
  private static final String FLAG = "--unsafe-skip-upgrades";

  private SkippedHeights() {}

  /// The heights, none if there is no such flag.
  public static Set<Long> of(List<String> arguments) {
    Set<Long> heights = new TreeSet<>();
    boolean listed = false;
    for (String argument : arguments) {
      if (argument.startsWith("-")) {
        listed = argument.equals(FLAG);
        if (argument.startsWith(FLAG + "=")) {
          add(argument.substring(FLAG.length() + 1), heights);
        }
      } else if (listed) {
        add(argument, heights);
      }
    }
    return Set.copyOf(heights);
  }

  private static void add(String list, Set<Long> heights) {
    for (String part : list.replaceAll("[\\[\\]\\s]", "").split(",", -1)) {
      if (part.matches("\\d{1,18}")) {
        heights.add(Long.parseLong(part));
      }
    }
  }
}
