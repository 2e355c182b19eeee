package cosmovisor.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// What somebody may have meant who mistyped a word.
public final class Nearest {
  private Nearest() {}

  /// The known word that is nearest, if it is near: one slip in a short word, two in a longer one.
  public static Optional<String> of(String word, Collection<String> known) {
    return known.stream()
        .filter(candidate -> Math.abs(candidate.length() - word.length()) <= 2)
        .filter(candidate -> slips(word, candidate) <= (candidate.length() < 12 ? 1 : 2))
        .min(Comparator.comparingInt(candidate -> slips(word, candidate)));
  }

  /// How many slips of the finger lead from one word to the other: a letter too much, one too few,
  /// a wrong one, or two neighbours exchanged. (Damerau and Levenshtein's distance, in the form in
  /// which no letter is moved twice.)
  static int slips(String word, String other) {
    int[][] slips = new int[word.length() + 1][other.length() + 1];
    for (int i = 0; i <= word.length(); i++) {
      for (int j = 0; j <= other.length(); j++) {
        slips[i][j] = i == 0 || j == 0 ? i + j : fewest(slips, word, other, i, j);
      }
    }
    return slips[word.length()][other.length()];
  }

  private static int fewest(int[][] slips, String word, String other, int i, int j) {
    int changed = word.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
    int fewest =
        Math.min(slips[i - 1][j - 1] + changed, Math.min(slips[i - 1][j] + 1, slips[i][j - 1] + 1));
    boolean exchanged =
        i > 1
            && j > 1
            && word.charAt(i - 1) == other.charAt(j - 2)
            && word.charAt(i - 2) == other.charAt(j - 1);
    return exchanged ? Math.min(fewest, slips[i - 2][j - 2] + 1) : fewest;
  }
}
