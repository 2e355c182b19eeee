package cosmovisor.fetch;

import cosmovisor.fetch.FetchReport.Kind;
import cosmovisor.os.OsString;
import cosmovisor.plan.BinaryUrl;
import cosmovisor.plan.Packaging;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Makes of the downloaded file a tree with `bin/<daemon>` in it.
///
/// An archive is walked twice. The first walk writes nothing: it reads every entry to the end and
/// proves the names. The second writes files, each new, with one of two modes and at a place that
/// the first walk has allowed. Links are never made; one to a file in the archive becomes a copy.
final class Unpacker {
  private static final String RUNNABLE = "rwxr-xr-x";
  private static final String READABLE = "rw-r--r--";

  private final BinaryUrl url;
  private final String daemon;
  private final Limits.Sizes sizes;
  private final Meter meter;

  Unpacker(BinaryUrl url, String daemon, Limits.Sizes sizes, Meter meter) {
    this.url = url;
    this.daemon = daemon;
    this.sizes = sizes;
    this.meter = meter;
  }

  void unpack(Arrival arrival, Received received, Path tree) throws FetchFailure {
    EntryName place = EntryName.ROOT.child("bin").child(daemon);
    try {
      PackagingCheck.refuseMismatch(url.packaging(), arrival);
      switch (url.packaging().container()) {
        case ZIP -> unpack(new ZipArchive(arrival, sizes, received.bytes()), tree);
        case TAR -> unpack(tar(arrival, received), tree);
        case NONE -> unpackSingle(arrival, received, tree, place);
      }
    } catch (IOException failed) {
      throw FetchFailure.of(failed, Kind.UNSAFE_ARCHIVE, "the archive is broken");
    }
  }

  private TarArchive tar(Arrival arrival, Received received) {
    return new TarArchive(arrival, url.packaging().compression(), sizes, received.bytes());
  }

  private void unpackSingle(Arrival arrival, Received received, Path tree, EntryName place)
      throws IOException {
    if (!url.subdir().isEmpty()) {
      throw new FetchFailure(
          Kind.PLAN, "'//" + url.subdir() + "' names a folder inside an archive, and it is none");
    }
    makeFolder(tree, place.parent());
    Path file = path(tree, place);
    if (url.packaging() == Packaging.RAW) {
      Durable.doing("name the download " + file, () -> arrival.moveTo(file));
    } else {
      var budget = new Budget(sizes, received.bytes());
      InputStream packed = arrival.stream();
      write(
          budget.counting(Decompression.open(url.packaging().compression(), packed, sizes)), file);
    }
    Durable.doing("make " + file + " executable", () -> Durable.mode(file, RUNNABLE));
  }

  private void unpack(Archive archive, Path tree) throws IOException {
    try (archive) {
      var inventory = new Inventory(sizes.entries());
      archive.walk(
          (entry, bytes) -> {
            inventory.add(entry);
            inventory.addBytes(bytes.transferTo(OutputStream.nullOutputStream()));
          });
      Arrival.refuseFullDisk(tree, inventory.bytes());
      meter.restart(inventory.bytes());
      Layout layout = Layout.of(inventory, subdir(), daemon);
      makeFolders(inventory, layout, tree);
      writeFiles(archive, inventory, layout, tree);
      copyLinks(inventory, layout, tree);
    }
  }

  private EntryName subdir() throws FetchFailure {
    return EntryName.parse(url.subdir());
  }

  private void makeFolders(Inventory inventory, Layout layout, Path tree) throws FetchFailure {
    makeFolder(tree, layout.daemonPlace().parent());
    for (Map.Entry<EntryName, Entry> entry : inventory.entries().entrySet()) {
      if (entry.getValue().type() == Entry.Type.FOLDER) {
        var place = layout.place(entry.getKey());
        if (place.isPresent()) {
          makeFolder(tree, place.get());
        }
      }
    }
  }

  private void writeFiles(Archive archive, Inventory inventory, Layout layout, Path tree)
      throws IOException {
    List<EntryName> seen = new ArrayList<>();
    archive.walk(
        (entry, bytes) -> {
          EntryName name = inventory.nameAt(seen.size());
          seen.add(name);
          var place = layout.place(name);
          if (entry.type() == Entry.Type.FILE && place.isPresent()) {
            Path file = path(tree, place.get());
            write(bytes, file);
            setMode(file, entry.executable() || name.equals(layout.daemon()));
          }
        });
  }

  private void copyLinks(Inventory inventory, Layout layout, Path tree) throws FetchFailure {
    var budget = new Budget(sizes, Long.MAX_VALUE);
    for (Map.Entry<EntryName, Entry> entry : inventory.entries().entrySet()) {
      boolean link =
          entry.getValue().type() == Entry.Type.SYMBOLIC_LINK
              || entry.getValue().type() == Entry.Type.HARD_LINK;
      if (link) {
        copyLink(entry.getKey(), inventory, layout, tree, budget);
      }
    }
  }

  /// A link that leads to no file of the tree is left out, as long as it is not the daemon.
  private void copyLink(
      EntryName link, Inventory inventory, Layout layout, Path tree, Budget budget)
      throws FetchFailure {
    var place = layout.place(link);
    var origin = inventory.file(link).flatMap(layout::place);
    boolean isDaemon = link.equals(layout.daemon());
    if (place.isEmpty() || (origin.isEmpty() && !isDaemon)) {
      return;
    }
    if (origin.isEmpty()) {
      throw new FetchFailure(
          Kind.NO_DAEMON, "the daemon is a link to a file outside of " + layout.root());
    }
    Path from = path(tree, origin.get());
    Path to = path(tree, place.get());
    Durable.doing(
        "copy " + from + " to " + to,
        () -> {
          budget.spend(Files.size(from));
          Files.copy(from, to, LinkOption.NOFOLLOW_LINKS);
        });
    setMode(to, isDaemon || Files.isExecutable(from));
  }

  private static void makeFolder(Path tree, EntryName name) throws FetchFailure {
    if (name.isRoot()) {
      return;
    }
    makeFolder(tree, name.parent());
    Path folder = path(tree, name);
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      Durable.doing(
          "make the folder " + folder,
          () -> {
            Files.createDirectory(folder);
            Durable.mode(folder, RUNNABLE);
          });
    }
  }

  private void write(InputStream bytes, Path file) throws IOException {
    byte[] buffer = new byte[1 << 16];
    try (Output out = new Output(file)) {
      for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
        out.write(buffer, read);
        meter.add(read);
      }
    }
  }

  private static void setMode(Path file, boolean runnable) throws FetchFailure {
    Durable.doing(
        "set the mode of " + file, () -> Durable.mode(file, runnable ? RUNNABLE : READABLE));
  }

  /// The place of a name in the tree, exact in every locale.
  private static Path path(Path tree, EntryName name) {
    return OsString.of(name.toString()).under(tree);
  }

  /// A new file, whose failures are the disk's and not the archive's.
  private static final class Output implements AutoCloseable {
    private final Path file;
    private final OutputStream out;

    Output(Path file) throws FetchFailure {
      this.file = file;
      try {
        this.out =
            Files.newOutputStream(
                file,
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS);
      } catch (IOException failed) {
        throw FetchFailure.of(failed, Kind.DISK, "could not create " + file);
      }
    }

    void write(byte[] buffer, int length) throws FetchFailure {
      Durable.doing("write " + file, () -> out.write(buffer, 0, length));
    }

    @Override
    public void close() throws FetchFailure {
      Durable.doing("write " + file, out::close);
    }
  }
}
