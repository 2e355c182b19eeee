package cosmovisor.supervisor;

import cosmovisor.backup.Backups;
import cosmovisor.backup.Pruning;
import cosmovisor.backup.Pruning.Doomed;
import cosmovisor.backup.Retention;
import cosmovisor.machine.Notice;
import cosmovisor.os.Disk;
import cosmovisor.os.Failures;
import cosmovisor.os.UserError;
import cosmovisor.plan.UpgradePlan;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Old backups make room for the one that is about to be taken, while the node still runs. Without
/// a setting nothing is ever removed.
///
/// @param folder where backups are
/// @param home whose are removed
public record Retirement(
    Path folder,
    Path home,
    Disk disk,
    Retention retention,
    Supplier<ZonedDateTime> clock,
    Consumer<Notice> narrator) {

  /// Removes what the settings want removed, if a backup for this upgrade is still to be taken; a
  /// failure is told and is no hindrance.
  void makeRoom(Backups backups, UpgradePlan plan) {
    if (!retention.isAsked()) {
      return;
    }
    try {
      if (backups.standing(plan).isPresent()) {
        return;
      }
      Pruning pruning = new Pruning(folder, home, disk, clock.get());
      for (Path leftover : pruning.leftovers()) {
        pruning.removeLeftover(leftover);
        narrator.accept(
            new Notice.BackupRetired(
                String.valueOf(leftover.getFileName()), "left behind by what was broken off"));
      }
      for (Optional<Doomed> next = next(pruning); next.isPresent(); next = next(pruning)) {
        if (!pruning.remove(next.get(), retention)) {
          return;
        }
        narrator.accept(new Notice.BackupRetired(next.get().name(), next.get().why()));
      }
    } catch (IOException failure) {
      narrator.accept(new Notice.BackupNotRetired(Failures.line(failure)));
    } catch (UserError unfit) {
      narrator.accept(new Notice.BackupNotRetired(unfit.line()));
    }
  }

  /// Found anew each time, since how much room a removal makes is only known behind it.
  private Optional<Doomed> next(Pruning pruning) throws IOException {
    List<Doomed> plan = pruning.plan(retention.beforeAnother());
    return plan.stream().findFirst();
  }
}
