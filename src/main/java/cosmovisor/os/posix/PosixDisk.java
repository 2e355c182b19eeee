package cosmovisor.os.posix;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import cosmovisor.os.Disk;
import cosmovisor.os.OsString;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32C;

/// The real disk.
final class PosixDisk implements Disk {
  /// What a processor's cache holds, and the kernel reads ahead: of a gigabyte, copying by pieces
  /// of a mebibyte took three times the processor's time, and four times as long.
  private static final int BUFFER_BYTES = 128 << 10;

  private static final Set<PosixFilePermission> ANYBODY_EXECUTES =
      EnumSet.of(
          PosixFilePermission.OWNER_EXECUTE,
          PosixFilePermission.GROUP_EXECUTE,
          PosixFilePermission.OTHERS_EXECUTE);

  private static final ThreadLocal<ByteBuffer> BUFFERS =
      ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(BUFFER_BYTES));

  private final Libc libc;

  PosixDisk(Libc libc) {
    this.libc = libc;
  }

  @Override
  public Optional<Facts> follow(Path path) throws IOException {
    try {
      return Optional.of(facts(path, Files.readAttributes(path, PosixFileAttributes.class)));
    } catch (NoSuchFileException missing) {
      return Optional.empty();
    }
  }

  @Override
  public Optional<Facts> look(Path path) throws IOException {
    try {
      return Optional.of(
          facts(path, Files.readAttributes(path, PosixFileAttributes.class, NOFOLLOW_LINKS)));
    } catch (NoSuchFileException missing) {
      return Optional.empty();
    }
  }

  private Facts facts(Path path, PosixFileAttributes attributes) {
    Kind kind =
        attributes.isSymbolicLink()
            ? Kind.LINK
            : attributes.isDirectory()
                ? Kind.FOLDER
                : attributes.isRegularFile() ? Kind.FILE : Kind.OTHER;
    return new Facts(
        kind,
        attributes.size(),
        kind == Kind.FILE && executable(path, attributes),
        attributes.lastModifiedTime().toMillis());
  }

  /// Where nobody may execute a file, nobody has to be asked: nearly all files are of that kind.
  private boolean executable(Path path, PosixFileAttributes attributes) {
    return !Collections.disjoint(attributes.permissions(), ANYBODY_EXECUTES)
        && libc.mayExecute(OsString.of(path));
  }

  @Override
  public byte[] read(Path file, int limit) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(limit);
    }
  }

  @Override
  public byte[] read(Path file, long from, int limit) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      in.skip(from);
      return in.readNBytes(limit);
    }
  }

  @Override
  public List<Path> list(Path folder) throws IOException {
    List<Path> names = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      stream.forEach(names::add);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    names.sort(null);
    return names;
  }

  @Override
  public Path readLink(Path link) throws IOException {
    return Files.readSymbolicLink(link);
  }

  @Override
  public Path resolve(Path path) throws IOException {
    return path.toRealPath();
  }

  @Override
  public void makeFolders(Path folder) throws IOException {
    Files.createDirectories(folder);
  }

  @Override
  public void write(Path file, byte[] content) throws IOException {
    named(file, () -> Files.write(file, content));
  }

  @Override
  public void append(Path file, byte[] content) throws IOException {
    named(
        file,
        () -> Files.write(file, content, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
  }

  /// A call of the JDK's whose failures may not say which file they mean.
  private interface Call<T> {
    T run() throws IOException;
  }

  /// The same of a call without a result.
  private interface Deed {
    void run() throws IOException;
  }

  private static void named(Path file, Deed deed) throws IOException {
    named(
        file,
        () -> {
          deed.run();
          return file;
        });
  }

  private static <T> T named(Path file, Call<T> call) throws IOException {
    try {
      return call.run();
    } catch (FileSystemException | ClosedByInterruptException asItIs) {
      throw asItIs;
    } catch (IOException unnamed) {
      FileSystemException named =
          new FileSystemException(file.toString(), null, unnamed.getMessage());
      named.initCause(unnamed);
      throw named;
    }
  }

  @Override
  public void link(Path link, Path target) throws IOException {
    Files.createSymbolicLink(link, target);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void remove(Path path) throws IOException {
    if (Files.isDirectory(path, NOFOLLOW_LINKS)) {
      for (Path below : list(path)) {
        remove(below);
      }
    }
    Files.deleteIfExists(path);
  }

  @Override
  public void setPermissions(Path file, String permissions) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  @Override
  public void makeExecutable(Path file) throws IOException {
    Set<PosixFilePermission> permissions = EnumSet.copyOf(Files.getPosixFilePermissions(file));
    permissions.add(PosixFilePermission.OWNER_EXECUTE);
    permissions.add(PosixFilePermission.GROUP_EXECUTE);
    permissions.add(PosixFilePermission.OTHERS_EXECUTE);
    Files.setPosixFilePermissions(file, permissions);
  }

  @Override
  public long copy(Path from, Path to) throws IOException {
    PosixFileAttributes attributes =
        Files.readAttributes(from, PosixFileAttributes.class, NOFOLLOW_LINKS);
    if (attributes.isSymbolicLink()) {
      Files.createSymbolicLink(to, Files.readSymbolicLink(from));
      return 0;
    }
    if (attributes.isDirectory()) {
      Files.createDirectory(to);
      return 0;
    }
    Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES, NOFOLLOW_LINKS);
    return attributes.size();
  }

  @Override
  public void cloneFile(Path from, Path to) throws IOException {
    named(
        to,
        () -> {
          libc.ficlone(OsString.of(from), OsString.of(to));
        });
  }

  @Override
  public void hardLink(Path file, Path name) throws IOException {
    Files.createLink(name, file);
  }

  @Override
  public long copyChecked(Path from, Path to) throws IOException {
    long sum =
        named(
            to,
            () -> {
              try (FileChannel in = FileChannel.open(from, StandardOpenOption.READ);
                  FileChannel out =
                      FileChannel.open(
                          to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                return copy(in, Optional.of(out));
              }
            });
    copyAttributes(from, to);
    return sum;
  }

  @Override
  public long checksum(Path file) throws IOException {
    return named(
        file,
        () -> {
          try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
            return copy(in, Optional.empty());
          }
        });
  }

  /// Through memory, since what is summed up has to be seen.
  private static long copy(FileChannel in, Optional<FileChannel> out) throws IOException {
    CRC32C sum = new CRC32C();
    ByteBuffer buffer = BUFFERS.get();
    while (in.read(buffer.clear()) >= 0) {
      buffer.flip();
      sum.update(buffer.duplicate());
      while (out.isPresent() && buffer.hasRemaining()) {
        out.get().write(buffer);
      }
    }
    return sum.getValue();
  }

  private void copyAttributes(Path from, Path to) throws IOException {
    named(
        to,
        () -> {
          libc.copyAttributes(OsString.of(from), OsString.of(to));
        });
  }

  @Override
  public long copyContent(Path from, Path to) throws IOException {
    return named(
        to,
        () -> {
          try (InputStream in = Files.newInputStream(from)) {
            return Files.copy(in, to);
          }
        });
  }

  @Override
  public void copyPermissions(Path from, Path to) throws IOException {
    named(
        to,
        () -> {
          libc.copyPermissions(OsString.of(from), OsString.of(to));
        });
  }

  @Override
  public Optional<Long> locker(Path file) throws IOException {
    return LockTable.read().holder(file);
  }

  @Override
  public void sync(Path path) throws IOException {
    named(
        path,
        () -> {
          try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
            return path;
          }
        });
  }

  @Override
  public void syncFileSystem(Path path) throws IOException {
    named(
        path,
        () -> {
          libc.syncfs(OsString.of(path));
        });
  }

  @Override
  public long room(Path path) throws IOException {
    return Files.getFileStore(path).getUsableSpace();
  }
}
