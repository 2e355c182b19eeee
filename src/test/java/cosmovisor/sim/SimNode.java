package cosmovisor.sim;

import cosmovisor.home.NodeHome;
import cosmovisor.os.Signal;
import cosmovisor.plan.UpgradeInfo;
import cosmovisor.plan.UpgradePlan;
import cosmovisor.sim.SimData.Committed;
import cosmovisor.sim.Story.Upgrade;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

/// A node: commits a block a second, stops at the upgrade that it is too old for, writes the plan
/// and ends as its character has it.
final class SimNode implements Program {
  private static final Duration BOOT = Duration.ofMillis(700);
  private static final Duration BLOCK = Duration.ofSeconds(1);
  private static final Duration BETWEEN_WRITES = Duration.ofMillis(30);
  private static final int PANIC = 2;

  private final World world;
  private final int version;
  private final SimData data;
  private Committed committed = new Committed(0, 0);
  private boolean answering;
  private boolean closing;
  private boolean stands;

  SimNode(World world, int version) {
    this.world = world;
    this.version = version;
    this.data = world.data();
  }

  int version() {
    return version;
  }

  /// The height that its RPC tells, or -1 while it does not answer.
  long answer() {
    return answering ? committed.height() : -1;
  }

  @Override
  public void begin(SimProcess self) {
    try {
      committed = data.committed();
      world
          .witness()
          .started(
              new Witness.Start(
                  self.pid(),
                  version,
                  committed.height(),
                  committed.version(),
                  world.agenda().nanos()));
      world.log("node v%d begins at height %d", version, committed.height());
      data.touch("opened by " + version);
      data.bringCode(version);
      self.after(BOOT, () -> boot(self));
    } catch (IOException damaged) {
      world.log("node: " + damaged);
      self.exit(1);
    }
  }

  private void boot(SimProcess self) {
    answering = world.story().node().answers();
    block(self);
  }

  private void block(SimProcess self) {
    if (closing) {
      return;
    }
    long next = committed.height() + 1;
    var stop = world.chain().stop(version, next);
    if (stop.isPresent()) {
      reach(self, stop.get());
      return;
    }
    try {
      data.touch("block " + next + " by " + version);
      committed = new Committed(next, Math.max(version, committed.version()));
      data.commit(committed);
      world.witness().committed(next, version);
      self.after(BLOCK, () -> block(self));
    } catch (IOException failure) {
      world.log("node: " + failure);
      self.exit(PANIC);
    }
  }

  private void reach(SimProcess self, Upgrade upgrade) {
    stands = true;
    world.log("node v%d reaches the plan %s", version, upgrade.name());
    UpgradePlan plan = Chain.plan(upgrade);
    byte[] text = UpgradeInfo.render(plan, plan.name());
    try {
      switch (world.story().node().pen()) {
        case ONE_WRITE -> {
          data.disk().tree().write(home().dataInfo(), text);
          written(self);
        }
        case RENAME -> {
          Path temporary = home().data().resolve("upgrade-info.tmp");
          data.disk().tree().write(temporary, text);
          data.disk().tree().rename(temporary, home().dataInfo());
          written(self);
        }
        case TWO_WRITES -> {
          data.disk().tree().write(home().dataInfo(), Arrays.copyOf(text, text.length / 2));
          world.infoWritten();
          self.after(BETWEEN_WRITES, () -> writeRest(self, text));
        }
      }
    } catch (IOException failure) {
      world.log("node: " + failure);
      self.exit(PANIC);
    }
  }

  private NodeHome home() {
    return data.home();
  }

  private void writeRest(SimProcess self, byte[] text) {
    try {
      byte[] rest = Arrays.copyOfRange(text, text.length / 2, text.length);
      data.disk().tree().append(home().dataInfo(), rest);
      written(self);
    } catch (IOException failure) {
      self.exit(PANIC);
    }
  }

  private void written(SimProcess self) {
    world.infoWritten();
    switch (world.story().node().ending()) {
      case PANIC -> self.after(BETWEEN_WRITES, () -> self.exit(PANIC));
      case LATE_PANIC -> self.after(Duration.ofSeconds(8), () -> self.exit(PANIC));
      case EXIT_0 -> self.after(BETWEEN_WRITES, () -> self.exit(0));
      case HANG -> {}
    }
  }

  @Override
  public void signal(SimProcess self, Signal signal) {
    if (!signal.asksToStop() || closing || world.story().node().stubborn()) {
      return;
    }
    closing = true;
    self.after(world.story().node().closing(), () -> close(self));
  }

  private void close(SimProcess self) {
    try {
      data.touch("closed by " + version + (stands ? " at the plan" : ""));
      self.exit(0);
    } catch (IOException failure) {
      self.exit(1);
    }
  }
}
