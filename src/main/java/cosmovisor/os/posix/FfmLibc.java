package cosmovisor.os.posix;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import cosmovisor.os.OsString;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.OptionalInt;

/// [Libc] by downcalls. Sizes and numbers are glibc's and Linux's on 64-bit machines.
final class FfmLibc implements Libc {
  private static final int O_CLOEXEC = 0x80000;
  private static final int X_OK = 1;

  /// O_WRONLY, O_CREAT, O_EXCL, O_CLOEXEC.
  private static final int NEW_FILE = 1 | 0x40 | 0x80 | O_CLOEXEC;

  private static final int OWNER_ONLY = 0600;
  private static final long FICLONE = 0x4004_9409L;
  private static final int AT_EMPTY_PATH = 0x1000;
  private static final int STATX_BASIC_STATS = 0x7ff;
  private static final int STATX_BYTES = 256;
  private static final int STX_UID_OFFSET = 20;
  private static final int STX_GID_OFFSET = 24;
  private static final int STX_MODE_OFFSET = 28;
  private static final int STX_ATIME_OFFSET = 64;
  private static final int STX_MTIME_OFFSET = 112;
  private static final int TIMESPEC_BYTES = 16;
  private static final int PERMISSIONS = 0777;
  private static final int FOLDER_PERMISSIONS = 07777;
  private static final int UNCHANGED = -1;
  private static final int SIGSET_BYTES = 128;

  /// Room for `posix_spawnattr_t` (336) and `posix_spawn_file_actions_t` (80), which are opaque.
  private static final int OPAQUE_BYTES = 512;

  private static final short SPAWN_SETSIGMASK = 0x08;
  private static final int SIGINFO_BYTES = 128;
  private static final int SI_CODE_OFFSET = 8;
  private static final int SI_PID_OFFSET = 16;
  private static final int P_ALL = 0;
  private static final int P_PID = 1;
  private static final int WNOHANG = 1;
  private static final int WEXITED = 4;
  private static final int WNOWAIT = 0x0100_0000;

  /// The child's descriptors are put together at these numbers first, so that no copy onto 0, 1 or
  /// 2 overwrites one that is still to be copied.
  private static final int ASIDE = 200;

  @Override
  public int spawn(
      OsString executable,
      List<OsString> arguments,
      List<OsString> environment,
      OsString folder,
      int[] descriptors)
      throws IOException {
    try (Downcalls calls = new Downcalls()) {
      long actions = calls.room(OPAQUE_BYTES).address();
      long attributes = calls.room(OPAQUE_BYTES).address();
      calls.call("posix_spawn_file_actions_init", actions);
      calls.call("posix_spawnattr_init", attributes);
      try {
        redirect(calls, actions, descriptors);
        calls.call("posix_spawn_file_actions_addchdir_np", actions, calls.text(folder));
        calls.call("posix_spawn_file_actions_addclosefrom_np", actions, descriptors.length);
        calls.call("posix_spawnattr_setsigmask", attributes, calls.room(SIGSET_BYTES).address());
        calls.call("posix_spawnattr_setflags", attributes, SPAWN_SETSIGMASK);
        MemorySegment pid = calls.room(Integer.BYTES);
        int error =
            calls.call(
                "posix_spawn",
                pid.address(),
                calls.text(executable),
                actions,
                attributes,
                calls.vector(arguments),
                calls.vector(environment));
        if (error != 0) {
          throw new IOException(executable.text() + ": " + calls.message(error));
        }
        return pid.get(JAVA_INT, 0);
      } finally {
        calls.call("posix_spawn_file_actions_destroy", actions);
        calls.call("posix_spawnattr_destroy", attributes);
      }
    }
  }

  private static void redirect(Downcalls calls, long actions, int[] descriptors) {
    for (int i = 0; i < descriptors.length; i++) {
      calls.call("posix_spawn_file_actions_adddup2", actions, descriptors[i], ASIDE + i);
    }
    for (int i = 0; i < descriptors.length; i++) {
      calls.call("posix_spawn_file_actions_adddup2", actions, ASIDE + i, i);
    }
  }

  @Override
  public void awaitEnd(int pid) {
    try (Downcalls calls = new Downcalls()) {
      MemorySegment info = calls.room(SIGINFO_BYTES);
      calls.uninterrupted("waitid", P_PID, pid, info.address(), WEXITED | WNOWAIT);
    }
  }

  @Override
  public int waitpid(int pid) {
    try (Downcalls calls = new Downcalls()) {
      MemorySegment status = calls.room(Integer.BYTES);
      Downcalls.Result result = calls.uninterrupted("waitpid", pid, status.address(), 0);
      if (result.value() != pid) {
        throw new AssertionError("waitpid " + pid + ": " + calls.message(result.errno()));
      }
      return status.get(JAVA_INT, 0);
    }
  }

  @Override
  public void reapIfEnded(int pid) {
    try (Downcalls calls = new Downcalls()) {
      calls.call("waitpid", pid, 0, WNOHANG);
    }
  }

  @Override
  public boolean kill(int pid, int signal) {
    try (Downcalls calls = new Downcalls()) {
      return calls.call("kill", pid, signal) == 0;
    }
  }

  @Override
  public Info sigwait(List<Integer> signals) {
    try (Downcalls calls = new Downcalls()) {
      MemorySegment set = calls.room(SIGSET_BYTES);
      for (int signal : signals) {
        calls.call("sigaddset", set.address(), signal);
      }
      MemorySegment info = calls.room(SIGINFO_BYTES);
      int signal;
      do {
        signal = calls.call("sigwaitinfo", set.address(), info.address());
      } while (signal < 0);
      return new Info(signal, info.get(JAVA_INT, SI_CODE_OFFSET));
    }
  }

  @Override
  public OptionalInt awaitAnyEnd() {
    try (Downcalls calls = new Downcalls()) {
      MemorySegment info = calls.room(SIGINFO_BYTES);
      Downcalls.Result result =
          calls.uninterrupted("waitid", P_ALL, 0, info.address(), WEXITED | WNOWAIT);
      return result.value() < 0
          ? OptionalInt.empty()
          : OptionalInt.of(info.get(JAVA_INT, SI_PID_OFFSET));
    }
  }

  @Override
  public int[] pipe() throws IOException {
    try (Downcalls calls = new Downcalls()) {
      MemorySegment ends = calls.room(2 * Integer.BYTES);
      calls.checked("pipe2", ends.address(), O_CLOEXEC);
      return ends.toArray(JAVA_INT);
    }
  }

  @Override
  public int openNull() throws IOException {
    try (Downcalls calls = new Downcalls()) {
      return calls.checked("open", calls.text(OsString.of("/dev/null")), O_CLOEXEC);
    }
  }

  @Override
  public void writeByte(int descriptor) {
    try (Downcalls calls = new Downcalls()) {
      calls.call("write", descriptor, calls.room(1).address(), 1);
    }
  }

  @Override
  public void close(int descriptor) {
    try (Downcalls calls = new Downcalls()) {
      calls.call("close", descriptor);
    }
  }

  @Override
  public boolean mayExecute(OsString path) {
    try (Downcalls calls = new Downcalls()) {
      return calls.call("access", calls.text(path), X_OK) == 0;
    }
  }

  @Override
  public void syncfs(OsString path) throws IOException {
    try (Downcalls calls = new Downcalls()) {
      int descriptor = calls.checked("open", calls.text(path), O_CLOEXEC);
      try {
        calls.checked("syncfs", descriptor);
      } finally {
        close(descriptor);
      }
    }
  }

  @Override
  public void ficlone(OsString from, OsString to) throws IOException {
    withBoth(
        from,
        to,
        NEW_FILE,
        (calls, source, target) -> {
          calls.checked("ioctl", target, FICLONE, source);
          copyTimes(calls, copyOwner(calls, source, target, PERMISSIONS), target);
        });
  }

  @Override
  public void copyAttributes(OsString from, OsString to) throws IOException {
    withBoth(
        from,
        to,
        O_CLOEXEC,
        (calls, source, target) ->
            copyTimes(calls, copyOwner(calls, source, target, PERMISSIONS), target));
  }

  @Override
  public void copyPermissions(OsString from, OsString to) throws IOException {
    withBoth(
        from,
        to,
        O_CLOEXEC,
        (calls, source, target) -> copyOwner(calls, source, target, FOLDER_PERMISSIONS));
  }

  /// Something done from one open file to another.
  private interface Deed {
    void run(Downcalls calls, int source, int target) throws IOException;
  }

  private static void withBoth(OsString from, OsString to, int flags, Deed deed)
      throws IOException {
    try (Downcalls calls = new Downcalls()) {
      int source = calls.checked("open", calls.text(from), O_CLOEXEC);
      try {
        int target = calls.checked("open", calls.text(to), flags, OWNER_ONLY);
        try {
          deed.run(calls, source, target);
        } finally {
          calls.call("close", target);
        }
      } finally {
        calls.call("close", source);
      }
    }
  }

  /// @return what statx(2) says of the source
  private static MemorySegment copyOwner(Downcalls calls, int source, int target, int permissions)
      throws IOException {
    MemorySegment facts = calls.room(STATX_BYTES);
    long self = facts.address() + STATX_BYTES - 1; // an empty text
    calls.checked("statx", source, self, AT_EMPTY_PATH, STATX_BASIC_STATS, facts.address());
    // Who may not give a file away keeps it, as with any other copy.
    calls.call("fchown", target, UNCHANGED, facts.get(JAVA_INT, STX_GID_OFFSET));
    calls.call("fchown", target, facts.get(JAVA_INT, STX_UID_OFFSET), UNCHANGED);
    calls.checked("fchmod", target, facts.get(JAVA_SHORT, STX_MODE_OFFSET) & permissions);
    return facts;
  }

  private static void copyTimes(Downcalls calls, MemorySegment facts, int target)
      throws IOException {
    MemorySegment times = calls.room(2 * TIMESPEC_BYTES);
    MemorySegment.copy(facts, STX_ATIME_OFFSET, times, 0, TIMESPEC_BYTES);
    MemorySegment.copy(facts, STX_MTIME_OFFSET, times, TIMESPEC_BYTES, TIMESPEC_BYTES);
    calls.checked("futimens", target, times.address());
  }

  @Override
  public boolean isTerminal(int descriptor) {
    try (Downcalls calls = new Downcalls()) {
      return calls.call("isatty", descriptor) == 1;
    }
  }

  @Override
  public void exit(int status) {
    try (Downcalls calls = new Downcalls()) {
      calls.call("_exit", status);
    }
  }
}
