package cosmovisor.home;

import static org.assertj.core.api.Assertions.assertThat;

import cosmovisor.home.ExecutableFormat.Fit;
import cosmovisor.home.ExecutableFormat.Unfit;
import cosmovisor.plan.Platform;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the first bytes of a file tell about its chances.
class ExecutableFormatTest {
  private static final Platform LINUX = new Platform("linux", "amd64");
  private static final Platform MAC = new Platform("darwin", "arm64");
  private static final Platform WINDOWS = new Platform("windows", "amd64");

  private static ExecutableFormat judge(byte[] head, Platform platform) {
    return ExecutableFormat.of(head, head.length, platform);
  }

  private static byte[] latin1(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] elf(int bits, ByteOrder order, int type, int machine) {
    byte[] head = new byte[64];
    head[4] = (byte) (bits == 64 ? 2 : 1);
    head[5] = (byte) (order == ByteOrder.LITTLE_ENDIAN ? 1 : 2);
    System.arraycopy(latin1("\u007fELF"), 0, head, 0, 4);
    ByteBuffer.wrap(head).order(order).putShort(16, (short) type).putShort(18, (short) machine);
    return head;
  }

  private static byte[] elf(int machine) {
    return elf(64, ByteOrder.LITTLE_ENDIAN, 2, machine);
  }

  private static byte[] machO(int processor, int type) {
    byte[] head = new byte[32];
    ByteBuffer.wrap(head)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(0, 0xfeedfacf)
        .putInt(4, processor)
        .putInt(12, type);
    return head;
  }

  private static byte[] fat(int... processors) {
    byte[] head = new byte[8 + 20 * processors.length + 32];
    ByteBuffer buffer = ByteBuffer.wrap(head).putInt(0, 0xcafebabe).putInt(4, processors.length);
    for (int i = 0; i < processors.length; i++) {
      buffer.putInt(8 + 20 * i, processors[i]);
    }
    return head;
  }

  @ParameterizedTest
  @CsvSource({"amd64, 62", "arm64, 183", "riscv64, 243", "ppc64le, 21", "loong64, 258"})
  void anElfExecutableRunsOnItsProcessorOnly(String arch, int machine) {
    assertThat(judge(elf(machine), new Platform("linux", arch)))
        .isEqualTo(new Fit("an ELF executable for " + arch));
    assertThat(judge(elf(machine), new Platform("linux", "s390x")))
        .isEqualTo(new Unfit("an ELF executable for " + arch + ", this machine is s390x"));
  }

  @Test
  void bitsAndByteOrderCountToo() {
    assertThat(judge(elf(64, ByteOrder.BIG_ENDIAN, 2, 22), new Platform("linux", "s390x")))
        .isInstanceOf(Fit.class);
    assertThat(judge(elf(64, ByteOrder.BIG_ENDIAN, 2, 21), new Platform("linux", "ppc64le")))
        .isInstanceOf(Unfit.class);
    assertThat(judge(elf(32, ByteOrder.LITTLE_ENDIAN, 2, 62), LINUX))
        .isEqualTo(
            new Unfit("an ELF executable for machine type 62 with 32 bits, this machine is amd64"));
  }

  @Test
  void aProcessorWithoutAnEntryIsLeftToTheKernel() {
    assertThat(judge(elf(62), new Platform("linux", "sparc64"))).isInstanceOf(Fit.class);
  }

  @Test
  void positionIndependentExecutablesAreExecutablesAndOtherElfFilesAreNot() {
    assertThat(judge(elf(64, ByteOrder.LITTLE_ENDIAN, 3, 62), LINUX)).isInstanceOf(Fit.class);
    assertThat(judge(elf(64, ByteOrder.LITTLE_ENDIAN, 1, 62), LINUX))
        .isEqualTo(new Unfit("an ELF file that is no executable (type 1)"));
    assertThat(judge(Arrays.copyOf(elf(62), 20), LINUX))
        .isEqualTo(new Unfit("an ELF file cut off in its header"));
  }

  @Test
  void anElfExecutableIsForNoMac() {
    assertThat(judge(elf(62), MAC))
        .isEqualTo(new Unfit("an ELF executable for Linux, this machine is darwin/arm64"));
  }

  @Test
  void macExecutablesRunOnTheirProcessorAndIntelsOnApples() {
    Platform intel = new Platform("darwin", "amd64");
    assertThat(judge(machO(0x0100000c, 2), MAC)).isEqualTo(new Fit("a macOS executable for arm64"));
    assertThat(judge(machO(0x01000007, 2), MAC)).isInstanceOf(Fit.class);
    assertThat(judge(machO(0x01000007, 2), intel)).isInstanceOf(Fit.class);
    assertThat(judge(machO(0x0100000c, 2), intel))
        .isEqualTo(new Unfit("a macOS executable for arm64, this machine is amd64"));
    assertThat(judge(machO(0x0100000c, 6), MAC)).isInstanceOf(Unfit.class);
    assertThat(judge(machO(0x0100000c, 2), LINUX))
        .isEqualTo(new Unfit("a macOS executable, this machine is linux/amd64"));
  }

  @Test
  void aFatMacExecutableNeedsOneProgramForThisProcessor() {
    assertThat(judge(fat(0x01000007, 0x0100000c), MAC)).isInstanceOf(Fit.class);
    assertThat(judge(fat(0x0100000c), new Platform("darwin", "amd64"))).isInstanceOf(Unfit.class);
    assertThat(judge(fat(0x0100000c), LINUX)).isInstanceOf(Unfit.class);
  }

  @Test
  void aJavaClassIsNoFatMacExecutable() {
    byte[] classFile = new byte[64];
    ByteBuffer.wrap(classFile).putInt(0, 0xcafebabe).putInt(4, 69);
    assertThat(judge(classFile, MAC)).isInstanceOf(Unfit.class);
  }

  @Test
  void scriptsRunWhereAKernelStartsThem() {
    assertThat(judge(latin1("#!/bin/sh\n"), LINUX)).isEqualTo(new Fit("a script"));
    assertThat(judge(latin1("#!/bin/sh\n"), MAC)).isInstanceOf(Fit.class);
    assertThat(judge(latin1("#!/bin/sh\n"), WINDOWS)).isInstanceOf(Unfit.class);
  }

  @Test
  void windowsProgramsRunOnWindows() {
    assertThat(judge(latin1("MZ\u0090"), WINDOWS)).isEqualTo(new Fit("a Windows program"));
    assertThat(judge(latin1("MZ\u0090"), LINUX))
        .isEqualTo(new Unfit("a Windows program, this machine is linux/amd64"));
  }

  @Test
  void otherThingsAreNamed() {
    assertThat(judge(new byte[0], LINUX)).isEqualTo(new Unfit("an empty file"));
    named("PK\u0003\u0004", "a zip archive");
    named("\u001f\u008b\b", "a gzip file");
    named("BZh9", "a bzip2 file");
    named("\u00fd7zXZ\u0000", "an xz file");
    named("(\u00b5/\u00fd", "a zstd file");
    named("!<arch>\ndebian-binary", "a Debian package (.deb)");
    named("\n <!DOCTYPE HTML>", "an HTML page");
    named("<html lang=en>", "an HTML page");
    named("<?xml version='1.0'?><Error/>", "an XML document");
    named(" {\"message\":\"Not Found\"}", "a JSON document");
    named("404: Not Found", "a plain text");
    named("\u0000\u0001\u0002\u0003", "a file of an unknown kind (first bytes 00 01 02 03)");
    byte[] tar = new byte[512];
    System.arraycopy(latin1("ustar"), 0, tar, 257, 5);
    assertThat(judge(tar, LINUX)).isEqualTo(new Unfit("a tar archive"));
  }

  private static void named(String head, String expected) {
    assertThat(judge(latin1(head), LINUX)).isEqualTo(new Unfit(expected));
  }

  @Test
  void anElfFileSaysWhereItEnds() {
    byte[] head = elf(62);
    ByteBuffer.wrap(head)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(40, 1000)
        .putShort(58, (short) 64)
        .putShort(60, (short) 10);
    assertThat(ExecutableFormat.endsEarly(head, 1639)).isTrue();
    assertThat(ExecutableFormat.endsEarly(head, 1640)).isFalse();
    assertThat(ExecutableFormat.showsItsEnd(head, 1639)).isFalse();
    assertThat(ExecutableFormat.showsItsEnd(head, 1640)).isTrue();
  }

  @Test
  void withoutASectionTableNothingIsKnownOfTheEnd() {
    assertThat(ExecutableFormat.endsEarly(elf(62), 64)).isFalse();
    assertThat(ExecutableFormat.showsItsEnd(elf(62), 64)).isFalse();
    assertThat(ExecutableFormat.endsEarly(latin1("#!/bin/sh"), 1)).isFalse();
    assertThat(ExecutableFormat.showsItsEnd(latin1("#!/bin/sh"), 9)).isFalse();
  }

  @Test
  void anyBytesOfAnyLengthGetAVerdict() {
    var random = new Random(1);
    byte[][] starts = {elf(62), machO(7, 2), fat(1, 2, 3), latin1("MZ"), latin1("#!"), {}};
    for (int round = 0; round < 20_000; round++) {
      byte[] start = starts[round % starts.length];
      byte[] head = Arrays.copyOf(start, random.nextInt(start.length + 40));
      if (head.length > 0) {
        head[random.nextInt(head.length)] = (byte) random.nextInt();
      }
      assertThat(ExecutableFormat.of(head, random.nextLong(1 << 20), LINUX)).isNotNull();
      assertThat(ExecutableFormat.endsEarly(head, 10)).isIn(true, false);
      assertThat(ExecutableFormat.of(head, 1, MAC)).isNotNull();
    }
  }
}
