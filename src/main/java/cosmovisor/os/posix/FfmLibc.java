package cosmovisor.os.posix;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import cosmovisor.os.OsString;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/// [Libc] by downcalls. Sizes and numbers are glibc's and Linux's on 64-bit machines.
@SuppressWarnings("restricted") // this is the one class that is meant to
final class FfmLibc implements Libc {
  private static final int O_CLOEXEC = 0x80000;
  private static final int X_OK = 1;

  /// O_WRONLY, O_CREAT, O_EXCL, O_CLOEXEC.
  private static final int NEW_FILE = 1 | 0x40 | 0x80 | O_CLOEXEC;

  private static final int OWNER_ONLY = 0600;
  private static final long FICLONE = 0x4004_9409L;
  private static final int SIGSET_BYTES = 128;

  /// Room for `posix_spawnattr_t` (336) and `posix_spawn_file_actions_t` (80), which are opaque.
  private static final int OPAQUE_BYTES = 512;

  private static final short SPAWN_SETSIGMASK = 0x08;
  private static final int EINTR = 4;
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

  private static final int REGISTERS = 6;
  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final long ERRNO =
      STATE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));

  /// All calls go through this one shape. By the calling conventions of Linux on x86-64 and arm64
  /// an argument that is no floating-point number has a register of 64 bits to itself, a function
  /// reads as much of it as it declares, and does not see what it does not declare; the same holds
  /// for what comes back. A shape for each function would be tidier, and cost some two hundred
  /// classes spun at each start.
  private static final MethodHandle CALL =
      LINKER.downcallHandle(
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
          Linker.Option.captureCallState("errno"));

  /// What a function gave back.
  ///
  /// @param errno means something only where the function has failed
  private record Result(long wide, int errno) {
    /// The result of a function that returns an `int`.
    int value() {
      return (int) wide;
    }
  }

  @Override
  public int spawn(
      OsString executable,
      List<OsString> arguments,
      List<OsString> environment,
      OsString folder,
      int[] descriptors)
      throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      long actions = arena.allocate(OPAQUE_BYTES).address();
      long attributes = arena.allocate(OPAQUE_BYTES).address();
      call("posix_spawn_file_actions_init", actions);
      call("posix_spawnattr_init", attributes);
      try {
        redirect(actions, descriptors);
        call("posix_spawn_file_actions_addchdir_np", actions, text(arena, folder));
        call("posix_spawn_file_actions_addclosefrom_np", actions, descriptors.length);
        call("posix_spawnattr_setsigmask", attributes, arena.allocate(SIGSET_BYTES).address());
        call("posix_spawnattr_setflags", attributes, SPAWN_SETSIGMASK);
        MemorySegment pid = arena.allocate(JAVA_INT);
        int error =
            call(
                "posix_spawn",
                pid.address(),
                text(arena, executable),
                actions,
                attributes,
                vector(arena, arguments),
                vector(arena, environment));
        if (error != 0) {
          throw new IOException(executable.text() + ": " + message(error));
        }
        return pid.get(JAVA_INT, 0);
      } finally {
        call("posix_spawn_file_actions_destroy", actions);
        call("posix_spawnattr_destroy", attributes);
      }
    }
  }

  private static void redirect(long actions, int[] descriptors) {
    for (int i = 0; i < descriptors.length; i++) {
      call("posix_spawn_file_actions_adddup2", actions, descriptors[i], ASIDE + i);
    }
    for (int i = 0; i < descriptors.length; i++) {
      call("posix_spawn_file_actions_adddup2", actions, ASIDE + i, i);
    }
  }

  @Override
  public void awaitEnd(int pid) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment info = arena.allocate(SIGINFO_BYTES);
      uninterrupted("waitid", P_PID, pid, info.address(), WEXITED | WNOWAIT);
    }
  }

  @Override
  public int waitpid(int pid) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment status = arena.allocate(JAVA_INT);
      Result result = uninterrupted("waitpid", pid, status.address(), 0);
      if (result.value() != pid) {
        throw new AssertionError("waitpid " + pid + ": " + message(result.errno()));
      }
      return status.get(JAVA_INT, 0);
    }
  }

  @Override
  public void reapIfEnded(int pid) {
    call("waitpid", pid, 0, WNOHANG);
  }

  @Override
  public boolean kill(int pid, int signal) {
    return call("kill", pid, signal) == 0;
  }

  @Override
  public Info sigwait(List<Integer> signals) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment set = arena.allocate(SIGSET_BYTES);
      for (int signal : signals) {
        call("sigaddset", set.address(), signal);
      }
      MemorySegment info = arena.allocate(SIGINFO_BYTES);
      int signal;
      do {
        signal = call("sigwaitinfo", set.address(), info.address());
      } while (signal < 0);
      return new Info(signal, info.get(JAVA_INT, SI_CODE_OFFSET));
    }
  }

  @Override
  public OptionalInt awaitAnyEnd() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment info = arena.allocate(SIGINFO_BYTES);
      Result result = uninterrupted("waitid", P_ALL, 0, info.address(), WEXITED | WNOWAIT);
      return result.value() < 0
          ? OptionalInt.empty()
          : OptionalInt.of(info.get(JAVA_INT, SI_PID_OFFSET));
    }
  }

  @Override
  public int[] pipe() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment ends = arena.allocate(JAVA_INT, 2);
      checked("pipe2", ends.address(), O_CLOEXEC);
      return ends.toArray(JAVA_INT);
    }
  }

  @Override
  public int openNull() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      return checked("open", text(arena, OsString.of("/dev/null")), O_CLOEXEC);
    }
  }

  @Override
  public void writeByte(int descriptor) {
    try (Arena arena = Arena.ofConfined()) {
      call("write", descriptor, arena.allocate(1).address(), 1);
    }
  }

  @Override
  public void close(int descriptor) {
    call("close", descriptor);
  }

  @Override
  public boolean mayExecute(OsString path) {
    try (Arena arena = Arena.ofConfined()) {
      return call("access", text(arena, path), X_OK) == 0;
    }
  }

  @Override
  public void syncfs(OsString path) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      int descriptor = checked("open", text(arena, path), O_CLOEXEC);
      try {
        checked("syncfs", descriptor);
      } finally {
        close(descriptor);
      }
    }
  }

  @Override
  public void ficlone(OsString from, OsString to) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      int source = checked("open", text(arena, from), O_CLOEXEC);
      try {
        int target = checked("open", text(arena, to), NEW_FILE, OWNER_ONLY);
        try {
          checked("ioctl", target, FICLONE, source);
        } finally {
          close(target);
        }
      } finally {
        close(source);
      }
    }
  }

  @Override
  public boolean isTerminal(int descriptor) {
    return call("isatty", descriptor) == 1;
  }

  @Override
  public void exit(int status) {
    call("_exit", status);
  }

  private static int call(String name, long... arguments) {
    return result(name, arguments).value();
  }

  private static int checked(String name, long... arguments) throws IOException {
    Result result = result(name, arguments);
    if (result.value() < 0) {
      throw new IOException(name + ": " + message(result.errno()));
    }
    return result.value();
  }

  /// Again, when a signal came between.
  private static Result uninterrupted(String name, long... arguments) {
    Result result;
    do {
      result = result(name, arguments);
    } while (result.value() < 0 && result.errno() == EINTR);
    return result;
  }

  private static Result result(String name, long... arguments) {
    long[] all = Arrays.copyOf(arguments, REGISTERS);
    MemorySegment function = LINKER.defaultLookup().findOrThrow(name);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      long wide =
          (long) CALL.invokeExact(function, state, all[0], all[1], all[2], all[3], all[4], all[5]);
      return new Result(wide, state.get(JAVA_INT, ERRNO));
    } catch (Throwable impossible) {
      throw new AssertionError(impossible);
    }
  }

  /// strerror(3), in the words of the C library and not of the locale.
  private static String message(int error) {
    MemorySegment text = MemorySegment.ofAddress(result("strerror", error).wide());
    return text.reinterpret(1024).getString(0).toLowerCase(Locale.ROOT);
  }

  /// The address of a text that ends with NUL, valid as long as the arena is open.
  private static long text(SegmentAllocator arena, OsString text) {
    byte[] bytes = text.bytes();
    MemorySegment segment = arena.allocate(bytes.length + 1L);
    MemorySegment.copy(bytes, 0, segment, JAVA_BYTE, 0, bytes.length);
    return segment.address();
  }

  /// The address of an array of texts that ends with a null pointer.
  private static long vector(SegmentAllocator arena, List<OsString> texts) {
    MemorySegment vector = arena.allocate(JAVA_LONG, texts.size() + 1L);
    for (int i = 0; i < texts.size(); i++) {
      vector.setAtIndex(JAVA_LONG, i, text(arena, texts.get(i)));
    }
    return vector.address();
  }
}
