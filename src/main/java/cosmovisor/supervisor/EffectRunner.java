package cosmovisor.supervisor;

import cosmovisor.backup.BackupSubject;
import cosmovisor.backup.Backups;
import cosmovisor.backup.Pace;
import cosmovisor.home.CurrentLink;
import cosmovisor.home.NodeBinary;
import cosmovisor.home.NodeHome;
import cosmovisor.home.Versions;
import cosmovisor.journal.Journal;
import cosmovisor.machine.Effect;
import cosmovisor.machine.Event;
import cosmovisor.machine.Notice;
import cosmovisor.machine.Sight;
import cosmovisor.os.Disk;
import cosmovisor.os.Failures;
import cosmovisor.os.ProcessExit;
import cosmovisor.os.Threads;
import cosmovisor.os.UserError;
import cosmovisor.plan.UpgradePlan;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Does what the machine decided. What is quick is done at once; what is slow goes to a [Job], one
/// at a time; either way the outcome comes back as an event.
///
/// Each durable effect is written down before and after it is done, and can be done again after it
/// was done, or half done.
public final class EffectRunner {
  private static final String WHAT_TO_DO = ": mend that, then start again";

  private final Inbox inbox;
  private final Consumer<Notice> narrator;
  private final Disk disk;
  private final NodeHome home;
  private final CurrentLink link;
  private final NodeBinary binaries;
  private final Versions versions;
  private final Backups backups;
  private final Preparation preparation;
  private final Programs programs;
  private final Runnable watching;
  private final Journal journal;
  private final NodeProcess node;
  private final Threads threads;
  private final Clock clock;

  private @Nullable Job job;

  /// All collaborators, put together by `Wiring`.
  ///
  /// @param watching is run when a node was started, and has its plans watched
  public EffectRunner(
      Inbox inbox,
      Consumer<Notice> narrator,
      Disk disk,
      NodeHome home,
      CurrentLink link,
      NodeBinary binaries,
      Versions versions,
      Backups backups,
      Preparation preparation,
      Programs programs,
      Runnable watching,
      Journal journal,
      Threads threads,
      Clock clock) {
    this.inbox = inbox;
    this.narrator = narrator;
    this.disk = disk;
    this.home = home;
    this.link = link;
    this.binaries = binaries;
    this.versions = versions;
    this.backups = backups;
    this.preparation = preparation;
    this.programs = programs;
    this.watching = watching;
    this.journal = journal;
    this.node = new NodeProcess(programs.processes(), inbox, journal);
    this.threads = threads;
    this.clock = clock;
  }

  /// Does one thing, or gets it under way.
  void perform(Effect effect) {
    switch (effect) {
      case Effect.Say say -> narrator.accept(say.notice());
      case Effect.SignalNode signal -> node.signal(signal.signal());
      case Effect.StartTimer _ -> throw new AssertionError("timers are the supervisor's");
      case Effect.Look _ -> inbox.post(look());
      case Effect.StartNode _ -> startNode();
      case Effect.Prepare prepare -> startJob("prepare", job -> inbox.post(prepare(prepare, job)));
      case Effect.Durable durable ->
          startJob("upgrade", job -> inbox.post(journalled(durable, job)));
    }
  }

  /// Ends or finishes what is under way.
  void close() {
    if (job != null) {
      job.end();
    }
  }

  private void startJob(String name, Consumer<Job> work) {
    close();
    Job started = new Job();
    job = started;
    started.start(threads, name, () -> work.accept(started));
  }

  private Event look() {
    try {
      return new Event.Observed(link.look());
    } catch (IOException failure) {
      return new Event.Observed(
          new Sight(
              new Sight.Current.Broken(home.root() + " can't be read: " + Failures.line(failure)),
              new Sight.Info.Absent()));
    }
  }

  private void startNode() {
    try {
      Path binary = programs.currentBinary();
      binaries.check(binary);
      link.makeLast();
      narrator.accept(new Notice.RunningApp(binary, programs.nodeArguments()));
      node.start(programs.node(binary));
      watching.run();
    } catch (UserError unfit) {
      inbox.post(new Event.NodeNotStarted("current binary is invalid: " + unfit.line()));
    } catch (IOException failure) {
      inbox.post(new Event.NodeNotStarted("launching the app failed: " + Failures.line(failure)));
    }
  }

  private Event prepare(Effect.Prepare prepare, Job job) {
    try {
      if (preparation.postpone(prepare.plan(), prepare.nodeRuns())) {
        return new Event.Postponed(prepare.plan());
      }
      preparation.prepare(prepare.plan(), prepare.nodeRuns(), job::started);
      return new Event.Prepared(prepare.plan());
    } catch (UserError missing) {
      return new Event.NotPrepared(prepare.plan(), missing.line());
    }
  }

  /// Does it between two lines of the journal. What was broken off because we are to end is left
  /// open: it has not failed, and the next life does it again.
  private Event journalled(Effect.Durable effect, Job job) {
    try {
      long id = journal.begun(effect);
      Event end = durable(effect, id, job);
      if (end instanceof Event.Done) {
        journal.done(id, 0);
      } else if (!job.isBrokenOff()) {
        writeDown(id, end);
      }
      return end;
    } catch (IOException failure) {
      return new Event.Failed(
          effect, "the journal can't be written: " + Failures.line(failure) + WHAT_TO_DO);
    }
  }

  private void writeDown(long id, Event end) throws IOException {
    switch (end) {
      case Event.PreUpgradeEnded hook -> journal.done(id, hook.exit().status());
      case Event.Failed failed -> journal.failed(id, failed.why());
      default -> throw new AssertionError(end);
    }
  }

  private Event durable(Effect.Durable effect, long id, Job job) {
    try {
      return switch (effect) {
        case Effect.RunPreUpgrade hook -> {
          ProcessExit exit =
              programs.preUpgrade(version(hook.plan()), this::hookStarted, job::started);
          syncHome();
          yield new Event.PreUpgradeEnded(hook, exit);
        }
        case Effect.RunCustomHook hook -> {
          programs.customHook(hook.plan(), this::hookStarted, job::started);
          syncHome();
          yield new Event.Done(effect);
        }
        case Effect.TakeBackup backup -> {
          takeBackup(backup.plan(), id);
          yield new Event.Done(effect);
        }
        case Effect.LinkGenesis _ -> {
          link.switchToGenesis();
          yield new Event.Done(effect);
        }
        case Effect.RepairLink repair -> {
          Path version = version(repair.plan());
          link.switchTo(version, repair.plan());
          narrator.accept(new Notice.LinkRepaired(String.valueOf(home.root().relativize(version))));
          yield new Event.Done(effect);
        }
        case Effect.Switch change -> {
          link.switchTo(version(change.plan()), change.plan());
          preparation.schedule().done(change.plan());
          yield new Event.Done(effect);
        }
      };
    } catch (IOException failure) {
      return new Event.Failed(effect, doing(effect) + Failures.line(failure) + WHAT_TO_DO);
    } catch (UserError error) {
      return new Event.Failed(effect, error.line());
    }
  }

  /// It changes the data as a node does, so the next life must know whether it still does.
  private void hookStarted(long pid) throws IOException {
    journal.hookStarted(pid, programs.processes().birth(pid).orElse("ended"));
  }

  /// A hook that is written down as done is not run again, so what it did has to outlive a power
  /// cut; it may have changed anything of the node's.
  private void syncHome() throws IOException {
    disk.syncFileSystem(home.home());
    disk.syncFileSystem(home.data());
  }

  private static String doing(Effect.Durable effect) {
    return switch (effect) {
      case Effect.TakeBackup _ -> "error while taking data backup: ";
      case Effect.RunPreUpgrade _ -> "pre-upgrade command could not be run: ";
      case Effect.RunCustomHook _ -> "COSMOVISOR_CUSTOM_PREUPGRADE could not be run: ";
      case Effect.LinkGenesis _ -> "error creating symlink to genesis: ";
      case Effect.RepairLink _, Effect.Switch _ -> "error switching the current link: ";
    };
  }

  /// The folder of a plan's version, whose binary the preparation found or put there.
  private Path version(UpgradePlan plan) throws IOException, UserError {
    return versions
        .withBinary(plan)
        .orElseThrow(
            () -> new UserError("the binary of upgrade " + plan.name() + " has gone away"));
  }

  private void takeBackup(UpgradePlan plan, long id) throws IOException, UserError {
    var kept = backups.keep(plan, id);
    if (kept.isPresent()) {
      narrator.accept(new Notice.BackupKept(kept.get()));
      return;
    }
    Optional<String> instead = preparation.spacing().insteadOf(plan);
    if (instead.isPresent()) {
      narrator.accept(new Notice.BackupLeftOut(instead.get()));
      return;
    }
    new LastWrites(disk, home, programs.processes()).await();
    Instant start = clock.instant();
    narrator.accept(new Notice.BackupStarted(home.data(), start));
    Pace pace =
        new Pace(
            clock,
            this::size,
            told ->
                narrator.accept(
                    new Notice.BackupProgress(
                        told.done(), told.total(), told.perSecond(), told.left())));
    Path backup =
        backups.take(
            new BackupSubject(plan, id, link.target()), ZonedDateTime.now(clock), pace::at);
    Instant end = clock.instant();
    narrator.accept(new Notice.BackupCompleted(backup, end, Duration.between(start, end)));
  }

  /// Walking through the data costs time while no node runs, so this is asked for at need.
  private long size() {
    try {
      return backups.size();
    } catch (IOException | UserError unreadable) {
      return 0; // the copy will meet it, and say so
    }
  }
}
