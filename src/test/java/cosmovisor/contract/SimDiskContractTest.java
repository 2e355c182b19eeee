package cosmovisor.contract;

import cosmovisor.os.Disk;
import cosmovisor.sim.Faults;
import cosmovisor.sim.SimDisk;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;

final class SimDiskContractTest implements DiskContract {
  private static final Path FOLDER = Path.of("/tmp/here");

  private final SimDisk disk = new SimDisk(Faults.none(), () -> 1_700_000_000_000L);

  @BeforeEach
  void makeFolder() throws IOException {
    disk.tree().makeFolders(FOLDER);
  }

  @Override
  public Disk disk() {
    return disk;
  }

  @Override
  public Path folder() {
    return FOLDER;
  }
}
