package cosmovisor.home;

import cosmovisor.machine.Sight;
import cosmovisor.os.Disk;
import cosmovisor.os.Failures;
import cosmovisor.os.OsString;
import cosmovisor.plan.PlanException;
import cosmovisor.plan.UpgradeInfo;
import cosmovisor.plan.UpgradePlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// The `current` link: which version is the one to run.
///
/// It is replaced by a rename, so that at no moment there is none: a start that finds no link would
/// run genesis, a binary from years ago, on today's data.
public final class CurrentLink {
  private final NodeHome home;
  private final Disk disk;
  private final Supplier<List<UpgradePlan>> due;

  /// A link that is looked at without regard to a schedule.
  public CurrentLink(NodeHome home, Disk disk) {
    this.home = home;
    this.disk = disk;
    this.due = List::of;
  }

  public CurrentLink(NodeHome home, Disk disk, OpenSchedule schedule) {
    this.home = home;
    this.disk = disk;
    this.due = schedule::due;
  }

  /// What the disk says about the version to run.
  ///
  /// @throws IOException if the link can't be read at all
  public Sight look() throws IOException {
    return new Sight(current(), info(), due.get());
  }

  /// What `data/upgrade-info.json` says. Never fails: whatever is wrong with the file is news.
  public Sight.Info info() {
    try {
      Optional<Disk.Facts> facts = disk.follow(home.dataInfo());
      if (facts.isEmpty()) {
        return new Sight.Info.Absent();
      }
      if (facts.get().kind() != Disk.Kind.FILE) {
        return new Sight.Info.Unreadable(home.dataInfo() + " is not a regular file");
      }
      return parse(disk.read(home.dataInfo(), UpgradeInfo.MAX_BYTES));
    } catch (IOException failure) {
      return new Sight.Info.Unreadable(Failures.line(failure));
    }
  }

  private static Sight.Info parse(byte[] content) {
    if (content.length == 0) {
      return new Sight.Info.Absent();
    }
    try {
      return new Sight.Info.Planned(UpgradeInfo.parse(content));
    } catch (PlanException malformed) {
      return new Sight.Info.Unreadable("invalid upgrade-info.json content: " + malformed.line());
    }
  }

  private Sight.Current current() throws IOException {
    Path link = home.current();
    Optional<Disk.Facts> facts = disk.look(link);
    if (facts.isEmpty()) {
      return new Sight.Current.Missing(recorded());
    }
    if (facts.get().kind() != Disk.Kind.LINK) {
      return new Sight.Current.Broken(
          link
              + " is not a symbolic link but a file or folder: move it away, then link it to the"
              + " version to run (ln -s genesis current)");
    }
    if (!disk.leadsToFolder(link)) {
      return new Sight.Current.Broken(
          link
              + " leads to "
              + disk.readLink(link)
              + ", which is no folder: put that version there, or link it to the right one (ln -sfn"
              + " TARGET current)");
    }
    Path version = disk.resolve(link);
    return new Sight.Current.Version(
        String.valueOf(version.getFileName()), PlanFile.read(disk, home.recordedInfo(version)));
  }

  private List<UpgradePlan> recorded() throws IOException {
    List<UpgradePlan> plans = new ArrayList<>();
    if (disk.follow(home.upgrades()).isPresent()) {
      for (Path version : disk.list(home.upgrades())) {
        PlanFile.read(disk, home.recordedInfo(version)).ifPresent(plans::add);
      }
    }
    return plans;
  }

  /// The version that it leads to, as a path below the cosmovisor folder; nothing if it leads
  /// nowhere, or out of there, or its name is no text.
  public Optional<String> target() throws IOException {
    if (disk.follow(home.current()).isEmpty()) {
      return Optional.empty();
    }
    Path version = disk.resolve(home.current());
    Path root = disk.resolve(home.root());
    if (!version.startsWith(root) || version.equals(root)) {
      return Optional.empty();
    }
    OsString name = OsString.of(version).below(root);
    return Optional.of(name.text()).filter(text -> OsString.of(text).equals(name));
  }

  /// Makes the link lead to genesis.
  public void switchToGenesis() throws IOException {
    point(Path.of(NodeHome.GENESIS));
  }

  /// Makes the link lead to a version that was run before, its record left as it is.
  ///
  /// @param version a path below the cosmovisor folder
  public void switchBackTo(String version) throws IOException {
    point(home.root().relativize(OsString.of(version).under(home.root())));
  }

  /// Records the plan in its version's folder, then makes the link lead there.
  ///
  /// @param version the folder below `upgrades`
  public void switchTo(Path version, UpgradePlan plan) throws IOException {
    disk.publish(home.recordedInfo(version), UpgradeInfo.render(plan, home.folderName(plan)));
    point(home.root().relativize(version));
  }

  /// Makes what it leads to survive a power cut. A switch whose last step failed may have left it
  /// as it should be, and not for good; the data of a node that is started by it does not go back.
  public void makeLast() throws IOException {
    disk.sync(home.root());
  }

  private void point(Path target) throws IOException {
    Path temporary = home.root().resolve(".current-next");
    disk.remove(temporary);
    disk.link(temporary, target);
    disk.rename(temporary, home.current());
    makeLast();
  }
}
