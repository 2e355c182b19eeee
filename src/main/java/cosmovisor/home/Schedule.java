package cosmovisor.home;

import cosmovisor.os.Disk;
import cosmovisor.plan.PlanException;
import cosmovisor.plan.UpgradeBatch;
import java.io.IOException;

/// The operator's schedule, in `data/upgrade-info.json.batch`.
///
/// It is kept beside the node's own `upgrade-info.json` and never inside: what the node writes
/// there would overwrite an operator's plan, or be held up by it.
public final class Schedule {
  private final NodeHome home;
  private final Disk disk;

  public Schedule(NodeHome home, Disk disk) {
    this.home = home;
    this.disk = disk;
  }

  /// What is on it; nothing if there is no file.
  ///
  /// @throws PlanException if the file holds no schedule; the message does not name it
  public UpgradeBatch read() throws IOException, PlanException {
    return disk.follow(home.schedule()).isEmpty()
        ? UpgradeBatch.EMPTY
        : UpgradeBatch.parse(disk.read(home.schedule(), UpgradeBatch.MAX_BYTES + 1));
  }

  /// Replaces it; from then on either the old or the new one is there.
  public void write(UpgradeBatch batch) throws IOException {
    disk.publish(home.schedule(), batch.render(), "rw-------");
  }
}
