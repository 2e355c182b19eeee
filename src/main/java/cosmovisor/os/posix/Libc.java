package cosmovisor.os.posix;

import cosmovisor.os.OsString;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;

/// The calls of the C library that the JDK has no words for, a method for each manual page.
interface Libc {

  /// posix_spawn(3), with an empty signal mask and a working folder.
  ///
  /// @param descriptors the child's 0, 1, 2 and so on, as numbers of ours; it gets no others
  /// @return the child's pid
  int spawn(
      OsString executable,
      List<OsString> arguments,
      List<OsString> environment,
      OsString folder,
      int[] descriptors)
      throws IOException;

  /// waitid(2) with WNOWAIT: returns when the child has ended, which stays to be reaped.
  void awaitEnd(int pid);

  /// waitpid(2): the raw status of a child that has ended.
  int waitpid(int pid);

  /// waitpid(2) with WNOHANG: reaps a child if it has ended and nobody has reaped it yet.
  void reapIfEnded(int pid);

  /// kill(2); false if there is no such process, or it is not ours to signal.
  boolean kill(int pid, int signal);

  /// sigwaitinfo(2) on signals that are blocked in all threads.
  Info sigwait(List<Integer> signals);

  /// What siginfo_t says.
  ///
  /// @param code `si_code`: who sent it
  record Info(int signal, int code) {
    /// The kernel by itself.
    static final int SI_KERNEL = 0x80;
  }

  /// waitid(2) for any child, with WNOWAIT: the pid of one that has ended and is not reaped yet,
  /// waiting for one; nothing if there are no children.
  OptionalInt awaitAnyEnd();

  /// pipe2(2), both ends closed in children: {read, write}.
  int[] pipe() throws IOException;

  /// open(2) of `/dev/null` for reading, closed in children.
  int openNull() throws IOException;

  /// write(2) of one byte; nothing happens if nobody reads any more.
  void writeByte(int descriptor);

  /// close(2).
  void close(int descriptor);

  /// access(2) with X_OK: whether we may execute this file.
  boolean mayExecute(OsString path);

  /// syncfs(2) of the file system that holds this path.
  void syncfs(OsString path) throws IOException;

  /// ioctl(2) with FICLONE: a new file that shares the content of another, and has its attributes
  /// as by [#copyAttributes].
  void ficlone(OsString from, OsString to) throws IOException;

  /// statx(2) of one file, then fchown(2), fchmod(2) and futimens(2) of another: the owner where we
  /// may give files away, permissions, and the times of the last change and the last use.
  void copyAttributes(OsString from, OsString to) throws IOException;

  /// The same of a folder, without the times, and with the bits that say whose the files are that
  /// are made in it, and who may remove them.
  void copyPermissions(OsString from, OsString to) throws IOException;

  /// isatty(3).
  boolean isTerminal(int descriptor);

  /// _exit(2): ends this process at once; output must have been flushed.
  void exit(int status);
}
