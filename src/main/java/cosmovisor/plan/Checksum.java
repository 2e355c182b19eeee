package cosmovisor.plan;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.Collectors;

/// What the plan says about the bytes behind one of its URLs.
///
/// It speaks of the file as it travels: of the archive, not of what is in it.
public sealed interface Checksum {

  /// Nothing: whatever the server sends is taken.
  record None() implements Checksum {}

  /// These bytes and no others.
  ///
  /// @param hex in lower case, of the algorithm's length
  record Digest(Algorithm algorithm, String hex) implements Checksum {
    public Digest {
      hex = hex.toLowerCase(Locale.ROOT);
      if (hex.length() != algorithm.hexLength() || !isHex(hex)) {
        throw new IllegalArgumentException(
            "a " + algorithm.word() + " checksum has " + algorithm.hexLength() + " hex digits");
      }
    }
  }

  /// Whatever a list says that lies at another URL. Who can change the file can often change the
  /// list beside it, so that this proves the journey only.
  record FromFile(BinaryUrl list) implements Checksum {}

  /// A hash function that a plan may name.
  enum Algorithm {
    MD5("MD5", 32, false),
    SHA1("SHA-1", 40, false),
    SHA256("SHA-256", 64, true),
    SHA512("SHA-512", 128, true);

    private final String standardName;
    private final int hexLength;
    private final boolean strong;

    Algorithm(String standardName, int hexLength, boolean strong) {
      this.standardName = standardName;
      this.hexLength = hexLength;
      this.strong = strong;
    }

    /// The name that cryptographic libraries use.
    public String standardName() {
      return standardName;
    }

    public int hexLength() {
      return hexLength;
    }

    /// Whether nobody can make a second file of the same digest.
    public boolean isStrong() {
      return strong;
    }

    /// The word for it in a plan.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Whether this proves that the bytes are those the plan's authors saw.
  default boolean pins() {
    return this instanceof Digest digest && digest.algorithm().isStrong();
  }

  /// One word for reports: the algorithm, `file` or `none`.
  default String word() {
    return switch (this) {
      case None _ -> "none";
      case Digest digest -> digest.algorithm().word();
      case FromFile _ -> "file";
    };
  }

  /// The checksum that the value of a `checksum` parameter means: `type:hex`, bare hex whose type
  /// follows from its length, or `file:` and the URL of a list.
  ///
  /// @throws PlanException if the type is unknown or the digits don't fit it
  static Checksum parse(String value) throws PlanException {
    Cut cut = Cut.at(':', value);
    if (!cut.found()) {
      return digest(byLength(value), value);
    }
    String type = cut.before().toLowerCase(Locale.ROOT);
    return type.equals("file")
        ? new FromFile(BinaryUrl.parse(cut.after()))
        : digest(byWord(type), cut.after());
  }

  private static Checksum digest(Algorithm algorithm, String hex) throws PlanException {
    try {
      return new Digest(algorithm, hex);
    } catch (IllegalArgumentException unfit) {
      throw new PlanException(
          "invalid checksum: "
              + unfit.getMessage()
              + ", the plan gives \""
              + Texts.shown(hex)
              + "\"");
    }
  }

  private static Algorithm byWord(String word) throws PlanException {
    return Arrays.stream(Algorithm.values())
        .filter(algorithm -> algorithm.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new PlanException(
                    "invalid checksum: unsupported checksum type: "
                        + Texts.shown(word)
                        + "; supported are "
                        + words()));
  }

  private static Algorithm byLength(String hex) throws PlanException {
    return Arrays.stream(Algorithm.values())
        .filter(algorithm -> algorithm.hexLength() == hex.length())
        .findFirst()
        .orElseThrow(
            () ->
                new PlanException(
                    "invalid checksum: unknown type for checksum "
                        + Texts.shown(hex)
                        + "; write type:hex with a type of "
                        + words()));
  }

  private static String words() {
    return Arrays.stream(Algorithm.values()).map(Algorithm::word).collect(Collectors.joining(", "));
  }

  private static boolean isHex(String text) {
    return text.chars().allMatch(HexFormat::isHexDigit);
  }
}
