package cosmovisor.cli;

import cosmovisor.os.OsString;
import cosmovisor.os.UserError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The one option of ours among a node's arguments, `--cosmovisor-config FILE`, in any letter case,
/// with one dash or two, and with `=` or without.
///
/// @param file what it names, if it is there
/// @param rest the words without it
record ConfigFlag(Optional<OsString> file, List<OsString> rest) {
  private static final List<String> NAMES = List.of("--cosmovisor-config", "-cosmovisor-config");

  ConfigFlag {
    rest = List.copyOf(rest);
  }

  /// Whether a word is this option, with or without its value.
  static boolean isAt(OsString word) {
    return NAMES.contains(name(word));
  }

  /// Takes the first such option out.
  static ConfigFlag takenFrom(List<OsString> words) throws UserError {
    for (int i = 0; i < words.size(); i++) {
      if (isAt(words.get(i))) {
        return takenFrom(words, i);
      }
    }
    return new ConfigFlag(Optional.empty(), words);
  }

  private static ConfigFlag takenFrom(List<OsString> words, int place) throws UserError {
    List<OsString> rest = new ArrayList<>(words);
    byte[] word = rest.remove(place).bytes();
    int equals = equals(word);
    if (equals < word.length) {
      return new ConfigFlag(
          Optional.of(OsString.of(Arrays.copyOfRange(word, equals + 1, word.length))), rest);
    }
    if (place == rest.size()) {
      throw new UserError(
          "failed to parse cosmovisor config: --cosmovisor-config requires an argument");
    }
    return new ConfigFlag(Optional.of(rest.remove(place)), rest);
  }

  private static String name(OsString word) {
    byte[] bytes = word.bytes();
    return OsString.of(Arrays.copyOf(bytes, equals(bytes))).text().toLowerCase(Locale.ROOT);
  }

  private static int equals(byte... word) {
    int place = 0;
    while (place < word.length && word[place] != '=') {
      place++;
    }
    return place;
  }
}
