package cosmovisor.supervisor;

import cosmovisor.backup.BackupNeed;
import cosmovisor.backup.Backups;
import cosmovisor.fetch.BinaryFetcher;
import cosmovisor.home.NodeBinary;
import cosmovisor.home.NodeHome;
import cosmovisor.home.OpenSchedule;
import cosmovisor.home.Versions;
import cosmovisor.machine.Notice;
import cosmovisor.os.Failures;
import cosmovisor.os.Processes;
import cosmovisor.os.UserError;
import cosmovisor.plan.PlanException;
import cosmovisor.plan.UpgradePlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Everything that can be known before a node is stopped for an upgrade.
///
/// @param fetcher present if binaries may be downloaded
/// @param backups present unless backups are skipped
/// @param retirement removes old backups beforehand
/// @param spacing whether an upgrade goes without one
/// @param height asks a running node for its committed height
/// @param narrator tells the operator
public record Preparation(
    NodeHome home,
    Versions versions,
    NodeBinary binaries,
    Programs programs,
    Optional<BinaryFetcher> fetcher,
    Optional<Backups> backups,
    Retirement retirement,
    BackupSpacing spacing,
    OpenSchedule schedule,
    Supplier<Optional<Long>> height,
    Consumer<Notice> narrator) {

  /// Puts a plan to the schedule that can't be the node's own word: the original put it there ahead
  /// of time, or the node has not come to its height. A node that does not answer, as one that
  /// stands at an upgrade's height may, is taken at its word.
  ///
  /// @return whether it was
  boolean postpone(UpgradePlan plan, boolean nodeRuns) throws UserError {
    try {
      boolean early =
          !plan.isScheduled()
              && (schedule.isOfTheOriginal(plan)
                  || (nodeRuns && height.get().filter(h -> h < plan.height() - 1).isPresent()));
      if (early) {
        schedule.adopt(plan);
      }
      return early;
    } catch (IOException failure) {
      throw new UserError(
          "upgrade " + plan.name() + " can't be scheduled: " + Failures.line(failure));
    } catch (PlanException malformed) {
      throw new UserError(
          "upgrade "
              + plan.name()
              + " can't be scheduled: "
              + home.schedule()
              + ": "
              + malformed.line());
    }
  }

  /// Makes sure that nothing that could be known will stop this upgrade half-way.
  ///
  /// @param nodeRuns whether it can be asked
  /// @param started is told of a process that is started for it
  /// @throws UserError if something is missing; the operator can mend it while the node runs
  void prepare(UpgradePlan plan, boolean nodeRuns, Consumer<Processes.Child> started)
      throws UserError {
    try {
      binaries.check(home.binary(versionWithBinary(plan, started)));
      if (programs.customScript().isPresent()) {
        programs.checkCustomScript();
      }
      if (backups.isPresent()) {
        planBackup(backups.get(), plan, nodeRuns);
      }
    } catch (IOException failure) {
      throw new UserError(
          "upgrade " + plan.name() + " can't be prepared: " + Failures.line(failure));
    }
  }

  private void planBackup(Backups where, UpgradePlan plan, boolean nodeRuns) throws UserError {
    try {
      if (spacing.look(plan, nodeRuns)) {
        retirement.makeRoom(where, plan);
        Optional<BackupNeed> need = where.need(plan);
        if (need.isPresent()) {
          tell(need.get());
          where.leftOut().forEach(link -> narrator.accept(new Notice.BackupLeavesOut(link)));
        }
      }
    } catch (IOException failure) {
      throw new UserError("the backup can't be planned: " + Failures.line(failure));
    }
  }

  private boolean isLeftover(Path binary, UpgradePlan plan) {
    return fetcher.filter(download -> download.isLeftover(binary, plan)).isPresent();
  }

  private void tell(BackupNeed need) {
    narrator.accept(
        new Notice.BackupPlanned(
            need.method().word(),
            need.why(),
            need.files(),
            need.bytes(),
            need.copied(),
            need.free(),
            need.expected(),
            need.folders()));
  }

  private Path versionWithBinary(UpgradePlan plan, Consumer<Processes.Child> started)
      throws IOException, UserError {
    Optional<Path> there = versions.withBinary(plan);
    if (there.isPresent() && !isLeftover(home.binary(there.get()), plan)) {
      fetcher.ifPresent(fetch -> fetch.tidyBeside(there.get()));
      return there.get();
    }
    Path target = versions.target(plan);
    if (fetcher.isEmpty()) {
      throw new UserError(
          "binary not present, downloading disabled: "
              + home.binary(target)
              + " does not exist: put it there, or set DAEMON_ALLOW_DOWNLOAD_BINARIES=true");
    }
    fetcher.get().fetch(plan, target, started);
    return target;
  }
}
