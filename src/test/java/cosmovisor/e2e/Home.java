package cosmovisor.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/// A node's home in a folder of the test's own, and the way to start the image on it.
///
/// The environment is exactly what is set here: the standard one names the home and the node
/// (`app`), polls often and takes no backups.
final class Home {
  static final Path IMAGE =
      Path.of(System.getProperty("cosmovisor.image", "target/cosmovisor")).toAbsolutePath();

  private final Path folder;
  private final Path home;
  private final List<Cosmovisor> starts;
  private final Map<String, String> environment = new LinkedHashMap<>();
  private String program = IMAGE.resolve("bin/cosmovisor").toString();
  private Path workingFolder;
  private Path input = Path.of("/dev/null");

  private Home(Path folder, Path home, List<Cosmovisor> starts) {
    this.folder = folder;
    this.home = home;
    this.starts = starts;
    this.workingFolder = folder;
    set("PATH", "/usr/local/bin:/usr/bin:/bin");
    set("DAEMON_HOME", Bytes.of(home));
    set("DAEMON_NAME", "app");
    set("DAEMON_POLL_INTERVAL", "50ms");
    set("UNSAFE_SKIP_BACKUP", "true");
    makeFolder("data");
    makeFolder("cosmovisor");
  }

  static Home create() {
    try {
      Path folder = Files.createTempDirectory("cosmovisor-e2e").toRealPath();
      return new Home(folder, folder.resolve("home"), new ArrayList<>());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// Another home, named by these bytes, in the same test.
  Home named(String name) {
    return new Home(folder, Bytes.path(Bytes.of(folder) + "/" + name), starts);
  }

  // The surroundings

  Home set(String name, String value) {
    environment.put(name, value);
    return this;
  }

  Home unset(String name) {
    environment.remove(name);
    return this;
  }

  /// No variables at all.
  Home unsetAll() {
    environment.clear();
    return this;
  }

  /// What is set, as `NAME=value`.
  List<String> environment() {
    return environment.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
  }

  /// Starts the image by another name of its executable.
  Home program(String path) {
    program = path;
    return this;
  }

  /// Starts the image from this folder.
  Home from(Path working) {
    workingFolder = working;
    return this;
  }

  /// Stdin comes from this file.
  Home input(Path file) {
    input = file;
    return this;
  }

  // Files

  /// The test's folder, around the home.
  Path folder() {
    return folder;
  }

  /// A file or folder below the home.
  Path path(String below) {
    return Bytes.path(Bytes.of(home) + "/" + below);
  }

  Path makeFolder(String below) {
    try {
      return Files.createDirectories(path(below));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// Writes a file, with the folders above it.
  Path write(String below, String content) {
    try {
      Path file = path(below);
      Files.createDirectories(parent(file));
      return Files.write(file, Bytes.of(content));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// Puts a file there in one step, as a careful node does.
  void writeAtOnce(String below, String content) {
    Path next = write(below + ".next", content);
    try {
      Files.move(next, path(below), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  Path writeExecutable(String below, String content) {
    Path file = write(below, content);
    mode(file, "rwxr-xr-x");
    return file;
  }

  static void mode(Path file, String permissions) {
    try {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  String read(String below) {
    try {
      return Bytes.text(Files.readAllBytes(path(below)));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  boolean exists(String below) {
    return Files.exists(path(below), LinkOption.NOFOLLOW_LINKS);
  }

  /// The names in a folder, sorted.
  List<String> list(String below) {
    try (Stream<Path> names = Files.list(path(below))) {
      return names
          .map(Bytes::of)
          .map(name -> name.substring(name.lastIndexOf('/') + 1))
          .sorted()
          .toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  void link(String below, String target) {
    try {
      Files.createSymbolicLink(path(below), Path.of(target));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  void remove(String below) {
    try {
      Files.delete(path(below));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// The text of the `current` link.
  String current() {
    try {
      return Files.readSymbolicLink(path("cosmovisor/current")).toString();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  // Versions

  /// The node of the first version.
  Home genesis(String... lines) {
    writeExecutable("cosmovisor/genesis/bin/app", Node.node(lines));
    return this;
  }

  /// The node of a later version, in the folder of this name.
  Home version(String name, String... lines) {
    writeExecutable("cosmovisor/upgrades/" + name + "/bin/app", Node.node(lines));
    return this;
  }

  /// Puts a plan in place.
  Home plan(String name, long height) {
    writeAtOnce("data/upgrade-info.json", Node.json(name, height));
    return this;
  }

  /// The state behind an upgrade to this version.
  Home upgraded(String name, long height) {
    write("cosmovisor/upgrades/" + name + "/upgrade-info.json", Node.json(name, height));
    link("cosmovisor/current", "upgrades/" + name);
    return this;
  }

  // Starting

  /// Starts the image and waits for its end.
  Cosmovisor.Ended run(String... arguments) {
    return start(arguments).end();
  }

  /// Starts the image with these arguments.
  ///
  /// Through a script, since only a shell hands on bytes that are no text to a JVM.
  Cosmovisor start(String... arguments) {
    String number = Integer.toString(starts.size() + 1);
    var script =
        new StringBuilder(
            "cd " + Node.quoted(Bytes.of(workingFolder)) + "\nexec env -i --default-signal");
    environment().forEach(entry -> word(script, entry));
    word(script, program);
    Stream.of(arguments).forEach(argument -> word(script, argument));
    Path out = folder.resolve("out" + number);
    Path err = folder.resolve("err" + number);
    try {
      Path file = Files.write(folder.resolve("start" + number), Bytes.of(script + "\n"));
      Process process =
          new ProcessBuilder("/bin/sh", file.toString())
              .redirectInput(input.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      Cosmovisor start = new Cosmovisor(process, out, err);
      starts.add(start);
      return start;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void word(StringBuilder script, String word) {
    script.append(' ').append(Node.quoted(word));
  }

  // Afterwards

  /// Stops what runs, then looks for faults that no test has to look for by itself.
  void close() {
    try {
      starts.stream().filter(Cosmovisor::isAlive).forEach(start -> start.signal("TERM"));
      refuseProcesses();
      starts.forEach(Cosmovisor::refuseStackTraces);
    } finally {
      remove(folder);
    }
  }

  private void refuseProcesses() {
    if (!Patience.until(() -> processes().isEmpty())) {
      List<Long> left = processes();
      List<String> words = left.stream().map(Home::describe).toList();
      left.forEach(pid -> Cosmovisor.signal("KILL", pid));
      throw new AssertionError("left running: " + words + "\n" + starts);
    }
  }

  /// The pids of all processes that have to do with this test: started in its folders, or with its
  /// folders in their environment.
  List<Long> processes() {
    String marker = Bytes.of(folder);
    return ProcessHandle.allProcesses()
        .map(ProcessHandle::pid)
        .filter(pid -> pid != ProcessHandle.current().pid())
        .filter(pid -> environ(pid).contains(marker) || cwd(pid).startsWith(marker))
        .toList();
  }

  private static String environ(long pid) {
    try {
      return Bytes.text(Files.readAllBytes(Path.of("/proc/" + pid + "/environ")));
    } catch (IOException ended) {
      return "";
    }
  }

  private static String cwd(long pid) {
    try {
      return Bytes.of(Files.readSymbolicLink(Path.of("/proc/" + pid + "/cwd")));
    } catch (IOException ended) {
      return "";
    }
  }

  private static String describe(long pid) {
    try {
      String words = Bytes.text(Files.readAllBytes(Path.of("/proc/" + pid + "/cmdline")));
      return pid + " " + words.replace('\0', ' ');
    } catch (IOException ended) {
      return pid + " (ended by now)";
    }
  }

  private static void remove(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static Path parent(Path file) {
    return Objects.requireNonNull(file.getParent());
  }
}
