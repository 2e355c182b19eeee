package cosmovisor.plan;

/// A text cut in two where a character first stands.
///
/// @param before the whole text, if the character is nowhere in it
/// @param after empty, if it is nowhere
record Cut(String before, String after, boolean found) {

  static Cut at(char separator, String text) {
    int at = text.indexOf(separator);
    return at < 0
        ? new Cut(text, "", false)
        : new Cut(text.substring(0, at), text.substring(at + 1), true);
  }
}
