package cosmovisor.restore;

import cosmovisor.home.NodeHome;
import cosmovisor.os.Clearance;
import cosmovisor.os.Disk;
import cosmovisor.os.OsString;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// A folder that is replaced: the data, or one beside it.
///
/// ```
/// data/                                    today's
/// .data-rollback.partial/                  the backup's, on its way
/// .data-rollback.ready/                    the backup's, whole
/// data-before-rollback-2026-1-2/           today's, put aside
/// ```
///
/// Two renames put `ready` in today's place. Which of the names are there tells how far it came, so
/// that whoever comes after a crash goes on with the right one, and never takes today's data for
/// what is to be thrown away.
///
/// @param name what it is called in the list of a backup
/// @param live where it lies, with no link in its path
/// @param aside the ending of the name that today's is kept under
public record Part(String name, Path live, String aside) {

  /// The part of this name of a home.
  static Part of(Disk disk, NodeHome home, String name, String aside) throws IOException {
    return new Part(name, live(disk, home, name), aside);
  }

  /// Where a part lies; its folder may be a link to another disk, and be away for the moment.
  static Path live(Disk disk, NodeHome home, String part) throws IOException {
    Path name = OsString.of(part).under(home.home());
    Optional<Disk.Facts> facts = disk.look(name);
    if (facts.filter(found -> found.kind() == Disk.Kind.LINK).isEmpty()) {
      return name;
    }
    Path target = Disk.parent(name).resolve(disk.readLink(name)).normalize();
    return OsString.of(target).below(Disk.parent(target)).under(disk.resolve(Disk.parent(target)));
  }

  Path partial() {
    return beside(".", "-rollback.partial");
  }

  Path ready() {
    return beside(".", "-rollback.ready");
  }

  public Path kept() {
    return beside("", "-" + aside);
  }

  private Path beside(String before, String after) {
    Path folder = Disk.parent(live);
    return OsString.of(live).below(folder).between(before, after).under(folder);
  }

  /// Whether today's has been put aside.
  boolean isMoved(Disk disk) throws IOException {
    return disk.look(kept()).isPresent();
  }

  /// Whether there is nothing more to bring.
  boolean isBrought(Disk disk) throws IOException {
    return disk.look(ready()).isPresent() || isMoved(disk);
  }

  /// Puts what is ready in today's place.
  void swap(Disk disk) throws IOException {
    if (disk.look(ready()).isPresent()) {
      if (disk.look(live).isPresent()) {
        disk.rename(live, kept());
      } else {
        disk.makeFolders(kept()); // there was none, and whoever comes next has to see that we knew
      }
      disk.rename(ready(), live);
    }
    disk.sync(Disk.parent(live));
  }

  /// Leaves today's as it is.
  void forget(Disk disk) throws IOException {
    new Clearance(disk).remove(partial());
    new Clearance(disk).remove(ready());
  }
}
