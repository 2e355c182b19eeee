package cosmovisor.fetch;

import cosmovisor.fetch.FetchReport.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Everything in an archive, with its names proved harmless, before a single byte is written.
final class Inventory {
  private static final int MOST_LINKS_IN_A_ROW = 8;

  private final int mostEntries;
  private final List<EntryName> order = new ArrayList<>();
  private final Map<EntryName, Entry> entries = new LinkedHashMap<>();
  private final Map<String, EntryName> folded = new HashMap<>();
  private long bytes;

  Inventory(int mostEntries) {
    this.mostEntries = mostEntries;
  }

  /// Adds the next entry of the archive, if it can stand beside the others.
  void add(Entry entry) throws FetchFailure {
    if (order.size() >= mostEntries) {
      throw new FetchFailure(
          Kind.LIMIT, "it has more than the allowed " + mostEntries + " entries");
    }
    EntryName name = EntryName.parse(entry.name());
    order.add(name);
    if (name.isRoot()) {
      refuseUnlessFolder(entry);
      return;
    }
    refuseLookalikes(name);
    refuseFilesAsFolders(name.parent());
    Entry before = entries.put(name, entry);
    boolean twoFolders =
        before != null && before.type() == Entry.Type.FOLDER && entry.type() == Entry.Type.FOLDER;
    if (before != null && !twoFolders) {
      throw unsafe("two entries of the archive have the same name", name);
    }
    refuseOutwardLinks(name, entry);
  }

  /// The name of the entry that came at this place in the archive's order.
  EntryName nameAt(int place) {
    return order.get(place);
  }

  /// Counts bytes that a file in the archive has really unpacked to.
  void addBytes(long more) {
    bytes += more;
  }

  /// All bytes of all files.
  long bytes() {
    return bytes;
  }

  Map<EntryName, Entry> entries() {
    return Collections.unmodifiableMap(entries);
  }

  /// The regular file that this name stands for, through links inside the archive; empty if there
  /// is none.
  Optional<EntryName> file(EntryName name) {
    EntryName at = name;
    for (int links = 0; links <= MOST_LINKS_IN_A_ROW; links++) {
      Entry entry = entries.get(at);
      if (entry == null || entry.type() == Entry.Type.FOLDER) {
        return Optional.empty();
      }
      if (entry.type() == Entry.Type.FILE) {
        return Optional.of(at);
      }
      Optional<EntryName> next = target(at, entry);
      if (next.isEmpty()) {
        return Optional.empty();
      }
      at = next.get();
    }
    return Optional.empty();
  }

  private static Optional<EntryName> target(EntryName at, Entry link) {
    // A hard link names its file from the archive's root.
    return link.type() == Entry.Type.HARD_LINK
        ? EntryName.ROOT.follow(link.target())
        : at.follow(link.target());
  }

  private static void refuseUnlessFolder(Entry entry) throws FetchFailure {
    if (entry.type() != Entry.Type.FOLDER) {
      throw new FetchFailure(
          Kind.UNSAFE_ARCHIVE, "an entry of the archive that is no folder has no name");
    }
  }

  /// Some file systems fold letter case or compose accents: the second file would replace the
  /// first.
  private void refuseLookalikes(EntryName name) throws FetchFailure {
    for (EntryName part = name; !part.isRoot(); part = part.parent()) {
      EntryName other = folded.putIfAbsent(part.folded(), part);
      if (other != null && !other.equals(part)) {
        throw unsafe("two names in the archive differ only in letter case or composition", part);
      }
    }
  }

  private void refuseFilesAsFolders(EntryName folder) throws FetchFailure {
    for (EntryName part = folder; !part.isRoot(); part = part.parent()) {
      Entry entry = entries.get(part);
      if (entry == null) {
        entries.put(part, new Entry(part.toString(), Entry.Type.FOLDER, false, ""));
      } else if (entry.type() != Entry.Type.FOLDER) {
        throw unsafe("the archive uses as a folder what it says is none", part);
      }
    }
  }

  private void refuseOutwardLinks(EntryName name, Entry entry) throws FetchFailure {
    boolean link = entry.type() == Entry.Type.SYMBOLIC_LINK || entry.type() == Entry.Type.HARD_LINK;
    if (link && target(name, entry).isEmpty()) {
      throw unsafe("a link in the archive leads out of it", name);
    }
    if (entry.type() == Entry.Type.HARD_LINK && file(name).isEmpty()) {
      throw unsafe("a hard link in the archive is not to a file before it", name);
    }
  }

  private static FetchFailure unsafe(String what, EntryName name) {
    return new FetchFailure(Kind.UNSAFE_ARCHIVE, what + ": " + Reasons.oneLine(name.toString()));
  }
}
