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
  GOLEVELDB("engine", true),
  PEBBLE("engine", false),
  ROCKSDB("rocks", true),

  /// With options that cosmos-db leaves alone, other ones in each life. To recover it would end it:
  /// RocksDB's repair drops the files that hold the greater values, which is one of the options.
  ROCKSDB_TUNED("rocks", false);

  private static final int KILLED = 128 + 9;

  private final String program;
  private final boolean recovers;

  Engine(String program, boolean recovers) {
    this.program = program;
    this.recovers = recovers;
  }

  static void build(Path folder) throws Exception {
    for (String script : List.of("src/test/engines/build.sh", "src/test/engines/rocks/build.sh")) {
      int status = new ProcessBuilder(script, folder.toString()).inheritIO().start().waitFor();
      if (status != 0) {
        throw new AssertionError(script + " ends with " + status);
      }
    }
  }

  /// Whether it can make a new manifest out of the tables.
  boolean recovers() {
    return recovers;
  }

  private String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Writes until the call that kills.
  ///
  /// @param programs the folder that they were built in
  /// @param calls 0: until everything is written
  void write(Path programs, Path database, long seed, long calls) throws Exception {
    run(programs, database, "write", Long.toString(seed), Long.toString(calls));
  }

  /// Makes a new manifest out of the tables, then writes.
  void recover(Path programs, Path database, long seed, long calls) throws Exception {
    run(programs, database, "recover", Long.toString(seed), Long.toString(calls));
  }

  /// Reads everything in it.
  ///
  /// @return how many keys
  long check(Path programs, Path database) throws Exception {
    return Long.parseLong(run(programs, database, "check").strip());
  }

  private String run(Path programs, Path database, String what, String... numbers)
      throws Exception {
    Path out = Files.createTempFile("engine", ".out");
    try {
      List<String> words =
          Stream.concat(
                  Stream.of(
                      programs.resolve(program).toString(), what, word(), database.toString()),
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
