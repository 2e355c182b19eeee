package cosmovisor.cli;

import cosmovisor.config.Config;
import cosmovisor.config.ConfigLoader.Purpose;
import cosmovisor.home.NodeHome;
import cosmovisor.home.Schedule;
import cosmovisor.notify.Deed;
import cosmovisor.notify.Narrator;
import cosmovisor.os.Failures;
import cosmovisor.os.OsString;
import cosmovisor.os.UserError;
import cosmovisor.plan.PlanException;
import cosmovisor.plan.PlanName;
import cosmovisor.plan.UpgradeBatch;
import cosmovisor.plan.UpgradePlan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Adding upgrades to a home: their binaries, and where a height is given, the schedule.
///
/// Everything that can be checked is checked for all of them before anything is written, and the
/// schedule is written last: it never names a binary that is not there.
final class Scheduling {
  private static final Executable.Complaints COMPLAINTS =
      new Executable.Complaints("invalid executable path", "failed to read binary");

  private final Call call;
  private final Config config;
  private final NodeHome home;
  private final Schedule schedule;

  Scheduling(Call call) throws UserError {
    this.call = call;
    this.config = call.config(Purpose.USE);
    this.home = Call.home(config);
    this.schedule = new Schedule(home, call.disk());
  }

  /// What an operator asks for.
  ///
  /// @param height 0 for none: the chain will say it
  record Wish(String name, String executable, long height) {}

  /// @param replaceBinaries whether a binary that is there may be replaced
  /// @param replacePlans whether a plan of the same name may be replaced
  int add(List<Wish> wishes, boolean replaceBinaries, boolean replacePlans) throws UserError {
    List<Placing> placings = new ArrayList<>();
    List<UpgradePlan> plans = new ArrayList<>();
    Set<PlanName> names = new HashSet<>();
    for (Wish wish : wishes) {
      PlanName name = name(wish.name());
      if (!names.add(name)) {
        throw new UserError("upgrade " + name + " is listed twice: remove one of the two");
      }
      placings.add(placing(name, wish, replaceBinaries));
      if (wish.height() != 0) {
        plans.add(plan(name, wish.height()));
      }
    }
    UpgradeBatch batch = plans.isEmpty() ? UpgradeBatch.EMPTY : merged(plans, replacePlans);
    carryOut(placings, plans, batch);
    return 0;
  }

  private PlanName name(String word) throws UserError {
    try {
      PlanName name =
          new PlanName(
              Words.text(word)
                  .orElseThrow(() -> new IllegalArgumentException("name is not UTF-8 text")));
      return config.disableRecase() ? name : name.lowerCased();
    } catch (IllegalArgumentException unfit) {
      throw new UserError(
          "invalid upgrade name \"%s\": %s".formatted(Words.shown(word), unfit.getMessage()));
    }
  }

  private Placing placing(PlanName name, Wish wish, boolean replace) throws UserError {
    if (wish.executable().isEmpty()) {
      throw new UserError("invalid executable path: it is empty");
    }
    Executable executable =
        Executable.checked(call.path(Words.bytes(wish.executable())), call, COMPLAINTS);
    Placing placing = new Placing(executable, home.upgrades().resolve(name.folder()), home, call);
    placing.check();
    if (placing.isTaken() && !replace) {
      throw new UserError(
          "file already exists at %s: use --force to replace it"
              .formatted(OsString.of(placing.target()).text()));
    }
    return placing;
  }

  private static UpgradePlan plan(PlanName name, long height) throws UserError {
    if (height < 0) {
      throw new UserError("invalid upgrade height " + height + ": it must be greater than 0");
    }
    return new UpgradePlan(name, height, "");
  }

  private UpgradeBatch merged(List<UpgradePlan> plans, boolean replace) throws UserError {
    String file = OsString.of(home.schedule()).text();
    try {
      if (!call.disk().leadsToFolder(home.data())) {
        throw new UserError(
            OsString.of(home.data()).text()
                + " must be an existing directory: run the node's init before you set a height");
      }
      UpgradeBatch batch = read(file);
      for (UpgradePlan plan : plans) {
        batch = batch.with(plan, replace);
      }
      return batch;
    } catch (PlanException taken) {
      throw new UserError("%s in %s: use --force to replace it".formatted(taken.line(), file));
    } catch (IOException failure) {
      throw new UserError("failed to read " + file + ": " + Failures.line(failure));
    }
  }

  private UpgradeBatch read(String file) throws IOException, UserError {
    try {
      return schedule.read();
    } catch (PlanException malformed) {
      throw new UserError(
          "failed to read %s: %s: mend it or move it away".formatted(file, malformed.line()));
    }
  }

  private void carryOut(List<Placing> placings, List<UpgradePlan> plans, UpgradeBatch batch)
      throws UserError {
    Narrator narrator = call.narrator(config);
    try {
      for (Placing placing : placings) {
        narrator.say(
            new Deed.UsingBinary(
                placing.executable().path(), String.valueOf(placing.version().getFileName())));
        placing.carryOut();
        narrator.say(new Deed.BinaryInPlace(placing.target()));
      }
      if (!plans.isEmpty()) {
        schedule.write(batch);
      }
    } catch (IOException failure) {
      throw new UserError("failed to write binary to location: " + Failures.line(failure));
    }
    for (UpgradePlan plan : plans) {
      narrator.say(new Deed.Scheduled(home.schedule(), plan.name().spelling(), plan.height()));
    }
  }
}
