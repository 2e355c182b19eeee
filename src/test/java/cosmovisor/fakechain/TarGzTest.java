package cosmovisor.fakechain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;

final class TarGzTest {
  @Test
  void othersReadIt() throws Exception {
    byte[] archive =
        new TarGz()
            .file("README.md", "# Read me\n")
            .file("bin/simd", 0755, "x".repeat(512).getBytes(UTF_8))
            .file("EMPTY", "")
            .bytes();

    List<String> entries = new ArrayList<>();
    try (var tar =
        new TarArchiveInputStream(new GZIPInputStream(new ByteArrayInputStream(archive)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        entries.add(
            "%o %s %d".formatted(entry.getMode(), entry.getName(), tar.readAllBytes().length));
      }
    }

    assertThat(entries).containsExactly("644 README.md 10", "755 bin/simd 512", "644 EMPTY 0");
  }
}
