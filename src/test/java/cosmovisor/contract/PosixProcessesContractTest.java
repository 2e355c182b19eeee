package cosmovisor.contract;

import cosmovisor.os.Ambient;
import cosmovisor.os.Command;
import cosmovisor.os.Environment;
import cosmovisor.os.OsString;
import cosmovisor.os.Processes;
import cosmovisor.os.posix.Posix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

final class PosixProcessesContractTest implements ProcessesContract {
  private static final Path LAUNCHER = Path.of("src/main/image/launcher");

  /// The image's `lib`, as far as children need it.
  @TempDir private static Path lib;

  @TempDir private Path folder;
  private final Processes processes =
      new Posix()
          .processes(
              new Ambient(
                  List.of(OsString.of(lib.resolve("runtime/bin/java"))),
                  List.of(),
                  new Environment(List.of()),
                  lib,
                  "Linux",
                  System.getProperty("os.arch")));

  @BeforeAll
  static void buildGuard() throws IOException, InterruptedException {
    String processor = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
    int status =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                LAUNCHER.resolve("ElfFile.java").toString(),
                LAUNCHER.resolve("guard-" + processor + ".hex").toString(),
                lib.resolve("guard").toString())
            .inheritIO()
            .start()
            .waitFor();
    if (status != 0) {
      throw new AssertionError("the guard can't be built");
    }
  }

  @BeforeEach
  void theGuardIsThere() {
    if (!Files.isExecutable(lib.resolve("guard"))) {
      throw new AssertionError("these are the image's children, which pass through the guard");
    }
  }

  @Override
  public Processes processes() {
    return processes;
  }

  @Override
  public boolean isMarked() {
    return Files.exists(folder.resolve("mark"));
  }

  @Override
  public Command command(Act act, Command.Streams streams) throws IOException {
    Path program =
        switch (act) {
          case MISSING -> folder.resolve("missing");
          case NOT_EXECUTABLE -> script(act, "#!/bin/sh\n", "rw-r--r--");
          case NO_INTERPRETER -> script(act, "#!" + folder + "/none\n", "rwxr-xr-x");
          default -> script(act, "#!/bin/sh\n" + text(act) + "\n", "rwxr-xr-x");
        };
    return new Command(
        program,
        List.of(OsString.of(program)),
        new Environment(List.of(OsString.of("PATH=/usr/bin:/bin"))),
        folder,
        streams);
  }

  private Path script(Act act, String text, String permissions) throws IOException {
    Path file = Files.writeString(folder.resolve(act.name()), text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  private static String text(Act act) {
    return switch (act) {
      case EXIT_0 -> "exit 0";
      case EXIT_31 -> "exit 31";
      case EXIT_255 -> "exit 255";
      case PRINT -> "echo out; echo err >&2";
      case ECHO -> "read -r line; echo \"$line\"";
      case WAIT -> "exec sleep 600";
      case STUBBORN -> "trap '' TERM; echo ready; exec sleep 600";
      case MARK -> ": > mark";
      case MISSING, NOT_EXECUTABLE, NO_INTERPRETER -> "";
    };
  }
}
