package cosmovisor.e2e;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/// The keys of a terminal: what is written to a pipe that `script` reads as its standard input.
record TerminalKeys(Path file, RandomAccessFile pipe) implements AutoCloseable {
  static final char CTRL_C = 3;

  static TerminalKeys of(Home home) throws IOException {
    Path file = home.folder().resolve("keys");
    try {
      new ProcessBuilder("mkfifo", file.toString()).inheritIO().start().waitFor();
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
    // Both ends, so that opening does not wait for anybody.
    return new TerminalKeys(file, new RandomAccessFile(file.toFile(), "rw"));
  }

  void press(char key) throws IOException {
    pipe.write(key);
  }

  @Override
  public void close() throws IOException {
    pipe.close();
  }
}
