package cosmovisor.fakechain;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// The files below `data/`, or below a backup of it.
public final class ChainData {
  private final Path folder;
  private final boolean inPlace;

  /// A folder to look at.
  public ChainData(Path folder) {
    this(folder, false);
  }

  /// @param inPlace whether files are changed where they are, rather than replaced
  ChainData(Path folder, boolean inPlace) {
    this.folder = folder;
    this.inPlace = inPlace;
  }

  /// What was committed.
  public AppState app() throws IOException {
    Path file = application("state");
    if (!Files.exists(file)) {
      return AppState.initial();
    }
    List<String> lines = Files.readAllLines(file);
    if (lines.isEmpty()) {
      return AppState.initial(); // just being rewritten in place, by a node that does that
    }
    return new AppState(Long.parseLong(lines.getFirst()), lines.subList(1, lines.size()));
  }

  /// Who committed which block.
  public List<Sighting> commits() throws IOException {
    return Sighting.in(application("commits"));
  }

  /// Whether whoever had it open last closed it in good order.
  public boolean closedWell() {
    return Files.exists(application("CLOSED"));
  }

  /// The last block that was stored; the application may not have executed it yet.
  public long blockHeight() throws IOException {
    Path file = folder.resolve("blockstore.db/height");
    return Files.exists(file) ? Long.parseLong(Files.readString(file)) : 0;
  }

  void open() throws IOException {
    Files.createDirectories(application(""));
    Files.createDirectories(folder.resolve("blockstore.db"));
    Files.deleteIfExists(application("CLOSED"));
  }

  void close() throws IOException {
    Files.createFile(application("CLOSED"));
  }

  void storeBlock(long height) throws IOException {
    write(folder.resolve("blockstore.db/height"), Long.toString(height));
  }

  void commit(AppState state, Sighting block) throws IOException {
    block.addTo(application("commits"));
    write(application("state"), state.height() + "\n" + String.join("\n", state.versions()) + "\n");
  }

  /// What `upgrade-info.json` says, empty if there is none.
  String upgradeInfo() throws IOException {
    Path file = upgradeInfoFile();
    return Files.exists(file) ? Files.readString(file) : "";
  }

  Path upgradeInfoFile() {
    return folder.resolve("upgrade-info.json");
  }

  private Path application(String name) {
    return folder.resolve("application.db").resolve(name);
  }

  private void write(Path file, String text) throws IOException {
    Path target = inPlace ? file : file.resolveSibling(file.getFileName() + ".new");
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    try (var channel =
        FileChannel.open(target, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.write(bytes, 0);
      channel.truncate(bytes.limit());
    }
    if (!inPlace) {
      Files.move(target, file, StandardCopyOption.ATOMIC_MOVE);
    }
  }
}
