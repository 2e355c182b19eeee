package cosmovisor.fakechain;

import cosmovisor.fakechain.Sighting.What;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The node from its start to its end.
///
/// One thread makes the blocks. When the node is told to end, the virtual machine's own thread
/// closes it; the monitor of this object keeps a block and the end apart.
final class NodeRun {
  private static final Duration FOREVER = Duration.ofDays(1);
  private static final Duration GATE_PACE = Duration.ofMillis(5);
  private static final int FLOOD_LINES = 20_000;

  private final String version;
  private final NodeHome home;
  private final Flags flags;
  private final Personality personality;
  private final NodeLog log;
  private final ChainData data;

  private AppState state = AppState.initial();
  private boolean first = true;
  private boolean over;

  NodeRun(String version, NodeHome home, Flags flags, NodeLog log) {
    this.version = version;
    this.home = home;
    this.flags = flags;
    this.personality = flags.personality();
    this.log = log;
    this.data = new ChainData(home.data(), personality == Personality.REWRITES);
  }

  /// Runs it.
  ///
  /// @return its exit code
  int run() throws IOException {
    Optional<HomeLock> lock = HomeLock.take(home.folder());
    state = data.app();
    if (lock.isEmpty()) {
      return refuse(
          What.DOUBLE, "resource temporarily unavailable: another node has the data open");
    }
    Optional<String> refusal =
        state.refusalOf(version, home.planAt(state.height() + 1), data.upgradeInfo());
    if (refusal.isPresent()) {
      return refuse(What.REFUSED, refusal.get());
    }
    home.see(What.START, state.height(), version);
    data.open();
    Rpc rpc = serve();
    Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    log.info("starting node", "height=" + state.height() + " module=server version=" + version);
    makeNoise();
    int status = makeBlocks(rpc);
    lock.get().close();
    return status;
  }

  private int refuse(What what, String why) throws IOException {
    home.see(what, state.height(), version);
    log.complain("Error: " + why);
    return 1;
  }

  private Rpc serve() throws IOException {
    boolean older = personality == Personality.OLDER_HEIGHT_AFTER_RESTART;
    Rpc rpc = new Rpc(version, older, state.height());
    // Never closed: it answers as long as the process lives, also at a height where it hangs.
    @SuppressWarnings("resource")
    SmallServer server = new SmallServer(flags.rpcPort(), "application/json", rpc::answer);
    Files.writeString(home.rpcPort(), Integer.toString(server.port()));
    return rpc;
  }

  private void makeNoise() throws IOException {
    if (personality == Personality.FLOODS) {
      for (int i = 0; i < FLOOD_LINES; i++) {
        log.info("executed nothing in particular", "line=" + i + " module=flood");
      }
    }
    if (personality == Personality.FORKS) {
      Process grandchild = new ProcessBuilder("sleep", "60").inheritIO().start();
      home.see(What.GRANDCHILD, grandchild.pid(), state.height(), version);
    }
  }

  /// Makes blocks until one is for another version.
  private int makeBlocks(Rpc rpc) throws IOException {
    while (true) {
      Pause.of(flags.blockTime());
      Optional<Plan> foreign = makeBlock(rpc);
      if (foreign.isPresent()) {
        return halt(foreign.get());
      }
    }
  }

  /// Makes one block.
  ///
  /// @return the plan, if another version is needed to execute it
  private synchronized Optional<Plan> makeBlock(Rpc rpc) throws IOException {
    long height = state.height() + 1;
    data.storeBlock(height);
    rpc.at(height, state.height());
    Optional<Plan> foreign = home.planAt(height).filter(plan -> !plan.name().equals(version));
    if (foreign.isEmpty()) {
      state = state.after(version);
      data.commit(state, sighting(What.BLOCK));
      rpc.at(height, height);
      tellOfBlock();
    }
    return foreign;
  }

  private void tellOfBlock() throws IOException {
    if (first) {
      home.see(What.FIRST_BLOCK, state.height(), version);
    }
    if (first || state.height() % flags.logEvery() == 0) {
      log.info("committed state", "height=" + state.height() + " module=state version=" + version);
    }
    first = false;
  }

  /// The block at an upgrade's height, in a version that is not the upgrade's.
  private int halt(Plan plan) throws IOException {
    flags.gate().ifPresent(NodeRun::await);
    new UpgradeInfoPen(personality.pen(), data.upgradeInfoFile()).write(plan);
    makeNoise();
    return switch (personality.atTheHeight()) {
      case PANICS -> {
        log.complain("panic: " + plan.needed() + "\n\ngoroutine 1 [running]:");
        yield ended(2);
      }
      case ENDS_WELL -> {
        log.error(plan.needed(), "module=x/upgrade");
        yield ended(0);
      }
      case HANGS -> {
        log.error(plan.needed(), "module=x/upgrade");
        Pause.of(FOREVER);
        yield ended(0);
      }
    };
  }

  /// Waits for a file, for whoever wants to see to something before the upgrade begins.
  private static void await(Path gate) {
    while (!Files.exists(gate)) {
      Pause.of(GATE_PACE);
    }
  }

  private synchronized int ended(int status) throws IOException {
    over = true;
    home.see(What.STOP, state.height(), version);
    return status;
  }

  /// Somebody has told this process to end. From now on there are no more blocks, unless it is one
  /// that doesn't listen.
  private void close() {
    if (personality != Personality.IGNORE_TERM) {
      closeDatabase();
    }
    // This one doesn't listen, or its other thread is about to end it.
    Pause.of(FOREVER);
  }

  private synchronized void closeDatabase() {
    if (over) {
      return;
    }
    try {
      if (personality == Personality.SLOW_CLOSE) {
        log.info("closing the database", "module=server");
        Pause.of(flags.closeTime());
      }
      data.close();
      log.info("node stopped", "height=" + state.height() + " module=server version=" + version);
      Runtime.getRuntime().halt(ended(0));
    } catch (IOException lost) {
      throw new UncheckedIOException(lost);
    }
  }

  private Sighting sighting(What what) {
    return new Sighting(
        Instant.now(), what, ProcessHandle.current().pid(), state.height(), version);
  }
}
