package cosmovisor.contract;

import cosmovisor.os.Disk;
import cosmovisor.os.posix.Posix;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class PosixDiskContractTest implements DiskContract {
  private final Disk disk = new Posix().disk();
  @TempDir private Path folder;

  @Override
  public Disk disk() {
    return disk;
  }

  @Override
  public Path folder() {
    return folder;
  }
}
