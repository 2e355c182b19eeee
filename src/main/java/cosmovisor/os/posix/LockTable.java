package cosmovisor.os.posix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// All locks that processes hold, as the kernel lists them in `/proc/locks`:
///
/// ```
/// 1: FLOCK  ADVISORY  WRITE 1234 08:01:655361 0 EOF
/// 2: POSIX  ADVISORY  WRITE 1235 00:1b:257 1073741824 1073741835
/// ```
///
/// Looked at rather than tried: goleveldb locks by flock(2), pebble and rocksdb by fcntl(2), and a
/// lock that we took for a moment could be in a starting node's way.
record LockTable(List<String> lines) {
  private static final Pattern LINE =
      Pattern.compile("\\d+: +\\w+ +\\w+ +\\w+ +(-?\\d+) +\\p{XDigit}+:\\p{XDigit}+:(\\d+) .*");

  static LockTable read() throws IOException {
    return new LockTable(Files.readAllLines(Path.of("/proc/locks")));
  }

  /// The pid of a holder. A device's number is not what stat(2) says on every file system, so a
  /// holder is known by the inode, and by having the file open.
  Optional<Long> holder(Path file) throws IOException {
    long inode = ((Number) Files.getAttribute(file, "unix:ino")).longValue();
    for (String line : lines) {
      Matcher lock = LINE.matcher(line);
      if (lock.matches() && Long.parseLong(lock.group(2)) == inode) {
        long pid = Long.parseLong(lock.group(1));
        if (mayHaveOpen(pid, file)) {
          return Optional.of(pid);
        }
      }
    }
    return Optional.empty();
  }

  /// Whether a process has a file open; one that we may not look into is taken to have.
  private static boolean mayHaveOpen(long pid, Path file) {
    try (var descriptors = Files.newDirectoryStream(Path.of("/proc/" + pid + "/fd"))) {
      for (Path descriptor : descriptors) {
        if (isSame(descriptor, file)) {
          return true;
        }
      }
      return false;
    } catch (IOException unknown) {
      return pid <= 0 || Files.exists(Path.of("/proc/" + pid));
    }
  }

  private static boolean isSame(Path descriptor, Path file) {
    try {
      return Files.isSameFile(descriptor, file);
    } catch (IOException closed) {
      return false;
    }
  }
}
