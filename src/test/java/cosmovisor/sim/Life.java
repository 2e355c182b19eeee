package cosmovisor.sim;

import cosmovisor.backup.Backups;
import cosmovisor.backup.RecentBackup;
import cosmovisor.backup.Retention;
import cosmovisor.config.Config.Color;
import cosmovisor.config.Config.LogFormat;
import cosmovisor.config.Config.LogStyle;
import cosmovisor.config.TimeFormat;
import cosmovisor.fetch.BinaryFetcher;
import cosmovisor.home.CurrentLink;
import cosmovisor.home.LastHeight;
import cosmovisor.home.NodeBinary;
import cosmovisor.home.NodeHome;
import cosmovisor.home.OpenSchedule;
import cosmovisor.home.Versions;
import cosmovisor.journal.Journal;
import cosmovisor.machine.Event;
import cosmovisor.machine.Notice;
import cosmovisor.machine.Policy;
import cosmovisor.machine.Recovery;
import cosmovisor.machine.State.Halted;
import cosmovisor.machine.UpgradeMachine;
import cosmovisor.notify.Narrator;
import cosmovisor.os.Disk;
import cosmovisor.os.Environment;
import cosmovisor.os.OsString;
import cosmovisor.os.Signal;
import cosmovisor.os.UserError;
import cosmovisor.plan.Platform;
import cosmovisor.supervisor.BackupSpacing;
import cosmovisor.supervisor.EffectRunner;
import cosmovisor.supervisor.Inbox;
import cosmovisor.supervisor.Preparation;
import cosmovisor.supervisor.Programs;
import cosmovisor.supervisor.Retirement;
import cosmovisor.supervisor.Supervisor;
import cosmovisor.supervisor.Survivor;
import cosmovisor.watch.HeightWatcher;
import cosmovisor.watch.UpgradeInfoWatcher;
import cosmovisor.worker.Worker;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// One life of a supervisor, from its start to its end: the real one, put together as `Wiring`
/// does, on simulated ports.
public final class Life {
  private static final Platform PLATFORM = new Platform("linux", "amd64");
  private static final Environment ENVIRONMENT =
      new Environment(List.of(OsString.of("TOKEN=" + Chain.SECRET)));
  private static final Duration HEIGHT_INTERVAL = Duration.ofSeconds(1);

  private final World world;
  private final Story.Settings settings;
  private final NodeHome home;
  private final Disk disk;
  private final Inbox inbox = new Inbox();
  private final Narrator narrator;
  private final OpenSchedule schedule;
  private final LastHeight lastHeight;
  private final CurrentLink link;
  private final UpgradeInfoWatcher watcher;
  private final HeightWatcher heights;
  private boolean over;
  private boolean watching;
  private boolean watchingHeight;
  private int turns;

  /// How a life ended by itself.
  ///
  /// @param asked whether somebody wanted it to
  /// @param said all that it told
  public record End(int status, Optional<String> error, boolean asked, List<Notice> said) {}

  Life(World world) {
    this.world = world;
    this.settings = world.story().settings();
    this.home = world.home();
    this.disk = world.disk();
    this.narrator = narrator(world);
    this.lastHeight = new LastHeight(home, disk);
    this.schedule =
        new OpenSchedule(home, disk, lastHeight, why -> say(new Notice.ScheduleUnreadable(why)));
    this.link = new CurrentLink(home, disk, schedule);
    this.heights =
        new HeightWatcher(world::answeredHeight, schedule::plans, lastHeight::write, inbox::post);
    this.watcher =
        new UpgradeInfoWatcher(
            home.data(),
            settings.poll(),
            link::info,
            info -> inbox.post(new Event.InfoChanged(info)),
            this::watchHeight);
  }

  private static Narrator narrator(World world) {
    return new Narrator(
        new SimTerminal(world.witness()::printed),
        new LogStyle(false, Color.NOWHERE, TimeFormat.KITCHEN, LogFormat.CONSOLE),
        world.clock(),
        world.home().name());
  }

  private void say(Notice notice) {
    world.said(notice);
    narrator.say(notice);
  }

  /// Supervises to the end.
  ///
  /// @throws UserError as `Main` would tell it
  /// @throws SimCrash if it is killed
  Halted run() throws UserError {
    try {
      return supervise();
    } finally {
      over = true;
    }
  }

  private Halted supervise() throws UserError {
    UpgradeMachine machine = new UpgradeMachine(policy());
    Journal journal =
        new Journal(
            home.journal(), disk, world.clock(), aside -> say(new Notice.JournalDamaged(aside)));
    Recovery recovery = Recovery.of(journal.open(), machine);
    if (recovery.last().isPresent()) {
      new Survivor(recovery.last().get(), world.processes(), this::say)
          .end(settings.grace(), inbox::holdsStop);
    }
    Supervisor supervisor = new Supervisor(machine, runner(journal), inbox, world.agenda()::nanos);
    supervisor.begin(recovery);
    while (true) {
      world.check();
      if (!inbox.isEmpty() || supervisor.patience().filter(Duration::isZero).isPresent()) {
        turns++;
        Optional<Halted> end = supervisor.turn(Optional.of(Duration.ZERO));
        if (end.isPresent()) {
          return end.get();
        }
      } else {
        world.goOn(supervisor.patience());
      }
    }
  }

  private EffectRunner runner(Journal journal) {
    Versions versions = new Versions(home, disk);
    NodeBinary binaries = new NodeBinary(disk, PLATFORM);
    Backups backups =
        new Backups(home.data(), home.home(), disk, Optional.empty(), 1, journal::backupStands)
            .with(List.of(SimData.CODE));
    Consumer<Notice> narrate = this::say;
    Programs programs =
        new Programs(
            world.processes(),
            disk,
            home,
            ENVIRONMENT,
            List.of(OsString.of("start")),
            settings.hasHook() ? Optional.of(OsString.of(SimHome.HOOK)) : Optional.empty(),
            narrate);
    Preparation preparation =
        new Preparation(
            home,
            versions,
            binaries,
            programs,
            world.story().downloads() ? Optional.of(fetcher()) : Optional.empty(),
            settings.backup() ? Optional.of(backups) : Optional.empty(),
            new Retirement(
                home.home(),
                home.home(),
                disk,
                new Retention(1, Duration.ZERO, 0),
                () -> ZonedDateTime.now(world.clock()),
                narrate),
            new BackupSpacing(
                new RecentBackup(backups, Duration.ofHours(1), world.clock()),
                world::answeredCatchingUp),
            schedule,
            world::answeredHeight,
            narrate);
    return new EffectRunner(
        inbox,
        narrate,
        disk,
        home,
        link,
        binaries,
        versions,
        backups,
        preparation,
        programs,
        this::nodeStarted,
        journal,
        world.strands(),
        world.clock());
  }

  private BinaryFetcher fetcher() {
    return new BinaryFetcher(
        new Worker(world.processes(), List.of(OsString.of(SimHome.WORKER.toString())), ENVIRONMENT),
        "fetch",
        PLATFORM,
        home.name(),
        false,
        this::say);
  }

  private Policy policy() {
    return new Policy(
        settings.restartAfterUpgrade(),
        settings.grace(),
        settings.delay(),
        !settings.backup(),
        settings.hasHook(),
        settings.preUpgradeMaxRetries(),
        settings.restartsOnFailure(),
        world.chain().skippedHeights());
  }

  /// Somebody sends us a signal.
  void signal(Signal signal) {
    inbox.post(new Event.SignalReceived(signal));
  }

  int turns() {
    return turns;
  }

  // The watchers' threads, one look at a time.

  private void nodeStarted() {
    if (watching) {
      watcher.tellAnew();
    } else {
      watching = true;
      poll();
    }
  }

  private void poll() {
    if (!over) {
      watcher.look();
      world.agenda().after(settings.poll(), this::poll);
    }
  }

  /// The kernel tells that the plan's file has changed.
  void infoWritten() {
    if (watching && !over) {
      watcher.look();
    }
  }

  private void watchHeight() {
    if (!watchingHeight && !schedule.plans().isEmpty()) {
      watchingHeight = true;
      world.agenda().after(Duration.ZERO, this::lookAtHeight);
    }
  }

  private void lookAtHeight() {
    if (!over) {
      watchingHeight = heights.look();
      if (watchingHeight) {
        world.agenda().after(HEIGHT_INTERVAL, this::lookAtHeight);
      }
    }
  }
}
