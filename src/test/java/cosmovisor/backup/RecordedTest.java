package cosmovisor.backup;

import static org.assertj.core.api.Assertions.assertThat;

import cosmovisor.os.UserError;
import cosmovisor.os.posix.Posix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RecordedTest {
  private static final int MANY = 5_000;

  @TempDir private Path folder;

  private Recorded recorded() throws IOException, UserError {
    StringBuilder lines = new StringBuilder(FileList.HEAD + "\n");
    for (int i = 0; i < MANY; i++) {
      lines.append(i % 2 == 0 ? copied(i).line() : linked(i).line()).append('\n');
    }
    lines.append(FileEntry.copied("wasm/code", 1, 1).line()).append('\n');
    Path list = Files.writeString(folder.resolve("list"), lines);
    return Recorded.read(new ListReader(new Posix().disk(), list), "data");
  }

  private static FileEntry copied(int i) {
    return FileEntry.copied("data/db/" + i, i, i * 7L);
  }

  private static FileEntry linked(int i) {
    return FileEntry.shared(FileEntry.Kind.LINK, "data/db/" + i, i);
  }

  @Test
  void eachFileIsMetOnceAndKnownByPathAndSize() throws IOException, UserError {
    Recorded recorded = recorded();

    assertThat(recorded.left()).isEqualTo(MANY);
    assertThat(recorded.meets(FileEntry.copied("data/db/4", 5, 28))).as("another size").isFalse();
    assertThat(recorded.meets(FileEntry.copied("data/db/x", 4, 28))).as("another path").isFalse();
    assertThat(recorded.meets(FileEntry.copied("wasm/code", 1, 1))).as("another part").isFalse();
    for (int i = 0; i < MANY; i++) {
      assertThat(recorded.meets(linked(i))).as("file " + i).isTrue();
      assertThat(recorded.meets(linked(i))).as("file " + i + " again").isFalse();
    }
    assertThat(recorded.left()).isZero();
  }

  @Test
  void aChecksumIsKnownOfWhatWasCopied() throws IOException, UserError {
    Recorded recorded = recorded();

    assertThat(recorded.checksum(linked(4_998))).hasValue(4_998 * 7L);
    assertThat(recorded.checksum(linked(4_999))).isEmpty();
  }
}
