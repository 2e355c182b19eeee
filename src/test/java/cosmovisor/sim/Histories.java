package cosmovisor.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Runs histories, and shows one that went wrong in full.
final class Histories {
  private static final int SHOWN = 400;

  private Histories() {}

  /// The history of a seed.
  static World of(long seed) {
    return told(StoryTeller.of(seed), seed, "./mvnw test -Dtest=HistoriesTest -Dsim.seed=" + seed);
  }

  /// A story's history; one that goes wrong is run again, to be shown.
  ///
  /// @param replay the command that shows it again
  static World told(Story story, long seed, String replay) {
    try {
      return new World(story, seed, Optional.empty()).run();
    } catch (AssertionError | RuntimeException violation) {
      throw new AssertionError(
          violation
              + "\n\nseed %d, replayed by\n  %s\n\n%s".formatted(seed, replay, shown(story, seed)),
          violation);
    }
  }

  /// All that happens in a story, to the violation if there is one.
  static List<String> log(Story story, long seed) {
    List<String> lines = new ArrayList<>();
    lines.add(story.toString());
    try {
      new World(story, seed, Optional.of(lines::add)).run();
    } catch (AssertionError | RuntimeException violation) {
      lines.add(violation.toString());
    }
    return lines;
  }

  private static String shown(Story story, long seed) {
    List<String> lines = log(story, seed);
    int skipped = Math.max(0, lines.size() - SHOWN);
    return lines.getFirst()
        + "\n… "
        + skipped
        + " lines left out\n"
        + String.join("\n", lines.subList(skipped, lines.size()));
  }
}
