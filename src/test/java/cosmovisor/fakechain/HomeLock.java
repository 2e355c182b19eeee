package cosmovisor.fakechain;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// Having the data open. The system takes it from its holder at the latest when that ends, however
/// it ends.
record HomeLock(FileLock lock) implements AutoCloseable {

  /// Nothing if another process has it.
  @SuppressWarnings("resource") // whoever has the lock has the channel
  static Optional<HomeLock> take(Path home) throws IOException {
    FileChannel channel =
        FileChannel.open(
            home.resolve("node.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    return Optional.ofNullable(channel.tryLock()).map(HomeLock::new);
  }

  @Override
  public void close() throws IOException {
    lock.acquiredBy().close();
  }
}
