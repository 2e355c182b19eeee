package cosmovisor.backup;

import cosmovisor.os.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// The real disk, full when something is copied to certain paths.
record FailingDisk(Disk disk, Predicate<Path> full) implements Disk {
  @Override
  public Optional<Facts> follow(Path path) throws IOException {
    return disk.follow(path);
  }

  @Override
  public Optional<Facts> look(Path path) throws IOException {
    return disk.look(path);
  }

  @Override
  public byte[] read(Path file, int limit) throws IOException {
    return disk.read(file, limit);
  }

  @Override
  public List<Path> list(Path folder) throws IOException {
    return disk.list(folder);
  }

  @Override
  public Path readLink(Path link) throws IOException {
    return disk.readLink(link);
  }

  @Override
  public Path resolve(Path path) throws IOException {
    return disk.resolve(path);
  }

  @Override
  public void makeFolders(Path folder) throws IOException {
    disk.makeFolders(folder);
  }

  @Override
  public void write(Path file, byte[] content) throws IOException {
    disk.write(file, content);
  }

  @Override
  public void link(Path link, Path target) throws IOException {
    disk.link(link, target);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    disk.rename(from, to);
  }

  @Override
  public void remove(Path path) throws IOException {
    disk.remove(path);
  }

  @Override
  public void setPermissions(Path file, String permissions) throws IOException {
    disk.setPermissions(file, permissions);
  }

  @Override
  public void makeExecutable(Path file) throws IOException {
    disk.makeExecutable(file);
  }

  @Override
  public long copy(Path from, Path to) throws IOException {
    if (full.test(to)) {
      throw new IOException(to + ": No space left on device");
    }
    return disk.copy(from, to);
  }

  @Override
  public long copyContent(Path from, Path to) throws IOException {
    return disk.copyContent(from, to);
  }

  @Override
  public void copyPermissions(Path from, Path to) throws IOException {
    disk.copyPermissions(from, to);
  }

  @Override
  public void sync(Path path) throws IOException {
    disk.sync(path);
  }

  @Override
  public void syncFileSystem(Path path) throws IOException {
    disk.syncFileSystem(path);
  }

  @Override
  public long room(Path path) throws IOException {
    return disk.room(path);
  }
}
