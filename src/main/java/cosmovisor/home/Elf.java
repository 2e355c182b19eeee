package cosmovisor.home;

import cosmovisor.plan.Platform;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;

/// The executables of Linux and the BSDs. Offsets are those of the System V ABI, chapter 4.
final class Elf {
  private static final int ET_EXEC = 2;
  private static final int ET_DYN = 3;
  private static final int HEADER_BYTES = 64;

  /// By Go's word for a processor: machine number, bits, and byte order.
  private static final Map<String, Machine> MACHINES =
      Map.ofEntries(
          Map.entry("386", new Machine(3, 32, ByteOrder.LITTLE_ENDIAN)),
          Map.entry("amd64", new Machine(62, 64, ByteOrder.LITTLE_ENDIAN)),
          Map.entry("arm", new Machine(40, 32, ByteOrder.LITTLE_ENDIAN)),
          Map.entry("arm64", new Machine(183, 64, ByteOrder.LITTLE_ENDIAN)),
          Map.entry("loong64", new Machine(258, 64, ByteOrder.LITTLE_ENDIAN)),
          Map.entry("ppc64le", new Machine(21, 64, ByteOrder.LITTLE_ENDIAN)),
          Map.entry("riscv64", new Machine(243, 64, ByteOrder.LITTLE_ENDIAN)),
          Map.entry("s390x", new Machine(22, 64, ByteOrder.BIG_ENDIAN)));

  private Elf() {}

  private record Machine(int number, int bits, ByteOrder order) {

    static Machine of(ByteBuffer header) {
      return new Machine(
          header.getShort(18) & 0xffff, header.get(4) == 2 ? 64 : 32, header.order());
    }

    String word() {
      return MACHINES.entrySet().stream()
          .filter(entry -> entry.getValue().equals(this))
          .map(Map.Entry::getKey)
          .findFirst()
          .orElse("machine type " + number + " with " + bits + " bits");
    }
  }

  static ExecutableFormat judge(byte[] head, Platform platform) {
    if (head.length < HEADER_BYTES) {
      return new ExecutableFormat.Unfit("an ELF file cut off in its header");
    }
    if (platform.os().equals("darwin") || platform.os().equals("windows")) {
      return new ExecutableFormat.Unfit("an ELF executable for Linux, this machine is " + platform);
    }
    ByteBuffer header = header(head);
    int type = header.getShort(16) & 0xffff;
    if (type != ET_EXEC && type != ET_DYN) {
      return new ExecutableFormat.Unfit("an ELF file that is no executable (type " + type + ")");
    }
    Machine found = Machine.of(header);
    Machine wanted = MACHINES.get(platform.arch());
    return wanted == null || wanted.equals(found)
        ? new ExecutableFormat.Fit("an ELF executable for " + found.word())
        : new ExecutableFormat.Unfit(
            "an ELF executable for " + found.word() + ", this machine is " + platform.arch());
  }

  /// Where the section table, usually the last part of the file, ends; 0 if there is none.
  static long announcedEnd(byte[] head) {
    if (head.length < HEADER_BYTES || head[4] != 2) {
      return 0;
    }
    ByteBuffer header = header(head);
    long start = header.getLong(40);
    long bytes = (long) (header.getShort(58) & 0xffff) * (header.getShort(60) & 0xffff);
    return start <= 0 || bytes == 0
        ? 0
        : start > Long.MAX_VALUE - bytes ? Long.MAX_VALUE : start + bytes;
  }

  private static ByteBuffer header(byte[] head) {
    return ByteBuffer.wrap(head)
        .order(head[5] == 2 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
  }
}
