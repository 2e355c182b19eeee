package cosmovisor.home;

import cosmovisor.os.Disk;
import cosmovisor.os.Failures;
import cosmovisor.plan.PlanException;
import cosmovisor.plan.UpgradeBatch;
import cosmovisor.plan.UpgradePlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// What is still to come of the operator's schedule.
public final class OpenSchedule {
  /// The node writes its plan for itself alone; the original's `add-upgrade` writes its with
  /// execute bits. This file tells whether bits mean anything on this disk.
  private static final String NEVER_EXECUTABLE = "priv_validator_state.json";

  private final NodeHome home;
  private final Disk disk;
  private final Schedule schedule;
  private final LastHeight lastHeight;
  private final Consumer<String> problems;

  private volatile String told = "";

  /// @param problems is told, once each, why the schedule can't be read
  public OpenSchedule(NodeHome home, Disk disk, LastHeight lastHeight, Consumer<String> problems) {
    this.home = home;
    this.disk = disk;
    this.schedule = new Schedule(home, disk);
    this.lastHeight = lastHeight;
    this.problems = problems;
  }

  /// The upgrades that are not done, the lowest first; none if the schedule can't be read.
  public List<UpgradePlan> plans() {
    try {
      List<UpgradePlan> open = new ArrayList<>();
      for (UpgradePlan plan : schedule.read().plans()) {
        if (!isDone(plan)) {
          open.add(plan.scheduled());
        }
      }
      told = "";
      return open;
    } catch (IOException failure) {
      return unreadable(Failures.line(failure));
    } catch (PlanException malformed) {
      return unreadable(home.schedule() + ": " + malformed.line());
    }
  }

  private List<UpgradePlan> unreadable(String why) {
    if (!why.equals(told)) {
      told = why;
      problems.accept(why);
    }
    return List.of();
  }

  /// Those that are due by the height at which the chain was last seen.
  List<UpgradePlan> due() {
    Optional<Long> height = lastHeight.read();
    return height.isEmpty()
        ? List.of()
        : plans().stream().filter(plan -> plan.height() <= height.get()).toList();
  }

  /// Its version runs, or one that comes later: there is no way back. A record in the plan's own
  /// version does not say so, since it is written before the switch, which a crash may have
  /// prevented.
  private boolean isDone(UpgradePlan plan) throws IOException {
    if (disk.follow(home.current()).isEmpty()) {
      return false;
    }
    return PlanFile.read(disk, home.recordedInfo(disk.resolve(home.current())))
        .filter(recorded -> recorded.height() >= plan.height())
        .isPresent();
  }

  /// Whether a plan in the node's file was put there ahead of time, by the original's `add-upgrade`
  /// or from its batch, which leaves a copy of each plan beside it.
  ///
  /// @throws IOException if the disk doesn't say
  public boolean isOfTheOriginal(UpgradePlan plan) throws IOException {
    return (isExecutable(home.dataInfo()) && !isExecutable(home.data().resolve(NEVER_EXECUTABLE)))
        || hasCopy(plan);
  }

  private boolean isExecutable(Path file) throws IOException {
    return disk.follow(file).filter(Disk.Facts::executable).isPresent();
  }

  private boolean hasCopy(UpgradePlan plan) throws IOException {
    for (Path file : disk.list(home.data())) {
      String name = String.valueOf(file.getFileName());
      if (name.startsWith(home.dataInfo().getFileName() + ".")
          && PlanFile.read(disk, file).filter(plan::isSamePlanAs).isPresent()) {
        return true;
      }
    }
    return false;
  }

  /// Moves a plan that lies in the node's file ahead of its time to the others. Done twice, it is
  /// done once: the schedule has it before the file loses it.
  ///
  /// @throws IOException if the disk fails
  /// @throws PlanException if the schedule can't be read
  public void adopt(UpgradePlan plan) throws IOException, PlanException {
    schedule.write(schedule.read().with(plan, true));
    if (PlanFile.read(disk, home.dataInfo()).filter(plan::isSamePlanAs).isPresent()) {
      disk.remove(home.dataInfo());
      disk.sync(home.data());
    }
  }

  /// Takes a plan off that was carried out.
  ///
  /// @throws IOException if the disk fails
  public void done(UpgradePlan plan) throws IOException {
    try {
      UpgradeBatch batch = schedule.read();
      if (batch.plans().stream().anyMatch(plan::isSamePlanAs)) {
        schedule.write(batch.without(plan));
      }
    } catch (PlanException unreadable) {
      // Nothing to take off; that it can't be read was told when it was read.
    }
  }
}
