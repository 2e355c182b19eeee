package cosmovisor.restore;

import cosmovisor.backup.Backup;
import cosmovisor.backup.Shelf;
import cosmovisor.home.CurrentLink;
import cosmovisor.home.NodeHome;
import cosmovisor.home.PlanFile;
import cosmovisor.machine.Sight;
import cosmovisor.os.Disk;
import cosmovisor.os.OsString;
import cosmovisor.os.UserError;
import cosmovisor.plan.UpgradePlan;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Finds the backup to go back to, and the version that ran on it.
///
/// What our manifest does not say, as in a backup of the original's, is told from the plan that the
/// node left in the data and from the records beside the versions; where they don't tell, nothing
/// is guessed.
public record Ways(Disk disk, NodeHome home, Path backups) {

  /// A backup and the upgrade before which it was taken.
  private record Known(Backup backup, UpgradePlan plan) {}

  /// The way.
  ///
  /// @param to a backup, by its own name or its upgrade's; otherwise the one of the last upgrade
  /// @param version to be run then; otherwise the one that ran when it was taken
  public WayBack find(Optional<String> to, Optional<String> version, LocalDate today)
      throws IOException, UserError {
    List<Known> known = new ArrayList<>();
    List<Backup> silent = new ArrayList<>();
    for (Backup backup : new Shelf(backups, disk).backups()) {
      plan(backup)
          .ifPresentOrElse(plan -> known.add(new Known(backup, plan)), () -> silent.add(backup));
    }
    known.sort(
        Comparator.comparingLong((Known one) -> one.plan().height())
            .thenComparing(one -> one.backup().taken().orElse(Instant.EPOCH))
            .reversed());
    List<Known> ours = known.stream().filter(one -> one.backup().mayBeOf(home.home())).toList();
    if (to.isPresent()) {
      refuseSilent(silent, to.get());
    }
    Known chosen = to.isPresent() ? named(known, ours, to.get()) : ofTheLastUpgrade(ours, silent);
    String runs = version.isPresent() ? given(version.get()) : versionOf(chosen);
    List<String> names =
        Stream.concat(Stream.of(WayBack.DATA), chosen.backup().also().stream()).toList();
    return new WayBack(chosen.backup(), chosen.plan(), names, runs, freeAside(apart(names), today));
  }

  /// The upgrade before which a backup was taken: what no manifest says, the plan says that the
  /// node left in the data.
  public Optional<UpgradePlan> plan(Backup backup) throws IOException {
    return backup.manifest().isPresent()
        ? Optional.of(backup.manifest().get().subject().plan())
        : PlanFile.read(disk, backup.folder().resolve(home.dataInfo().getFileName()));
  }

  private void refuseSilent(List<Backup> silent, String name) throws UserError {
    for (Backup backup : silent) {
      if (backup.name().equals(name)) {
        throw new UserError(
            "%s does not say before which upgrade it was taken, since its %s is missing or damaged: put that file back, as the node wrote it, if nothing else was lost"
                .formatted(name, home.dataInfo().getFileName()));
      }
    }
  }

  /// Another node's backup is taken only by its own name: what is in one folder with ours may be of
  /// the same upgrade.
  private Known named(List<Known> known, List<Known> ours, String name) throws UserError {
    return known.stream()
        .filter(one -> one.backup().name().equals(name))
        .findFirst()
        .or(
            () ->
                ours.stream().filter(one -> one.plan().name().spelling().equals(name)).findFirst())
        .orElseThrow(
            () ->
                new UserError(
                    "there is no backup %s, and none of an upgrade of this name: %s"
                        .formatted(name, names(known, List.of()))));
  }

  private Known ofTheLastUpgrade(List<Known> known, List<Backup> silent)
      throws IOException, UserError {
    Sight sight = new CurrentLink(home, disk).look();
    List<UpgradePlan> last = new ArrayList<>();
    if (sight.info() instanceof Sight.Info.Planned planned) {
      last.add(planned.plan());
    }
    if (sight.current() instanceof Sight.Current.Version current) {
      current.recorded().ifPresent(last::add);
    }
    last.sort(Comparator.comparingLong(UpgradePlan::height).reversed());
    if (last.isEmpty()) {
      throw new UserError("no upgrade was made or begun here, so there is nothing to roll back");
    }
    for (UpgradePlan plan : last) {
      for (Known one : known) {
        if (one.plan().isSamePlanAs(plan)) {
          return one;
        }
      }
    }
    throw new UserError(
        "there is no backup of upgrade %s at height %d, the last one: %s"
            .formatted(last.getFirst().name(), last.getFirst().height(), names(known, silent)));
  }

  private String names(List<Known> known, List<Backup> silent) {
    return known.isEmpty()
        ? (silent.isEmpty() ? "there are no backups in " : "no backup says of which it is in ")
            + backups
        : "name one of these with --to: "
            + known.stream()
                .map(one -> one.backup().name() + " (before " + one.plan().name() + ")")
                .toList();
  }

  private String versionOf(Known chosen) throws IOException, UserError {
    Optional<String> recorded =
        chosen.backup().manifest().flatMap(manifest -> manifest.subject().runs());
    return checked(recorded.isPresent() ? recorded.get() : before(chosen.plan()));
  }

  /// The version that was switched to last before this upgrade.
  private String before(UpgradePlan plan) throws IOException, UserError {
    Optional<UpgradePlan> last = Optional.empty();
    String version = NodeHome.GENESIS;
    List<Path> folders =
        disk.follow(home.upgrades()).isPresent() ? disk.list(home.upgrades()) : List.of();
    for (Path folder : folders) {
      Optional<UpgradePlan> record = PlanFile.read(disk, home.recordedInfo(folder));
      boolean hasBinary = disk.look(home.binary(folder)).isPresent();
      if (record.isEmpty() && hasBinary && !home.versionFolders(plan).contains(folder)) {
        throw new UserError(
            "which version ran before upgrade %s is not recorded, and %s has no record of its upgrade: name the version with --version (genesis, or upgrades/NAME)"
                .formatted(plan.name(), folder));
      }
      boolean isLater =
          record.isPresent()
              && record.get().height() < plan.height()
              && last.filter(one -> one.height() >= record.get().height()).isEmpty();
      if (isLater) {
        last = record;
        version = OsString.of(folder).below(home.root()).text();
      }
    }
    return version;
  }

  private String given(String version) throws IOException, UserError {
    boolean isPlain = version.matches("genesis|upgrades/[^/]+") && !version.endsWith("/..");
    if (!isPlain || version.endsWith("/.")) {
      throw new UserError("--version is " + version + ": give genesis, or upgrades/NAME");
    }
    return checked(version);
  }

  /// A manifest's word becomes a path that is linked to and run.
  private String checked(String version) throws IOException, UserError {
    if (List.of(version.split("/", -1)).contains("..")) {
      throw new UserError(
          "the backup's manifest names no version of this home as the one that ran: name it with --version (genesis, or upgrades/NAME)");
    }
    Path binary = home.binary(OsString.of(version).under(home.root()));
    if (disk.follow(binary).filter(facts -> facts.kind() == Disk.Kind.FILE).isEmpty()) {
      throw new UserError(
          "the version to go back to has no binary: " + binary + " does not exist: put it there");
    }
    return version;
  }

  /// Where these parts lie; none in another, since each is moved by itself.
  private List<Path> apart(List<String> names) throws IOException, UserError {
    List<Path> apart = new ArrayList<>();
    for (String name : names) {
      Path live = Part.live(disk, home, name);
      if (apart.stream().anyMatch(other -> live.startsWith(other) || other.startsWith(live))) {
        throw new UserError(
            "the backup holds %s beside the data, and today they lie in each other (%s): move it out of there first"
                .formatted(name, live));
      }
      apart.add(live);
    }
    return apart;
  }

  /// An ending that none of these parts was put aside with before.
  private String freeAside(List<Path> parts, LocalDate today) throws IOException {
    String base =
        "before-rollback-%d-%d-%d"
            .formatted(today.getYear(), today.getMonthValue(), today.getDayOfMonth());
    for (int i = 1; ; i++) {
      String aside = i == 1 ? base : base + "-" + i;
      boolean isFree = true;
      for (Path part : parts) {
        isFree &= !new Part("", part, aside).isMoved(disk);
      }
      if (isFree) {
        return aside;
      }
    }
  }
}
