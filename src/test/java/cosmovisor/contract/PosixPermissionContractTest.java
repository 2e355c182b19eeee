package cosmovisor.contract;

import cosmovisor.os.Disk;
import cosmovisor.os.posix.Posix;
import java.nio.file.Path;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.io.TempDir;

@DisabledIf("isRoot")
final class PosixPermissionContractTest implements PermissionContract {
  private final Disk disk = new Posix().disk();
  @TempDir private Path folder;

  static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  @Override
  public Disk disk() {
    return disk;
  }

  @Override
  public Path folder() {
    return folder;
  }
}
