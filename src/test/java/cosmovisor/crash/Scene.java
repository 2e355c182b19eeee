package cosmovisor.crash;

import cosmovisor.fakechain.FakeChain;
import cosmovisor.fakechain.Pause;
import cosmovisor.fakechain.Supervision;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/// One home in the middle of an upgrade: the node of the old version stands at the height and waits
/// at a gate, its supervisor runs.
final class Scene implements AutoCloseable {
  /// Executed by the new version first.
  static final long HEIGHT = 3;

  /// When the new version has made blocks of its own, one upon the other.
  static final long BEHIND = HEIGHT + 2;

  static final Path IMAGE =
      Path.of(System.getProperty("cosmovisor.image", "target/cosmovisor")).toAbsolutePath();

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int WAL_BYTES = 300_000;

  private final Variant variant;
  private final Path folder;
  private final FakeChain chain;
  private final NodeWatch nodes;
  private final List<Path> outputs = new ArrayList<>();
  private Supervision supervision;

  /// @param folder that does not exist yet
  Scene(Variant variant, Path folder, Downloads downloads) throws Exception {
    this.variant = variant;
    this.folder = Files.createDirectories(folder);
    this.chain = FakeChain.create(folder.resolve("home"));
    variant.prepare(chain, HEIGHT, downloads.port(), downloads.archive());
    fillData();
    writeHook();
    nodes = new NodeWatch(gate());
    supervision = launch();
    Pause.until("the node is at its height", PATIENCE, () -> chain.data().blockHeight() == HEIGHT);
  }

  /// What a backup has to bring along: a file that takes more than one read, one that others may
  /// not read, a database whose table is linked, a folder with nothing in it, and a link.
  private void fillData() throws IOException {
    Path data = home().resolve("data");
    Files.createDirectories(data.resolve("cs.wal"));
    byte[] noise = new byte[WAL_BYTES];
    new Random(1).nextBytes(noise);
    Files.write(data.resolve("cs.wal/wal"), noise);
    Path database = Files.createDirectories(data.resolve("state.db"));
    for (String name : List.of("MANIFEST-000004", "000009.log", "000005.ldb", "CURRENT")) {
      Files.writeString(database.resolve(name), name + " of a database that nobody opens\n");
    }
    Path secret = Files.writeString(data.resolve("secret"), "for the owner's eyes\n");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    Files.createDirectories(data.resolve("snapshots"));
    Files.createSymbolicLink(data.resolve("latest"), Path.of("application.db/state"));
  }

  private void writeHook() throws IOException {
    Path hook = home().resolve("cosmovisor/hook.sh");
    Files.writeString(hook, "#!/bin/sh\necho \"$@\" >> " + hookLog() + "\n");
    Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Supervision launch() throws IOException {
    Path output = folder.resolve("out" + (outputs.size() + 1));
    outputs.add(output);
    Map<String, String> settings = new HashMap<>(variant.settings());
    settings.put("COSMOVISOR_CUSTOM_PREUPGRADE", "hook.sh");
    settings.put("DAEMON_POLL_INTERVAL", "50ms");
    return Supervision.start(
        IMAGE,
        chain,
        settings,
        Redirect.to(output.toFile()),
        List.of("run", "start", "--gate", gate().toString(), "--block-millis", "20"));
  }

  Variant variant() {
    return variant;
  }

  FakeChain chain() {
    return chain;
  }

  Path home() {
    return chain.folder();
  }

  NodeWatch nodes() {
    return nodes;
  }

  /// What the operator's script was called with, a line each time.
  Path hookLog() {
    return folder.resolve("hook.log");
  }

  private Path gate() {
    return folder.resolve("gate");
  }

  /// Lets the upgrade begin, now and after each start.
  void open() throws IOException {
    Files.createFile(gate());
  }

  Supervision supervision() {
    return supervision;
  }

  /// Starts the supervisor once more.
  void startAgain() throws IOException {
    supervision = launch();
  }

  /// What each start printed, the node's words among it.
  List<Path> outputs() {
    return List.copyOf(outputs);
  }

  long height() throws IOException {
    return chain.data().app().height();
  }

  @Override
  public void close() throws IOException {
    try {
      supervision.close();
    } finally {
      nodes.close();
    }
  }

  /// Removes all that there was.
  void remove() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
