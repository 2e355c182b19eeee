package cosmovisor;

import cosmovisor.backup.Backups;
import cosmovisor.backup.CopyMethod;
import cosmovisor.backup.RecentBackup;
import cosmovisor.backup.Retention;
import cosmovisor.chain.GrpcAddress;
import cosmovisor.chain.GrpcChain;
import cosmovisor.chain.GrpcHeight;
import cosmovisor.chain.NodeHeight;
import cosmovisor.cli.Action;
import cosmovisor.cli.Commands;
import cosmovisor.cli.NodeCommand;
import cosmovisor.cli.Workplace;
import cosmovisor.config.Config;
import cosmovisor.config.ConfigLoader;
import cosmovisor.config.Origin;
import cosmovisor.config.Setting;
import cosmovisor.fetch.BinaryFetcher;
import cosmovisor.home.CurrentLink;
import cosmovisor.home.LastHeight;
import cosmovisor.home.NodeBinary;
import cosmovisor.home.NodeHome;
import cosmovisor.home.OpenSchedule;
import cosmovisor.home.RpcAddress;
import cosmovisor.home.Versions;
import cosmovisor.journal.Journal;
import cosmovisor.machine.Event;
import cosmovisor.machine.JournalEntry;
import cosmovisor.machine.Notice;
import cosmovisor.machine.Policy;
import cosmovisor.machine.Recovery;
import cosmovisor.machine.State.Halted;
import cosmovisor.machine.UpgradeMachine;
import cosmovisor.notify.Narrator;
import cosmovisor.os.Ambient;
import cosmovisor.os.Disk;
import cosmovisor.os.Failures;
import cosmovisor.os.OsString;
import cosmovisor.os.PlatformThreads;
import cosmovisor.os.ProcessExit;
import cosmovisor.os.Processes;
import cosmovisor.os.Terminal;
import cosmovisor.os.UserError;
import cosmovisor.os.posix.Posix;
import cosmovisor.plan.Platform;
import cosmovisor.plan.SkippedHeights;
import cosmovisor.supervisor.BackupSpacing;
import cosmovisor.supervisor.EffectRunner;
import cosmovisor.supervisor.Inbox;
import cosmovisor.supervisor.Preparation;
import cosmovisor.supervisor.Programs;
import cosmovisor.supervisor.Retirement;
import cosmovisor.supervisor.Supervisor;
import cosmovisor.supervisor.Survivor;
import cosmovisor.watch.CometRpc;
import cosmovisor.watch.HeightWatcher;
import cosmovisor.watch.SyncWatcher;
import cosmovisor.watch.UpgradeInfoWatcher;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Puts the parts together: the one place that says `new` on what does something.
final class Wiring {
  /// For a node on this machine, which answers at once or not at all.
  private static final Duration RPC_PATIENCE = Duration.ofSeconds(2);

  private final Posix posix;
  private final Ambient ambient;
  private final Terminal terminal;
  private final Disk disk;
  private final Processes processes;
  private final Workers workers;

  Wiring(Posix posix, Ambient ambient, Terminal terminal) {
    this.posix = posix;
    this.ambient = ambient;
    this.terminal = terminal;
    this.disk = posix.disk();
    this.processes = posix.processes(ambient);
    this.workers = new Workers(posix, processes, ambient);
  }

  /// What is wrong with the configuration, a line each.
  List<String> problems() {
    return load(Optional.empty()).problems();
  }

  private ConfigLoader.Loaded load(Optional<OsString> file) {
    return ConfigLoader.load(
        ambient.environment(),
        file.filter(name -> !name.isEmpty()).map(name -> name.from(ambient.workingFolder())),
        disk,
        ConfigLoader.Purpose.USE);
  }

  /// Carries out a command that does one thing and ends.
  int command(Action.OneShot command) throws UserError {
    return Commands.run(
        command.words(),
        new Workplace(
            disk,
            processes,
            workers.fetching(),
            workers.asking(),
            terminal,
            System.in,
            ambient,
            platform(),
            Clock.systemUTC(),
            posix::lock,
            signals -> posix.listen(sent -> signals.accept(sent.signal())),
            posix::exit));
  }

  /// Supervises a node to the end, or has a short command of it answered.
  int run(Action.Run run) throws UserError {
    ConfigLoader.Loaded loaded = load(run.configFile());
    Narrator narrator = narrator(loaded.config());
    if (!run.named()) {
      narrator.say(new Notice.ActionMissing(run.meant()));
    }
    if (!loaded.problems().isEmpty()) {
      throw UserError.all(loaded.problems());
    }
    if (NodeCommand.isShort(run.arguments())) {
      return nodeCommand(run, loaded.config());
    }
    loaded.warnings().forEach(warning -> narrator.say(new Notice.SettingIgnored(warning)));
    return supervise(run, loaded, narrator);
  }

  private int supervise(Action.Run run, ConfigLoader.Loaded loaded, Narrator narrator)
      throws UserError {
    Config config = loaded.config();
    NodeHome home = home(config);
    checkData(home);
    lock(home);
    Inbox inbox = new Inbox();
    LastHeight lastHeight = new LastHeight(home, disk);
    OpenSchedule schedule =
        new OpenSchedule(
            home, disk, lastHeight, why -> narrator.say(new Notice.ScheduleUnreadable(why)));
    CurrentLink link = new CurrentLink(home, disk, schedule);
    CometRpc rpc =
        new CometRpc(
            RpcAddress.of(home, disk, config.rpcAddress(), run.arguments(), ambient.environment()),
            RPC_PATIENCE);
    NodeHeight height =
        new NodeHeight(rpc::committedHeight, grpcHeight(loaded, schedule, narrator));
    HeightWatcher heights =
        new HeightWatcher(height::inTurn, schedule::plans, lastHeight::write, inbox::post);
    posix.listen(sent -> inbox.post(new Event.SignalReceived(sent.signal(), sent.toGroup())));
    UpgradeMachine machine = new UpgradeMachine(policy(config, run.arguments()));
    Journal journal =
        new Journal(
            home.journal(),
            disk,
            Clock.systemUTC(),
            aside -> narrator.say(new Notice.JournalDamaged(aside)));
    Recovery recovery = Recovery.of(journal.open(), machine);
    refuse(journal.openRollback());
    if (recovery.last().isPresent()) {
      new Survivor(recovery.last().get(), processes, narrator::say)
          .end(config.shutdownGrace(), inbox::holdsStop);
    }
    UpgradeInfoWatcher watcher =
        new UpgradeInfoWatcher(
            home.data(),
            config.pollInterval(),
            link::info,
            info -> inbox.post(new Event.InfoChanged(info)),
            heights::scheduleMayHaveChanged);
    Halted end =
        new Supervisor(
                machine,
                runner(
                    config,
                    home,
                    link,
                    schedule,
                    height,
                    rpc,
                    inbox,
                    watcher::nodeStarted,
                    journal,
                    narrator,
                    run.arguments()),
                inbox,
                System::nanoTime)
            .run(recovery);
    end.error().ifPresent(error -> terminal.err("Error: " + error));
    if (!run.named()) {
      narrator.say(new Notice.ActionMissing(run.meant()));
    }
    return end.status();
  }

  /// Between the beginning of a rollback and its end data and version may not fit each other, and
  /// the data may be away for a moment.
  private static void refuse(Optional<JournalEntry.RollbackBegun> rollback) throws UserError {
    if (rollback.isPresent()) {
      throw new UserError(
          "a rollback to "
              + rollback.get().backup()
              + " has begun and not ended, so that data and version may not fit each other: end it"
              + " with cosmovisor rollback, or, if it has changed nothing yet, leave all as it was"
              + " with cosmovisor rollback --abort");
    }
  }

  /// A node that was started runs for months: the memory that its start, and an upgrade before it,
  /// have taken is given back to the machine. By itself the heap would grow to its bound first.
  private static void giveBack() {
    Thread.ofPlatform().daemon().name("give-back").start(System::gc);
  }

  /// Present where the operator has set the address.
  private Optional<GrpcHeight> grpcHeight(
      ConfigLoader.Loaded loaded, OpenSchedule schedule, Narrator narrator) {
    if (loaded.origins().get(Setting.DAEMON_GRPC_ADDRESS) instanceof Origin.FromDefault) {
      return Optional.empty();
    }
    String text = loaded.config().grpcAddress();
    try {
      GrpcAddress address = GrpcAddress.parse(text);
      GrpcChain chain = new GrpcChain(workers.asking(), Action.ASK_CHAIN, text);
      return Optional.of(GrpcHeight.of(address, chain, schedule::plans));
    } catch (IllegalArgumentException unfit) {
      narrator.say(
          new Notice.SettingIgnored(
              Setting.DAEMON_GRPC_ADDRESS + "=" + text + ": " + unfit.getMessage()));
      return Optional.empty();
    }
  }

  private EffectRunner runner(
      Config config,
      NodeHome home,
      CurrentLink link,
      OpenSchedule schedule,
      NodeHeight height,
      CometRpc rpc,
      Inbox inbox,
      Runnable watching,
      Journal journal,
      Narrator narrator,
      List<OsString> arguments) {
    Versions versions = new Versions(home, disk);
    NodeBinary binaries = binaries();
    Backups backups =
        new Backups(
                home.data(),
                config.backupFolder(),
                disk,
                CopyMethod.wanted(config.backupMethod().word()),
                Backups.LANES,
                journal::backupStands)
            .with(config.backupAlso());
    RecentBackup recent = new RecentBackup(backups, config.backupMinInterval(), Clock.systemUTC());
    SyncWatcher sync =
        new SyncWatcher(rpc::isCatchingUp, () -> !config.skipBackup() && isThere(recent));
    Programs programs = programs(home, arguments, config.customPreUpgrade(), narrator::say);
    Optional<BinaryFetcher> fetcher =
        config.allowDownload()
            ? Optional.of(
                new BinaryFetcher(
                    workers.fetching(),
                    Action.FETCH,
                    platform(),
                    config.name(),
                    config.mustHaveChecksum(),
                    narrator::say))
            : Optional.empty();
    Preparation preparation =
        new Preparation(
            home,
            versions,
            binaries,
            programs,
            fetcher,
            config.skipBackup() ? Optional.empty() : Optional.of(backups),
            new Retirement(
                config.backupFolder(),
                home.home(),
                disk,
                retention(config),
                Wiring::now,
                narrator::say),
            new BackupSpacing(recent, sync::isCatchingUp),
            schedule,
            height::now,
            narrator::say);
    return new EffectRunner(
        inbox,
        narrator::say,
        disk,
        home,
        link,
        binaries,
        versions,
        backups,
        preparation,
        programs,
        () -> {
          watching.run();
          sync.nodeStarted();
          giveBack();
        },
        journal,
        new PlatformThreads(),
        Clock.system(ZoneId.systemDefault()));
  }

  private static Retention retention(Config config) {
    Config.Retention set = config.retention();
    return new Retention(set.keep(), set.maxAge(), set.minFree());
  }

  private static ZonedDateTime now() {
    return ZonedDateTime.now(ZoneId.systemDefault());
  }

  private static boolean isThere(RecentBackup recent) {
    try {
      return recent.find().isPresent();
    } catch (IOException unreadable) {
      return false; // the preparation will meet it, and say so
    }
  }

  /// Has the current binary answer something short: no lock, no link, no upgrade, no line of ours,
  /// so that it can be asked beside a running node, and what it prints be read by a program.
  private int nodeCommand(Action.Run run, Config config) throws UserError {
    NodeHome home = home(config);
    Programs programs = programs(home, run.arguments(), Optional.empty(), _ -> {});
    try {
      Path binary =
          disk.look(home.current()).isPresent()
              ? programs.currentBinary()
              : home.binary(home.genesis());
      binaries().check(binary);
      Processes.Child node = processes.start(programs.node(binary));
      posix.listen(
          sent -> {
            if (!sent.toGroup()) {
              node.signal(sent.signal());
            }
          });
      ProcessExit exit = node.await();
      if (exit.status() != 0) {
        terminal.err("Error: " + exit.words());
      }
      return exit.status();
    } catch (IOException failure) {
      throw new UserError("running the app failed: " + Failures.line(failure));
    }
  }

  private void lock(NodeHome home) throws UserError {
    try {
      Optional<String> holder = posix.lock(home.lock());
      if (holder.isPresent()) {
        throw new UserError(
            "another cosmovisor supervises "
                + home.home()
                + " already ("
                + holder.get()
                + "): two nodes on one home would sign twice; stop that one first");
      }
    } catch (IOException failure) {
      throw new UserError(
          "can't lock the home: "
              + Failures.line(failure)
              + ": the cosmovisor folder has to be there, and ours to write to");
    }
  }

  private Programs programs(
      NodeHome home,
      List<OsString> arguments,
      Optional<OsString> customScript,
      Consumer<Notice> narrator) {
    return new Programs(
        processes, disk, home, ambient.environment(), arguments, customScript, narrator);
  }

  private Platform platform() {
    return Platform.of(ambient.osName(), ambient.osArch());
  }

  private NodeBinary binaries() {
    return new NodeBinary(disk, platform());
  }

  private Narrator narrator(Config config) {
    return new Narrator(terminal, config.logStyle(), Clock.systemUTC(), config.name());
  }

  private static NodeHome home(Config config) {
    return new NodeHome(config.home(), config.name(), config.disableRecase());
  }

  private void checkData(NodeHome home) throws UserError {
    try {
      if (disk.leadsToFolder(home.data())) {
        return;
      }
      refuse(Journal.openRollback(Journal.peek(home.journal(), disk)));
      throw new UserError(
          "invalid path: "
              + home.data()
              + " must be an existing directory: set DAEMON_HOME to the node's home, and run the"
              + " node's init before its first start");
    } catch (IOException failure) {
      throw new UserError("invalid path: " + Failures.line(failure));
    }
  }

  private static Policy policy(Config config, List<OsString> arguments) {
    return new Policy(
        config.restartAfterUpgrade(),
        config.shutdownGrace(),
        config.restartDelay(),
        config.skipBackup(),
        config.customPreUpgrade().isPresent(),
        config.preUpgradeMaxRetries(),
        config.restartsOnFailure(),
        SkippedHeights.of(arguments.stream().map(OsString::text).toList()));
  }
}
