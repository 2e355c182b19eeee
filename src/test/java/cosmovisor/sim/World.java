package cosmovisor.sim;

import cosmovisor.home.NodeHome;
import cosmovisor.machine.Notice;
import cosmovisor.machine.State.Halted;
import cosmovisor.os.ProcessExit;
import cosmovisor.os.Signal;
import cosmovisor.os.UserError;
import cosmovisor.sim.Faults.Strike;
import cosmovisor.sim.Story.Deed;
import cosmovisor.sim.Story.Mishap;
import cosmovisor.sim.Story.Supply;
import cosmovisor.sim.Story.Upgrade;
import cosmovisor.sim.invariants.Invariant;
import cosmovisor.sim.invariants.Invariants;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A machine with a disk, a chain's node and a supervisor that something like systemd starts again
/// whenever it ends. Everything that is left to chance comes from one seed.
public final class World {
  private static final Duration LATE = Duration.ofSeconds(20);
  private static final Duration SPELL = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(90);
  private static final Duration REST = Duration.ofSeconds(3);

  private final Story story;
  private final Random random;
  private final Optional<Consumer<String>> log;
  private final Agenda agenda = new Agenda();
  private final Faults faults = new Faults();
  private final SimClock clock = new SimClock(agenda);
  private final Chain chain;
  private final NodeHome home = SimHome.at(Path.of("/home"));
  private final SimDisk disk;
  private final Strands strands;
  private final SimProcesses processes;
  private final SimData data;
  private final Witness witness = new Witness();
  private final List<Invariant> invariants = Invariants.all();
  private final Map<Integer, Strike> strikes = new HashMap<>();
  private final Map<Mishap.AtNth, Integer> nths = new LinkedHashMap<>();
  private final List<Notice> said = new ArrayList<>();
  private final long begin = agenda.nanos();

  private @Nullable Life life;
  private boolean asked;
  private long lastAsked;
  private boolean readOnly;
  private int mishapsToCome;
  private long settledSince = Long.MAX_VALUE;
  private int lives;

  /// @param log is told what happens, a line each
  public World(Story story, long seed, Optional<Consumer<String>> log) {
    this.story = story;
    this.random = new Random(seed);
    this.log = log;
    this.chain = new Chain(story.upgrades());
    this.disk = new SimDisk(faults, clock::millis);
    this.strands = new Strands(agenda, faults, random);
    this.processes = new SimProcesses(agenda, disk, strands, faults, this::program);
    this.data = new SimData(disk, home);
  }

  /// Lives through the whole story.
  ///
  /// @throws Violation if something happened that never may
  public World run() {
    try {
      SimHome.create(disk, home, chain);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    processes.onStart(this::programStarted);
    processes.onEnd(this::programEnded);
    faults.between(strands::breathe);
    faults.follow(this::strike);
    story.mishaps().forEach(this::plan);
    story.upgrades().stream().filter(u -> u.supply() == Supply.LATE).forEach(this::bringLate);
    while (!isSettled()) {
      lives++;
      live();
      check();
      pass(Duration.ofMillis(random.nextInt(100, 8000)));
    }
    return this;
  }

  private void live() {
    log("life %d begins", lives);
    said.clear();
    asked = false;
    Life born = new Life(this);
    life = born;
    try {
      Halted end = born.run();
      ended(end.status(), end.error());
    } catch (UserError error) {
      ended(error.exitCode(), Optional.of(error.line()));
    } catch (SimCrash crash) {
      crashed(crash);
    } finally {
      life = null;
    }
  }

  private void ended(int status, Optional<String> error) {
    log("the supervisor ends with %d: %s", status, error.orElse(""));
    error.ifPresent(witness::printed);
    Life.End end = new Life.End(status, error, asked, List.copyOf(said));
    faults.kill(SimCrash.Kind.KILL); // its threads end with it
    leave();
    invariants.forEach(invariant -> invariant.ended(this, end));
  }

  private void crashed(SimCrash crash) {
    log("%s at verb %d", crash.kind(), faults.count());
    leave();
    if (crash.kind() == SimCrash.Kind.POWER_CUT) {
      disk.powerCut(random);
    }
  }

  /// What the supervisor leaves behind.
  private void leave() {
    SimCrash dead = faults.dead();
    strands.bury();
    if (dead != null && dead.kind() == SimCrash.Kind.POWER_CUT) {
      processes.powerCut();
    } else {
      processes.supervisorDied();
    }
    faults.revive();
  }

  private void pass(Duration length) {
    agenda.until(() -> false, length);
  }

  /// Lets the world go on until something happens, so long at most.
  void goOn(Optional<Duration> patience) {
    if (isSettled() && agenda.nanos() - lastAsked >= PATIENCE.toNanos()) {
      log("all is well; an orderly end");
      lastAsked = agenda.nanos();
      signal(Signal.TERM);
      return;
    }
    agenda.step(patience.orElse(Duration.ofMinutes(1)));
    if (random.nextInt(4) == 0) {
      agenda.step(Duration.ofMillis(5));
    }
    mustLive();
  }

  private void mustLive() {
    SimCrash dead = faults.dead();
    if (dead != null) {
      throw dead;
    }
  }

  void check() {
    for (Invariant invariant : invariants) {
      invariant.check(this);
    }
    boolean well =
        mishapsToCome == 0
            && witness.committed() >= chain.goal()
            && witness.committedBy() == chain.lastVersion();
    settledSince = well ? Math.min(settledSince, agenda.nanos()) : Long.MAX_VALUE;
  }

  /// Whether all that was to happen has happened.
  public boolean isSettled() {
    return settledSince != Long.MAX_VALUE && agenda.nanos() - settledSince >= REST.toNanos();
  }

  // Programs.

  private Optional<Program> program(String content) {
    if (content.equals(SimHome.HOOK_PROGRAM)) {
      return Optional.of(
          new SimHook(
              this, "custom-hook", () -> code(story.settings().hook(), witness.nextHook())));
    }
    if (content.equals(SimHome.WORKER_PROGRAM)) {
      return Optional.of(new SimFetch(this));
    }
    Optional<Integer> version = chain.version(content);
    if (version.isEmpty()) {
      witness.executedTorn(content);
    }
    return version.map(found -> new SimBinary(this, found));
  }

  static int code(List<Integer> codes, int run) {
    return run < codes.size() ? codes.get(run) : 0;
  }

  private void programStarted(SimProcess process) {
    log("pid %d runs %s", process.pid(), process.command().arguments());
    if (touchesData(process)) {
      processes.alive().stream()
          .filter(other -> other != process && touchesData(other) && other.runs())
          .findFirst()
          .ifPresent(other -> witness.clashed(words(process), words(other)));
    }
  }

  private void programEnded(SimProcess process, ProcessExit exit) {
    log("pid %d: %s", process.pid(), exit.words());
    if (process.node().isPresent()) {
      witness.exited(exit.status());
    }
  }

  private static boolean touchesData(SimProcess process) {
    return !process.command().executable().equals(SimHome.WORKER);
  }

  private static String words(SimProcess process) {
    return "pid " + process.pid() + " " + process.command().arguments();
  }

  /// The version whose folder this is.
  int versionOf(Path folder) {
    for (int i = 0; i < story.upgrades().size(); i++) {
      if (home.versionFolders(Chain.plan(story.upgrades().get(i))).contains(folder)) {
        return i + 1;
      }
    }
    throw new AssertionError("no version goes to " + folder);
  }

  Optional<Long> answeredHeight() {
    return processes.alive().stream()
        .flatMap(process -> process.node().stream())
        .map(SimNode::answer)
        .filter(height -> height >= 0)
        .findFirst();
  }

  /// Whether the node says that it is catching up, if it says anything.
  Optional<Boolean> answeredCatchingUp(boolean nodeRuns) {
    return nodeRuns && answeredHeight().isPresent()
        ? Optional.of(story.catchingUp())
        : Optional.empty();
  }

  /// The node has written its plan.
  void infoWritten() {
    Life now = life;
    if (now != null && story.node().eventsSeen()) {
      agenda.after(Duration.ofMillis(random.nextInt(1, 60)), now::infoWritten);
    }
  }

  void said(Notice notice) {
    said.add(notice);
    invariants.forEach(invariant -> invariant.said(this, notice));
    log("says %s", notice);
  }

  // Mishaps.

  private void plan(Mishap mishap) {
    switch (mishap) {
      case Mishap.AtVerb at -> strikes.put(at.number(), at.strike());
      case Mishap.AtNth nth -> nths.put(nth, 0);
      case Mishap.At at -> {
        mishapsToCome++;
        agenda.after(
            at.when(),
            () -> {
              mishapsToCome--;
              happen(at.deed());
            });
      }
    }
  }

  private Strike strike(Faults.Point point) {
    if (isLogged()) {
      log("  verb %d %s %s", point.number(), point.verb(), point.what());
    }
    invariants.forEach(invariant -> invariant.verb(this, point));
    if (readOnly && point.verb().writes()) {
      witness.failed();
      return new Strike.Fail(Faults.EROFS, false);
    }
    Strike strike = strikes.isEmpty() ? null : strikes.remove(point.number());
    Strike found = strike == null ? nth(point) : strike;
    if (!found.equals(Strike.NONE)) {
      log("  %s strikes verb %s", found, point);
    }
    if (found instanceof Strike.Fail) {
      witness.failed();
    }
    return found;
  }

  private Strike nth(Faults.Point point) {
    Strike strike = Strike.NONE;
    for (Map.Entry<Mishap.AtNth, Integer> entry : nths.entrySet()) {
      if (entry.getKey().isAbout(point)) {
        entry.setValue(entry.getValue() + 1);
        if (entry.getValue() == entry.getKey().number()) {
          strike = entry.getKey().strike();
        }
      }
    }
    return strike;
  }

  private void happen(Deed deed) {
    log("%s", deed);
    switch (deed) {
      case KILL -> kill(SimCrash.Kind.KILL);
      case POWER_CUT -> kill(SimCrash.Kind.POWER_CUT);
      case NODE_KILL -> processes.alive().stream().findAny().ifPresent(p -> p.receive(Signal.KILL));
      case TERM -> signal(Signal.TERM);
      case INT_AND_TERM -> {
        signal(Signal.INT);
        signal(Signal.TERM);
      }
      case USR1 -> signal(Signal.USR1);
      case DISK_FULL -> {
        disk.tree().limit(disk.tree().used() + random.nextInt(300));
        later(
            () -> {
              disk.tree().limit(Long.MAX_VALUE);
              witness.failed();
            });
      }
      case READ_ONLY -> {
        readOnly = true;
        later(() -> readOnly = false);
      }
      case CLOCK_SET_BACK -> clock.set(Duration.ofHours(-random.nextInt(1, 100)));
    }
  }

  private void later(Runnable deed) {
    mishapsToCome++;
    agenda.after(
        SPELL,
        () -> {
          mishapsToCome--;
          deed.run();
        });
  }

  private void kill(SimCrash.Kind kind) {
    if (life != null) {
      faults.kill(kind);
    } else if (kind == SimCrash.Kind.POWER_CUT) {
      processes.powerCut();
      disk.powerCut(random);
    }
  }

  private void signal(Signal signal) {
    Life now = life;
    if (now != null) {
      now.signal(signal);
      if (signal.asksToStop()) {
        asked = true;
        agenda.after(STOP_TIMEOUT, () -> killAll(now));
      }
    }
  }

  /// Whoever asked loses patience, as systemd does after `TimeoutStopSec`.
  private void killAll(Life who) {
    if (life == who) {
      log("nothing has ended: all is killed");
      processes.alive().forEach(process -> process.receive(Signal.KILL));
      kill(SimCrash.Kind.KILL);
    }
  }

  private void bringLate(Upgrade upgrade) {
    agenda.after(
        LATE,
        () -> {
          try {
            SimHome.install(disk.tree(), home, chain, upgrade);
          } catch (IOException noRoom) {
            bringLate(upgrade);
          }
        });
  }

  // What everybody may look at.

  boolean isLogged() {
    return log.isPresent();
  }

  @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency
  void log(String form, Object... values) {
    if (log.isPresent()) {
      double seconds = (agenda.nanos() - begin) / 1e9;
      log.get().accept("%9.3f %s".formatted(seconds, form.formatted(values)));
    }
  }

  public Story story() {
    return story;
  }

  public Chain chain() {
    return chain;
  }

  public NodeHome home() {
    return home;
  }

  public SimDisk disk() {
    return disk;
  }

  public SimData data() {
    return data;
  }

  public Witness witness() {
    return witness;
  }

  public Agenda agenda() {
    return agenda;
  }

  public Duration elapsed() {
    return Duration.ofNanos(agenda.nanos() - begin);
  }

  public String lastWords() {
    return said.isEmpty() ? "nothing" : said.getLast().toString();
  }

  public int lives() {
    return lives;
  }

  public int verbs() {
    return faults.count();
  }

  /// Whether this is the content of a version's binary.
  public boolean isBinary(String content) {
    return chain.version(content).isPresent();
  }

  /// How many turns the present life's loop has taken.
  public int turns() {
    Life now = life;
    return now == null ? 0 : now.turns();
  }

  /// Whether a node, or another program that changes the data, is alive.
  public boolean isDataInUse() {
    return processes.alive().stream().anyMatch(p -> touchesData(p) && p.runs());
  }

  Clock clock() {
    return clock;
  }

  SimProcesses processes() {
    return processes;
  }

  Strands strands() {
    return strands;
  }
}
