package cosmovisor.home;

import cosmovisor.plan.Platform;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;

/// The executables of macOS, thin or several in one file (`mach-o/loader.h`, `mach-o/fat.h`).
final class MachO {
  private static final int MAGIC_64 = 0xfeedfacf;
  private static final int MAGIC_FAT = 0xcafebabe;
  private static final int EXECUTE = 2;
  private static final int FAT_ENTRY_BYTES = 20;

  /// A Java class file starts with the same four bytes; its version, which stands where the number
  /// of programs would be, is never this small.
  private static final int MOST_PROGRAMS = 30;

  private static final Map<Integer, String> PROCESSORS =
      Map.of(7, "386", 0x01000007, "amd64", 12, "arm", 0x0100000c, "arm64");

  private MachO() {}

  static boolean isOne(byte[] head) {
    if (head.length < 32) {
      return false;
    }
    return isThin(head) || isFat(head);
  }

  static ExecutableFormat judge(byte[] head, Platform platform) {
    if (!platform.os().equals("darwin")) {
      return new ExecutableFormat.Unfit("a macOS executable, this machine is " + platform);
    }
    return isFat(head) ? judgeFat(head, platform) : judgeThin(head, platform);
  }

  private static boolean isThin(byte[] head) {
    return littleEndian(head).getInt(0) == MAGIC_64;
  }

  private static boolean isFat(byte[] head) {
    ByteBuffer header = ByteBuffer.wrap(head);
    return header.getInt(0) == MAGIC_FAT
        && Integer.compareUnsigned(header.getInt(4), MOST_PROGRAMS) < 0;
  }

  private static ExecutableFormat judgeThin(byte[] head, Platform platform) {
    ByteBuffer header = littleEndian(head);
    if (header.getInt(12) != EXECUTE) {
      return new ExecutableFormat.Unfit(
          "a macOS file that is no executable (type " + header.getInt(12) + ")");
    }
    String found = processor(header.getInt(4));
    return runs(found, platform)
        ? new ExecutableFormat.Fit("a macOS executable for " + found)
        : new ExecutableFormat.Unfit(
            "a macOS executable for " + found + ", this machine is " + platform.arch());
  }

  private static ExecutableFormat judgeFat(byte[] head, Platform platform) {
    ByteBuffer header = ByteBuffer.wrap(head);
    for (int i = 0; i < header.getInt(4) && 8 + (i + 1) * FAT_ENTRY_BYTES <= head.length; i++) {
      if (runs(processor(header.getInt(8 + i * FAT_ENTRY_BYTES)), platform)) {
        return new ExecutableFormat.Fit("a macOS executable for several processors");
      }
    }
    return new ExecutableFormat.Unfit(
        "a macOS executable for several processors, none of them " + platform.arch());
  }

  /// An Apple processor runs Intel programs through Rosetta, where that is installed.
  private static boolean runs(String processor, Platform platform) {
    return processor.equals(platform.arch())
        || (processor.equals("amd64") && platform.arch().equals("arm64"));
  }

  private static String processor(int type) {
    return PROCESSORS.getOrDefault(type, "processor type " + type);
  }

  private static ByteBuffer littleEndian(byte[] head) {
    return ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
  }
}
