package cosmovisor.os.posix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

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
import java.lang.invoke.VarHandle;
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

  private static final Linker LINKER = Linker.nativeLinker();
  private static final Linker.Option WITH_ERRNO = Linker.Option.captureCallState("errno");
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private static MethodHandle handle(
      String name, FunctionDescriptor type, Linker.Option... options) {
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), type, options);
  }

  private static FunctionDescriptor ints(MemoryLayout... arguments) {
    return FunctionDescriptor.of(JAVA_INT, arguments);
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
      MemorySegment actions = arena.allocate(OPAQUE_BYTES);
      MemorySegment attributes = arena.allocate(OPAQUE_BYTES);
      call("posix_spawn_file_actions_init", ints(ADDRESS), actions);
      call("posix_spawnattr_init", ints(ADDRESS), attributes);
      try {
        redirect(actions, descriptors);
        call(
            "posix_spawn_file_actions_addchdir_np",
            ints(ADDRESS, ADDRESS),
            actions,
            text(arena, folder));
        call(
            "posix_spawn_file_actions_addclosefrom_np",
            ints(ADDRESS, JAVA_INT),
            actions,
            descriptors.length);
        call(
            "posix_spawnattr_setsigmask",
            ints(ADDRESS, ADDRESS),
            attributes,
            arena.allocate(SIGSET_BYTES));
        call("posix_spawnattr_setflags", ints(ADDRESS, JAVA_SHORT), attributes, SPAWN_SETSIGMASK);
        MemorySegment pid = arena.allocate(JAVA_INT);
        int error =
            call(
                "posix_spawn",
                ints(ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS),
                pid,
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
        call("posix_spawn_file_actions_destroy", ints(ADDRESS), actions);
        call("posix_spawnattr_destroy", ints(ADDRESS), attributes);
      }
    }
  }

  private static void redirect(MemorySegment actions, int[] descriptors) {
    FunctionDescriptor type = ints(ADDRESS, JAVA_INT, JAVA_INT);
    for (int i = 0; i < descriptors.length; i++) {
      call("posix_spawn_file_actions_adddup2", type, actions, descriptors[i], ASIDE + i);
    }
    for (int i = 0; i < descriptors.length; i++) {
      call("posix_spawn_file_actions_adddup2", type, actions, ASIDE + i, i);
    }
  }

  @Override
  public void awaitEnd(int pid) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment info = arena.allocate(SIGINFO_BYTES);
      MemorySegment state = arena.allocate(STATE);
      MethodHandle handle =
          handle("waitid", ints(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT), WITH_ERRNO);
      int result;
      do {
        result = (int) invoke(handle, state, P_PID, pid, info, WEXITED | WNOWAIT);
      } while (result < 0 && errno(state) == EINTR);
    }
  }

  @Override
  public int waitpid(int pid) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment status = arena.allocate(JAVA_INT);
      MemorySegment state = arena.allocate(STATE);
      MethodHandle handle = handle("waitpid", ints(JAVA_INT, ADDRESS, JAVA_INT), WITH_ERRNO);
      int result;
      do {
        result = (int) invoke(handle, state, pid, status, 0);
      } while (result < 0 && errno(state) == EINTR);
      if (result != pid) {
        throw new AssertionError("waitpid " + pid + ": " + message(errno(state)));
      }
      return status.get(JAVA_INT, 0);
    }
  }

  @Override
  public void reapIfEnded(int pid) {
    call("waitpid", ints(JAVA_INT, ADDRESS, JAVA_INT), pid, MemorySegment.NULL, WNOHANG);
  }

  @Override
  public boolean kill(int pid, int signal) {
    return call("kill", ints(JAVA_INT, JAVA_INT), pid, signal) == 0;
  }

  @Override
  public Info sigwait(List<Integer> signals) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment set = arena.allocate(SIGSET_BYTES);
      for (int signal : signals) {
        call("sigaddset", ints(ADDRESS, JAVA_INT), set, signal);
      }
      MemorySegment info = arena.allocate(SIGINFO_BYTES);
      int signal;
      do {
        signal = call("sigwaitinfo", ints(ADDRESS, ADDRESS), set, info);
      } while (signal < 0);
      return new Info(signal, info.get(JAVA_INT, SI_CODE_OFFSET));
    }
  }

  @Override
  public OptionalInt awaitAnyEnd() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment info = arena.allocate(SIGINFO_BYTES);
      MemorySegment state = arena.allocate(STATE);
      MethodHandle handle =
          handle("waitid", ints(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT), WITH_ERRNO);
      int result;
      do {
        result = (int) invoke(handle, state, P_ALL, 0, info, WEXITED | WNOWAIT);
      } while (result < 0 && errno(state) == EINTR);
      return result < 0 ? OptionalInt.empty() : OptionalInt.of(info.get(JAVA_INT, SI_PID_OFFSET));
    }
  }

  @Override
  public int[] pipe() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment ends = arena.allocate(JAVA_INT, 2);
      checked("pipe2", ints(ADDRESS, JAVA_INT), ends, O_CLOEXEC);
      return ends.toArray(JAVA_INT);
    }
  }

  @Override
  public int openNull() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      return checked(
          "open", ints(ADDRESS, JAVA_INT), text(arena, OsString.of("/dev/null")), O_CLOEXEC);
    }
  }

  @Override
  public void writeByte(int descriptor) {
    try (Arena arena = Arena.ofConfined()) {
      call("write", ints(JAVA_INT, ADDRESS, JAVA_LONG), descriptor, arena.allocate(1), 1L);
    }
  }

  @Override
  public void close(int descriptor) {
    call("close", ints(JAVA_INT), descriptor);
  }

  @Override
  public boolean mayExecute(OsString path) {
    try (Arena arena = Arena.ofConfined()) {
      return call("access", ints(ADDRESS, JAVA_INT), text(arena, path), X_OK) == 0;
    }
  }

  @Override
  public void syncfs(OsString path) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      int descriptor = checked("open", ints(ADDRESS, JAVA_INT), text(arena, path), O_CLOEXEC);
      try {
        checked("syncfs", ints(JAVA_INT), descriptor);
      } finally {
        close(descriptor);
      }
    }
  }

  @Override
  public void ficlone(OsString from, OsString to) throws IOException {
    FunctionDescriptor open = ints(ADDRESS, JAVA_INT, JAVA_INT);
    FunctionDescriptor ioctl = ints(JAVA_INT, JAVA_LONG, JAVA_INT);
    Linker.Option variadic = Linker.Option.firstVariadicArg(2);
    try (Arena arena = Arena.ofConfined()) {
      int source = checkedVariadic("open", open, variadic, text(arena, from), O_CLOEXEC, 0);
      try {
        int target = checkedVariadic("open", open, variadic, text(arena, to), NEW_FILE, OWNER_ONLY);
        try {
          checkedVariadic("ioctl", ioctl, variadic, target, FICLONE, source);
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
    return call("isatty", ints(JAVA_INT), descriptor) == 1;
  }

  @Override
  public void exit(int status) {
    invoke(handle("_exit", FunctionDescriptor.ofVoid(JAVA_INT)), status);
  }

  /// A call whose result, whatever its width, is an `int`.
  private static int call(String name, FunctionDescriptor type, Object... arguments) {
    return (int) invoke(handle(name, type), arguments);
  }

  private static int checked(String name, FunctionDescriptor type, Object... arguments)
      throws IOException {
    return checked(name, handle(name, type, WITH_ERRNO), arguments);
  }

  private static int checkedVariadic(
      String name, FunctionDescriptor type, Linker.Option variadic, Object... arguments)
      throws IOException {
    return checked(name, handle(name, type, WITH_ERRNO, variadic), arguments);
  }

  private static int checked(String name, MethodHandle handle, Object... arguments)
      throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      Object[] all = new Object[arguments.length + 1];
      all[0] = state;
      System.arraycopy(arguments, 0, all, 1, arguments.length);
      int result = (int) invoke(handle, all);
      if (result < 0) {
        throw new IOException(name + ": " + message(errno(state)));
      }
      return result;
    }
  }

  @SuppressWarnings("NullAway") // a void call answers null, and nobody looks
  private static Object invoke(MethodHandle handle, Object... arguments) {
    try {
      return handle.invokeWithArguments(arguments);
    } catch (Throwable impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static int errno(MemorySegment state) {
    return (int) ERRNO.get(state, 0L);
  }

  /// strerror(3), in the words of the C library and not of the locale.
  private static String message(int error) {
    MemorySegment text =
        (MemorySegment) invoke(handle("strerror", FunctionDescriptor.of(ADDRESS, JAVA_INT)), error);
    return text.reinterpret(1024).getString(0).toLowerCase(Locale.ROOT);
  }

  private static MemorySegment text(SegmentAllocator arena, OsString text) {
    byte[] bytes = text.bytes();
    MemorySegment segment = arena.allocate(bytes.length + 1L);
    MemorySegment.copy(bytes, 0, segment, JAVA_BYTE, 0, bytes.length);
    return segment;
  }

  private static MemorySegment vector(SegmentAllocator arena, List<OsString> texts) {
    MemorySegment vector = arena.allocate(ADDRESS, texts.size() + 1L);
    for (int i = 0; i < texts.size(); i++) {
      vector.setAtIndex(ADDRESS, i, text(arena, texts.get(i)));
    }
    return vector;
  }
}
