package cosmovisor.fetch;

import cosmovisor.fetch.FetchReport.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Where the entries of an archive go, so that the daemon ends as `bin/<daemon>`.
///
/// Looked for in this order: `bin/<daemon>`; `<daemon>`; the one file of an archive that holds no
/// other, whatever its name; the first two again inside a folder at the top. What lies beside the
/// daemon comes along: licences do no harm, and libraries may be needed.
///
/// @param root the folder inside the archive that becomes the upgrade's folder
/// @param daemon the entry that becomes the daemon
/// @param alone whether nothing but the daemon is taken
record Layout(EntryName root, EntryName daemon, EntryName daemonPlace, boolean alone) {

  static Layout of(Inventory inventory, EntryName subdir, String daemon) throws FetchFailure {
    Optional<Layout> found =
        at(inventory, subdir, daemon)
            .or(() -> onlyFile(inventory, subdir, daemon))
            .or(() -> inOneFolder(inventory, subdir, daemon));
    Layout layout = found.orElseThrow(() -> missing(inventory, subdir, daemon));
    layout.refuseClash(inventory);
    return layout;
  }

  /// Where an entry goes in the tree; empty if it is left out.
  Optional<EntryName> place(EntryName name) {
    if (name.equals(daemon)) {
      return Optional.of(daemonPlace);
    }
    return alone || !name.isWithin(root) ? Optional.empty() : Optional.of(name.below(root));
  }

  private static Optional<Layout> at(Inventory inventory, EntryName root, String daemon) {
    EntryName place = EntryName.ROOT.child("bin").child(daemon);
    return List.of(root.child("bin").child(daemon), root.child(daemon)).stream()
        .filter(name -> inventory.file(name).isPresent())
        .findFirst()
        .map(name -> new Layout(root, name, place, false));
  }

  private static Optional<Layout> onlyFile(Inventory inventory, EntryName root, String daemon) {
    List<EntryName> files = files(inventory, root);
    EntryName place = EntryName.ROOT.child("bin").child(daemon);
    return files.size() == 1
        ? Optional.of(new Layout(root, files.getFirst(), place, true))
        : Optional.empty();
  }

  private static Optional<Layout> inOneFolder(Inventory inventory, EntryName root, String daemon) {
    List<Layout> found =
        inventory.entries().entrySet().stream()
            .filter(entry -> entry.getValue().type() == Entry.Type.FOLDER)
            .filter(entry -> entry.getKey().isWithin(root))
            .filter(entry -> entry.getKey().parent().equals(root))
            .flatMap(entry -> at(inventory, entry.getKey(), daemon).stream())
            .toList();
    return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
  }

  private static List<EntryName> files(Inventory inventory, EntryName root) {
    return inventory.entries().entrySet().stream()
        .filter(entry -> entry.getValue().type() != Entry.Type.FOLDER)
        .map(Map.Entry::getKey)
        .filter(name -> name.isWithin(root))
        .toList();
  }

  /// The daemon's new place must not be somebody else's.
  private void refuseClash(Inventory inventory) throws FetchFailure {
    if (alone) {
      return;
    }
    EntryName bin = root.child("bin");
    boolean fileInTheWay =
        !bin.equals(daemon) && inventory.entries().containsKey(bin) && !isFolder(inventory, bin);
    EntryName place = bin.child(daemonPlace.last());
    if (fileInTheWay || (!place.equals(daemon) && inventory.entries().containsKey(place))) {
      throw new FetchFailure(
          Kind.NO_DAEMON,
          "the archive holds "
              + daemon
              + ", and in the way of bin/"
              + daemonPlace.last()
              + " another entry");
    }
  }

  private static boolean isFolder(Inventory inventory, EntryName name) {
    return Optional.ofNullable(inventory.entries().get(name))
        .filter(entry -> entry.type() == Entry.Type.FOLDER)
        .isPresent();
  }

  private static FetchFailure missing(Inventory inventory, EntryName root, String daemon) {
    String found =
        files(inventory, root).stream()
            .limit(5)
            .map(EntryName::toString)
            .collect(Collectors.joining(", "));
    String where = root.isRoot() ? "" : " in " + root;
    return new FetchFailure(
        Kind.NO_DAEMON,
        "result does not contain a bin/"
            + daemon
            + " or "
            + daemon
            + " file"
            + where
            + (found.isEmpty()
                ? "; it holds no file at all"
                : "; it holds " + Reasons.oneLine(found)));
  }
}
