package cosmovisor.fetch;

import cosmovisor.plan.BinaryManifest;
import cosmovisor.plan.PlanException;
import cosmovisor.plan.Platform;
import cosmovisor.plan.UpgradePlan;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/// What a failed download of the original's leaves in a binary's place: bytes that nobody has
/// compared with anything, perhaps half of them. The original writes there directly, and sets the
/// execute bits only when all is well; its next start sets them all the same, and runs it.
///
/// The bits are the only trace. A file without them is replaced by a download where the plan says
/// where to get the binary, and only by one that has passed every check.
final class Leftover {
  private Leftover() {}

  static boolean is(Path binary) {
    return Files.isRegularFile(binary, LinkOption.NOFOLLOW_LINKS) && !Files.isExecutable(binary);
  }

  /// Whether a plan says where its binary is to be had.
  static boolean isReplaceable(UpgradePlan plan, Platform platform) {
    try {
      return switch (BinaryManifest.parse(plan.info())) {
        case BinaryManifest.Reference _ -> true;
        case BinaryManifest.Binaries binaries -> !binaries.choose(platform).toString().isEmpty();
      };
    } catch (PlanException saysNothing) {
      return false;
    }
  }
}
