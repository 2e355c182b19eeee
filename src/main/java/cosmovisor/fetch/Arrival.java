package cosmovisor.fetch;

import cosmovisor.fetch.FetchReport.Kind;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The downloaded file in the staging folder.
///
/// It is read back through the same open handle that it was written by: what is unpacked is what
/// was hashed, whatever happens to the name. Locked, because a try that was given up may still be
/// busy with it on its own thread.
final class Arrival implements Sink, AutoCloseable {
  private final Staging staging;
  private int tries;
  private @Nullable FileChannel channel;
  private @Nullable Path file;

  Arrival(Staging staging) {
    this.staging = staging;
  }

  @Override
  public synchronized OutputStream open(long expected) throws IOException {
    close();
    tries++;
    // A try that was given up may still hold the old file: each gets its own.
    Path fresh = staging.file("download-" + tries);
    Durable.doing(
        "write the download to " + fresh,
        () -> {
          channel =
              FileChannel.open(
                  fresh,
                  StandardOpenOption.CREATE_NEW,
                  StandardOpenOption.READ,
                  StandardOpenOption.WRITE);
          file = fresh;
        });
    refuseFullDisk(expected);
    return new ToDisk(Channels.newOutputStream(channel()), fresh);
  }

  /// The bytes from the start; closing the stream leaves the handle open.
  InputStream stream() throws IOException {
    channel().position(0);
    return new FilterInputStream(Channels.newInputStream(channel())) {
      @Override
      public void close() {}
    };
  }

  /// The handle itself.
  synchronized SeekableByteChannel channel() {
    return Objects.requireNonNull(channel, "nothing has arrived");
  }

  /// Gives the file a name inside the tree, without copying it.
  synchronized void moveTo(Path place) throws IOException {
    Files.move(Objects.requireNonNull(file, "nothing has arrived"), place);
    file = null;
  }

  /// Closes the handle and removes the file, if it has not been moved away.
  @Override
  public synchronized void close() throws FetchFailure {
    Durable.doing(
        "remove the download from " + staging.file(""),
        () -> {
          if (channel != null) {
            channel.close();
          }
          if (file != null) {
            Files.deleteIfExists(file);
          }
        });
    channel = null;
    file = null;
  }

  private void refuseFullDisk(long expected) throws IOException {
    refuseFullDisk(staging.file(""), expected);
  }

  /// Refuses to begin what can't be finished.
  static void refuseFullDisk(Path folder, long needed) throws IOException {
    FileStore store = Files.getFileStore(folder);
    long free = store.getUsableSpace();
    if (needed > free && store.getTotalSpace() > 0) {
      throw new FetchFailure(
          Kind.DISK, "no space for " + needed + " bytes in " + folder + ", " + free + " are free");
    }
  }

  /// Writes, and tells failures of the disk from those of the network that it copies from.
  private static final class ToDisk extends FilterOutputStream {
    private final Path file;

    ToDisk(OutputStream out, Path file) {
      super(out);
      this.file = file;
    }

    @Override
    public void write(byte[] buffer, int from, int length) throws IOException {
      Durable.doing("write the download to " + file, () -> out.write(buffer, from, length));
    }

    /// The handle is still needed.
    @Override
    public void close() {}
  }
}
