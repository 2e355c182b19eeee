package cosmovisor.realchain;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// A real database, written to by a program of its own (`src/test/engines`) that kills itself in
/// the call to the disk that it is told.
enum Engine {
  GOLEVELDB,
  PEBBLE;

  private static final int KILLED = 128 + 9;

  static void build(Path folder) throws Exception {
    int status =
        new ProcessBuilder("src/test/engines/build.sh", folder.toString())
            .inheritIO()
            .start()
            .waitFor();
    if (status != 0) {
      throw new AssertionError("src/test/engines/build.sh ends with " + status);
    }
  }

  private String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Writes until the call that kills.
  ///
  /// @param calls 0: until everything is written
  void write(Path program, Path database, long seed, long calls) throws Exception {
    run(program, database, "write", Long.toString(seed), Long.toString(calls));
  }

  /// Makes a new manifest out of the tables, then writes.
  void recover(Path program, Path database, long seed, long calls) throws Exception {
    run(program, database, "recover", Long.toString(seed), Long.toString(calls));
  }

  /// Reads everything in it.
  ///
  /// @return how many keys
  long check(Path program, Path database) throws Exception {
    return Long.parseLong(run(program, database, "check").strip());
  }

  private String run(Path program, Path database, String what, String... numbers) throws Exception {
    Path out = Files.createTempFile("engine", ".out");
    try {
      List<String> words =
          Stream.concat(
                  Stream.of(program.toString(), what, word(), database.toString()),
                  Stream.of(numbers))
              .toList();
      int status =
          new ProcessBuilder(words)
              .redirectErrorStream(true)
              .redirectOutput(out.toFile())
              .start()
              .waitFor();
      String printed = Files.readString(out);
      if (status != 0 && status != KILLED) {
        throw new IOException(words + " ends with " + status + ": " + printed);
      }
      return printed;
    } finally {
      Files.delete(out);
    }
  }
}
