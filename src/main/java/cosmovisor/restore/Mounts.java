package cosmovisor.restore;

import cosmovisor.os.Disk;
import cosmovisor.os.OsString;
import cosmovisor.os.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;

/// Where file systems are mounted. Such a folder can't be renamed, which is better known before
/// hundreds of gigabytes were brought than behind them.
final class Mounts {
  private static final Path LIST = Path.of("/proc/self/mountinfo");
  private static final int MAX_BYTES = 4 << 20;

  /// In a line as `36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw`.
  private static final int MOUNT_POINT = 4;

  private Mounts() {}

  /// Makes sure that a folder can be put aside.
  static void refuse(Disk disk, Path folder) throws UserError {
    if (points(disk).anyMatch(escaped(folder)::equals)) {
      throw new UserError(
          "%s is a mount point and can't be put aside by a rename: mount that disk elsewhere and make a link to a folder on it, or bring the backup there by hand, all but priv_validator_state.json"
              .formatted(folder));
    }
  }

  private static Stream<String> points(Disk disk) {
    try {
      return new String(disk.read(LIST, MAX_BYTES), StandardCharsets.ISO_8859_1)
          .lines()
          .map(line -> line.split(" ", -1))
          .filter(fields -> fields.length > MOUNT_POINT)
          .map(fields -> fields[MOUNT_POINT]);
    } catch (IOException unknown) {
      return Stream.of(); // the rename will tell
    }
  }

  private static String escaped(Path folder) {
    return new String(OsString.of(folder).bytes(), StandardCharsets.ISO_8859_1)
        .replace("\\", "\\134")
        .replace(" ", "\\040")
        .replace("\t", "\\011")
        .replace("\n", "\\012");
  }
}
