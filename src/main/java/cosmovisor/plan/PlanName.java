package cosmovisor.plan;

/// The name of an upgrade, as the chain spells it.
///
/// @param spelling not empty, and no `.` or `..`, which would lead out of the folder of upgrades
public record PlanName(String spelling) {
  /// A name is also a file name; three bytes stand for each byte that has to be escaped.
  private static final int MAX_FOLDER_BYTES = 255;

  public PlanName {
    if (spelling.isEmpty()) {
      throw new IllegalArgumentException("name cannot be empty");
    }
    if (spelling.equals(".") || spelling.equals("..")) {
      throw new IllegalArgumentException("name cannot be \"" + spelling + "\"");
    }
    if (Escapes.segment(spelling).length() > MAX_FOLDER_BYTES) {
      throw new IllegalArgumentException(
          "name is longer than a folder's name can be (" + MAX_FOLDER_BYTES + " bytes escaped)");
    }
  }

  /// The name of the folder with this spelling: escaped as a segment of a URL path.
  public String folder() {
    return Escapes.segment(spelling);
  }

  /// This name in lower case, letter by letter as Go does it: Java's own rules would turn one
  /// letter into two (`İ`) or look at its neighbours (`Σ`), and name another folder.
  public PlanName lowerCased() {
    return new PlanName(
        spelling
            .codePoints()
            .map(PlanName::lower)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString());
  }

  /// Whether both name the same upgrade; the case of letters does not count.
  public boolean isSameAs(PlanName other) {
    return spelling.equalsIgnoreCase(other.spelling);
  }

  private static int lower(int codePoint) {
    return Character.toLowerCase(codePoint);
  }

  @Override
  public String toString() {
    return spelling;
  }
}
