import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;

/// Wraps machine code into an ELF executable:
/// `java ElfFile.java CODE.hex OUTPUT`, where the code's name tells the processor.
///
/// ```
/// 0x000  ELF header       64 bytes
/// 0x040  program header   56 bytes: the whole file, read and execute, at 0x400000
/// 0x078  program header   56 bytes: a stack that is not executable
/// 0x0b0  code
/// ```
final class ElfFile {
  private static final int HEADERS = 0xb0;
  private static final long BASE = 0x400000;

  static void main(String[] args) throws IOException {
    Path code = Path.of(args[0]);
    Path output = Path.of(args[1]);
    short machine = (short) (code.toString().endsWith("-arm64.hex") ? 183 : 62); // EM_AARCH64, EM_X86_64
    byte[] bytes = read(code);
    ByteBuffer elf = ByteBuffer.allocate(HEADERS + bytes.length).order(ByteOrder.LITTLE_ENDIAN);
    elf.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0}).putLong(0);
    elf.putShort((short) 2).putShort(machine).putInt(1); // ET_EXEC
    elf.putLong(BASE + HEADERS).putLong(64).putLong(0).putInt(0); // entry, program headers
    elf.putShort((short) 64).putShort((short) 56).putShort((short) 2);
    elf.putShort((short) 64).putShort((short) 0).putShort((short) 0);
    elf.putInt(1).putInt(5).putLong(0).putLong(BASE).putLong(BASE); // PT_LOAD, R+X
    elf.putLong(elf.capacity()).putLong(elf.capacity()).putLong(0x10000);
    elf.putInt(0x6474e551).putInt(6).putLong(0).putLong(0).putLong(0); // PT_GNU_STACK, R+W
    elf.putLong(0).putLong(0).putLong(16);
    elf.put(bytes);
    Files.write(output, elf.array());
    Files.setPosixFilePermissions(output, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static byte[] read(Path code) throws IOException {
    var out = new ByteArrayOutputStream();
    for (String line : Files.readAllLines(code)) {
      out.writeBytes(HexFormat.of().parseHex(line.replace(" ", "")));
    }
    return out.toByteArray();
  }
}
