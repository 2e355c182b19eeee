package cosmovisor.sim;

import cosmovisor.os.OsString;
import cosmovisor.os.Signal;

/// A version's binary, which does one thing or another by its first argument.
final class SimBinary implements Program {
  private final World world;
  private final int version;
  private Program role;

  SimBinary(World world, int version) {
    this.world = world;
    this.version = version;
    this.role = new SimNode(world, version);
  }

  Program role() {
    return role;
  }

  @Override
  public void begin(SimProcess self) {
    if (self.command().arguments().get(1).equals(OsString.of("pre-upgrade"))) {
      world.witness().preUpgradeStarted(version);
      role = new SimHook(world, "pre-upgrade-" + version, this::code);
    }
    role.begin(self);
  }

  private int code() {
    return version == 0
        ? 1
        : World.code(
            world.story().upgrades().get(version - 1).preUpgrade(),
            world.witness().nextPreUpgrade(version));
  }

  @Override
  public void signal(SimProcess self, Signal signal) {
    role.signal(self, signal);
  }
}
