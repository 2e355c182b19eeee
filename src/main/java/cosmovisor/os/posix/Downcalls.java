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
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Some calls of the C library, and the memory that is handed to them, which is theirs until they
/// are closed. Of one thread.
@SuppressWarnings("restricted") // with FfmLibc the one class that is meant to
final class Downcalls implements AutoCloseable {
  private static final int EINTR = 4;
  private static final int REGISTERS = 6;
  private static final int MAX_MESSAGE_BYTES = 1024;
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

  /// Where the functions are that were called so far.
  private static final Map<String, MemorySegment> FUNCTIONS = new ConcurrentHashMap<>();

  private final Arena arena = Arena.ofConfined();
  private final MemorySegment state = arena.allocate(STATE);

  /// What a function gave back.
  ///
  /// @param errno means something only where the function has failed
  record Result(long wide, int errno) {
    /// The result of a function that returns an `int`.
    int value() {
      return (int) wide;
    }
  }

  /// Calls a function.
  Result result(String name, long... arguments) {
    long[] all = Arrays.copyOf(arguments, REGISTERS);
    try {
      long wide =
          (long)
              CALL.invokeExact(
                  function(name), state, all[0], all[1], all[2], all[3], all[4], all[5]);
      return new Result(wide, state.get(JAVA_INT, ERRNO));
    } catch (Throwable impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static MemorySegment function(String name) {
    MemorySegment known = FUNCTIONS.get(name);
    if (known == null) {
      known = LINKER.defaultLookup().findOrThrow(name);
      FUNCTIONS.put(name, known);
    }
    return known;
  }

  /// Calls a function that returns an `int`.
  int call(String name, long... arguments) {
    return result(name, arguments).value();
  }

  /// Calls a function that returns an `int`, less than 0 if it has failed.
  ///
  /// @throws IOException which one has failed, and why
  int checked(String name, long... arguments) throws IOException {
    Result result = result(name, arguments);
    if (result.value() < 0) {
      throw new IOException(name + ": " + message(result.errno()));
    }
    return result.value();
  }

  /// Calls a function again when a signal came between.
  Result uninterrupted(String name, long... arguments) {
    Result result;
    do {
      result = result(name, arguments);
    } while (result.value() < 0 && result.errno() == EINTR);
    return result;
  }

  /// strerror(3), in the words of the C library and not of the locale.
  String message(int error) {
    MemorySegment text = MemorySegment.ofAddress(result("strerror", error).wide());
    return text.reinterpret(MAX_MESSAGE_BYTES).getString(0).toLowerCase(Locale.ROOT);
  }

  /// Memory of zeros.
  MemorySegment room(long bytes) {
    return arena.allocate(bytes, Long.BYTES);
  }

  /// The address of a text that ends with NUL.
  long text(OsString text) {
    byte[] bytes = text.bytes();
    MemorySegment segment = arena.allocate(bytes.length + 1L);
    MemorySegment.copy(bytes, 0, segment, JAVA_BYTE, 0, bytes.length);
    return segment.address();
  }

  /// The address of an array of texts that ends with a null pointer.
  long vector(List<OsString> texts) {
    MemorySegment vector = arena.allocate(JAVA_LONG, texts.size() + 1L);
    for (int i = 0; i < texts.size(); i++) {
      vector.setAtIndex(JAVA_LONG, i, text(texts.get(i)));
    }
    return vector.address();
  }

  @Override
  public void close() {
    arena.close();
  }
}
