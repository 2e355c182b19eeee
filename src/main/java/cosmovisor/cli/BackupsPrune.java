package cosmovisor.cli;

import cosmovisor.backup.Pruning;
import cosmovisor.backup.Pruning.Doomed;
import cosmovisor.backup.Retention;
import cosmovisor.config.ByteSize;
import cosmovisor.config.Config;
import cosmovisor.config.GoDuration;
import cosmovisor.journal.Journal;
import cosmovisor.os.Failures;
import cosmovisor.os.OsString;
import cosmovisor.os.UserError;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `backups prune`.
@Command(
    name = "prune",
    customSynopsis = "cosmovisor backups prune [flags]",
    header = "Remove backups that are not to be kept",
    description = {
      "By DAEMON_BACKUP_KEEP, DAEMON_BACKUP_MAX_AGE and DAEMON_BACKUP_MIN_FREE, or by the flags in"
          + " their place. Says what would go and asks.",
      "",
      "The newest backup always stays, and so does the newest with a manifest. Only folders named"
          + " data-backup-YEAR-MONTH-DAY are looked at, and never one"
          + " of another home. What a removal that was broken off has left"
          + " is removed as well, and a partial backup that nobody has written to for a day.",
    })
final class BackupsPrune implements OneShot {
  @Option(
      names = "--keep",
      paramLabel = "<count>",
      description = "keep so many, the newest; 0: all")
  private Optional<Integer> keep = Optional.empty();

  @Option(
      names = "--older-than",
      paramLabel = "<duration>",
      description = "remove what is older, such as 720h")
  private Optional<String> olderThan = Optional.empty();

  @Option(
      names = "--min-free",
      paramLabel = "<size>",
      description = "remove the oldest until so much is free, such as 100GiB")
  private Optional<String> minFree = Optional.empty();

  @Option(names = "--dry-run", description = "say what would be removed, and change nothing")
  private boolean dryRun;

  @Option(names = "--yes", description = "do not ask")
  private boolean yes;

  @Override
  public int run(Call call) throws UserError {
    BackupsDesk desk = BackupsDesk.of(call);
    Retention retention = retention(desk.config());
    Pruning pruning =
        new Pruning(
            desk.folder(),
            desk.home().home(),
            call.disk(),
            call.workplace().clock().instant().atZone(ZoneId.systemDefault()));
    try {
      refuseBesideRollback(desk);
      return prune(call, desk, pruning, retention);
    } catch (IOException failure) {
      throw new UserError(
          "pruning failed, what was begun is ended by the next prune: " + Failures.line(failure));
    }
  }

  private int prune(Call call, BackupsDesk desk, Pruning pruning, Retention retention)
      throws IOException, UserError {
    List<Doomed> plan = pruning.plan(retention);
    List<Path> leftovers = pruning.leftovers();
    if (plan.isEmpty() && leftovers.isEmpty()) {
      desk.call()
          .say(
              retention.isAsked()
                  ? "Nothing is to be removed."
                  : "Nothing is to be removed: neither a setting nor a flag says what may go.");
      return 0;
    }
    plan.forEach(one -> desk.call().say("%s: %s".formatted(one.name(), one.why())));
    leftovers.forEach(path -> desk.call().say(name(path) + ": left behind by what was broken off"));
    if (dryRun) {
      return 0;
    }
    if (!yes && !new Question(call).isAnsweredWithYes("Remove?")) {
      desk.call().say("Nothing was changed.");
      return 1;
    }
    for (Path path : leftovers) {
      pruning.removeLeftover(path);
      desk.call().say("Removed " + name(path));
    }
    for (Doomed one : plan) {
      desk.call()
          .say(
              pruning.remove(one, retention)
                  ? "Removed " + one.name()
                  : "Kept " + one.name() + ": there is room enough by now");
    }
    return tellRoom(call, desk, retention);
  }

  /// @return 1 if there is less room than was asked for
  private static int tellRoom(Call call, BackupsDesk desk, Retention retention) throws IOException {
    long room = call.disk().room(desk.folder());
    boolean isShort = room < retention.minFree();
    desk.call()
        .say(
            HumanSize.of(room)
                + " are free"
                + (isShort
                    ? ", less than " + ByteSize.print(retention.minFree()) + " that were asked for"
                    : ""));
    return isShort ? 1 : 0;
  }

  private static String name(Path path) {
    return OsString.of(path).text().replaceAll(".*/", "");
  }

  /// What a rollback that was broken off goes on with has to stay.
  private static void refuseBesideRollback(BackupsDesk desk) throws IOException, UserError {
    Optional<String> open =
        Journal.openRollback(Journal.peek(desk.home().journal(), desk.call().disk()))
            .map(rollback -> rollback.backup());
    if (open.isPresent()) {
      throw new UserError(
          "a rollback to %s was broken off and may need it: end it first (cosmovisor rollback, or cosmovisor rollback --abort)"
              .formatted(open.get()));
    }
  }

  private Retention retention(Config config) throws UserError {
    Config.Retention set = config.retention();
    if (keep.isEmpty() && olderThan.isEmpty() && minFree.isEmpty()) {
      return new Retention(set.keep(), set.maxAge(), set.minFree());
    }
    if (keep.filter(count -> count < 0).isPresent()) {
      throw unfit(String.valueOf(keep.orElse(0)), "--keep", "a whole number, 0 or more");
    }
    Optional<Duration> age =
        olderThan.flatMap(GoDuration::parse).filter(duration -> duration.isPositive());
    if (age.isEmpty() && olderThan.isPresent()) {
      throw unfit(olderThan.get(), "--older-than", "a duration such as 720h");
    }
    Optional<Long> free = minFree.flatMap(ByteSize::parse);
    if (free.isEmpty() && minFree.isPresent()) {
      throw unfit(minFree.get(), "--min-free", "a size with its unit, such as 100GiB");
    }
    return new Retention(keep.orElse(0), age.orElse(Duration.ZERO), free.orElse(0L));
  }

  private static UserError unfit(String value, String flag, String form) {
    return new UserError(
        "invalid argument \"%s\" for \"%s\" flag: it must be %s"
            .formatted(Words.shown(value), flag, form));
  }
}
