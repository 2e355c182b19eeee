package cosmovisor.fetch;

import static cosmovisor.fetch.FetchWorld.SCRIPT;
import static cosmovisor.fetch.FetchWorld.utf8;
import static cosmovisor.fetch.HostileServer.ok;
import static org.assertj.core.api.Assertions.assertThat;

import cosmovisor.fetch.FetchReport.Failed;
import cosmovisor.fetch.FetchReport.Kind;
import io.airlift.compress.v3.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/// The compressions that no plan has used yet, and that the original would take.
class CompressionTest {
  private FetchWorld world;
  private HostileServer server;

  @BeforeEach
  void open(@TempDir Path home) throws IOException {
    world = new FetchWorld(home);
    server = new HostileServer();
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  enum Packer {
    BZ2("bz2", "tbz2") {
      @Override
      OutputStream open(OutputStream out) throws IOException {
        return new BZip2CompressorOutputStream(out);
      }
    },
    XZ("xz", "txz") {
      @Override
      OutputStream open(OutputStream out) throws IOException {
        return new XZOutputStream(out, new LZMA2Options(1));
      }
    },
    ZST("zst", "tzst") {
      @Override
      OutputStream open(OutputStream out) throws IOException {
        return new ZstdOutputStream(out);
      }
    };

    final String suffix;
    final String tarSuffix;

    Packer(String suffix, String tarSuffix) {
      this.suffix = suffix;
      this.tarSuffix = tarSuffix;
    }

    abstract OutputStream open(OutputStream out) throws IOException;

    byte[] pack(byte[] bytes) throws IOException {
      var packed = new ByteArrayOutputStream();
      try (OutputStream out = open(packed)) {
        out.write(bytes);
      }
      return packed.toByteArray();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aTarIsUnpackedUnderBothItsNames(Packer packer) throws IOException {
    byte[] tar = new TarBytes().file("LICENSE", utf8("Apache")).file("simd", SCRIPT).tar();
    server.on("/a.tar." + packer.suffix, ok(packer.pack(tar)));
    world.installs(server.url("/a.tar." + packer.suffix));
    assertThat(world.daemon()).isEqualTo(SCRIPT);
  }

  @ParameterizedTest
  @EnumSource
  void theShortNameOfATarIsKnown(Packer packer) throws IOException {
    byte[] tar = new TarBytes().file("simd", SCRIPT).tar();
    server.on("/a." + packer.tarSuffix, ok(packer.pack(tar)));
    world.installs(server.url("/a." + packer.tarSuffix));
    assertThat(world.daemon()).isEqualTo(SCRIPT);
  }

  @ParameterizedTest
  @EnumSource
  void aSingleFileIsUnpacked(Packer packer) throws IOException {
    server.on("/simd." + packer.suffix, ok(packer.pack(SCRIPT)));
    world.installs(server.url("/simd." + packer.suffix));
    assertThat(world.daemon()).isEqualTo(SCRIPT);
    assertThat(world.daemonMode()).isEqualTo("rwxr-xr-x");
  }

  @ParameterizedTest
  @EnumSource
  void aStreamThatIsCutOffIsBroken(Packer packer) throws IOException {
    byte[] packed = packer.pack(new TarBytes().file("simd", SCRIPT).tar());
    for (int missing : new int[] {1, 5, packed.length / 2}) {
      server.on("/a.tar." + packer.suffix, ok(Arrays.copyOf(packed, packed.length - missing)));
      Failed failed = world.fails(server.url("/a.tar." + packer.suffix));
      assertThat(failed.kind()).as(failed.message()).isEqualTo(Kind.UNSAFE_ARCHIVE);
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyChangedByteIsAFailureOfItsOwnOrNoHarm(Packer packer) throws IOException {
    byte[] tar = new TarBytes().file("simd", SCRIPT).tar();
    byte[] packed = packer.pack(tar);
    for (int at = 0; at < packed.length; at++) {
      byte[] changed = packed.clone();
      changed[at] ^= 0x55;
      server.on("/a.tar." + packer.suffix, ok(changed));
      FetchReport report = world.fetch(FetchWorld.any(server.url("/a.tar." + packer.suffix)));
      if (report instanceof FetchReport.Installed) {
        assertThat(world.daemon()).as("byte %d", at).isEqualTo(SCRIPT);
        Durable.remove(world.target);
      }
      assertThat(world.tree()).isEmpty();
    }
  }

  /// Row 8: what `xz -9` asks for is allowed, 1.5 GiB are not.
  @Test
  void anXzThatAsksForALotOfMemoryIsRefused() throws IOException {
    byte[] header = Packer.XZ.pack(SCRIPT);
    // The dictionary's size is the one byte of the filter's properties, in the block header.
    int at = 12 + 4;
    assertThat(header[at - 2]).isEqualTo((byte) 0x21);
    header[at] = 37;
    fixBlockHeader(header);
    server.on("/simd.xz", ok(header));
    Failed failed = world.fails(server.url("/simd.xz"));
    assertThat(failed.kind()).as(failed.message()).isEqualTo(Kind.LIMIT);
    assertThat(failed.message()).contains("memory");
  }

  private static void fixBlockHeader(byte[] xz) {
    int size = (xz[12] + 1) * 4;
    var crc = new CRC32();
    crc.update(xz, 12, size - 4);
    for (int i = 0; i < 4; i++) {
      xz[12 + size - 4 + i] = (byte) (crc.getValue() >> (8 * i));
    }
  }

  @Test
  void aZstdWindowOfEightMebibytesIsTaken() throws IOException {
    server.on("/simd.zst", ok(ZstdBytes.withWindow(23)));
    world.installs(server.url("/simd.zst"));
    assertThat(world.daemon()).isEqualTo(ZstdBytes.SCRIPT);
  }

  @Test
  void aZstdWindowOfMoreThanEightMebibytesIsRefused() {
    server.on("/simd.zst", ok(ZstdBytes.withWindow(24)));
    Failed failed = world.fails(server.url("/simd.zst"));
    assertThat(failed.kind()).isEqualTo(Kind.UNSAFE_ARCHIVE);
    assertThat(failed.message()).contains("Window size too large");
  }
}
