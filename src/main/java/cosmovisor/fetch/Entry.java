package cosmovisor.fetch;

/// What an archive says of one of its entries, not yet believed.
///
/// @param executable whether its owner may run it, the one permission that is taken over
/// @param target of a link, empty for others
record Entry(String name, Type type, boolean executable, String target) {
  enum Type {
    FILE,
    FOLDER,
    SYMBOLIC_LINK,
    HARD_LINK
  }
}
