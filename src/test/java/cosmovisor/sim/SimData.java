package cosmovisor.sim;

import static java.nio.charset.StandardCharsets.UTF_8;

import cosmovisor.home.NodeHome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/// The data folder, as nodes know it.
///
/// ```
/// data/state                      the height that is committed, and by which version at most; certain
///      app.db/log                 written in place, never synced
///      priv_validator_state.json
///      upgrade-info.json
/// wasm/code-1                     contract code that a version has brought, beside the data
/// ```
///
/// @param disk of which the tree is taken anew each time, since a power cut replaces it
public record SimData(SimDisk disk, NodeHome home) {
  /// The folder beside the data.
  static final String CODE = "wasm";

  /// What is committed.
  public record Committed(long height, int version) {}

  void create() throws IOException {
    disk.tree().makeFolders(home.data().resolve("app.db"));
    disk.tree().write(home.data().resolve("priv_validator_state.json"), "{}".getBytes(UTF_8));
    disk.tree().write(log(), "genesis\n".getBytes(UTF_8));
    disk.tree().makeFolders(code());
    bringCode(0);
    commit(new Committed(0, 0));
  }

  private Path state() {
    return home.data().resolve("state");
  }

  private Path log() {
    return home.data().resolve("app.db/log");
  }

  Committed committed() throws IOException {
    return parse(disk.tree().read(state(), 100));
  }

  private static Committed parse(byte[] content) throws IOException {
    String[] words = new String(content, UTF_8).split(" ", -1);
    if (words.length != 2) {
      throw new IOException("the state is torn");
    }
    return new Committed(Long.parseLong(words[0]), Integer.parseInt(words[1]));
  }

  /// What a copy of the data has committed.
  public Committed committedIn(Path copy) throws IOException {
    return parse(disk.tree().read(copy.resolve("state"), 100));
  }

  /// Commits, so that no power cut takes it back.
  void commit(Committed next) throws IOException {
    SimTree tree = disk.tree();
    Path temporary = home.data().resolve("state.new");
    tree.write(temporary, (next.height() + " " + next.version()).getBytes(UTF_8));
    tree.sync(temporary);
    tree.rename(temporary, state());
    tree.sync(home.data());
  }

  /// Writes to the data base in place.
  void touch(String line) throws IOException {
    SimTree tree = disk.tree();
    byte[] old = tree.read(log(), 200);
    tree.write(log(), (line + "\n" + new String(old, UTF_8)).getBytes(UTF_8));
  }

  void mark(String name) throws IOException {
    disk.tree().write(home.data().resolve(name), name.getBytes(UTF_8));
  }

  /// Brings contract code.
  void bringCode(int version) throws IOException {
    disk.tree().write(code().resolve("code-" + version), ("code " + version).getBytes(UTF_8));
  }

  private Path code() {
    return home.home().resolve(CODE);
  }

  /// All that a backup is of, with contents.
  public Map<String, String> all() throws IOException {
    return both(home.data(), code());
  }

  /// All that a backup holds, with contents.
  public Map<String, String> allIn(Path backup) throws IOException {
    return both(backup, backup.resolveSibling("." + backup.getFileName() + ".also/" + CODE));
  }

  private Map<String, String> both(Path data, Path code) throws IOException {
    Map<String, String> all = all(data);
    collect(code, "../" + CODE + "/", all);
    return all;
  }

  /// Everything below a folder, with contents.
  public Map<String, String> all(Path folder) throws IOException {
    Map<String, String> all = new TreeMap<>();
    collect(folder, "", all);
    return all;
  }

  private void collect(Path folder, String prefix, Map<String, String> all) throws IOException {
    for (Path path : disk.tree().list(folder)) {
      String name = prefix + path.getFileName();
      switch (disk.tree().facts(path, false).orElseThrow().kind()) {
        case FOLDER -> collect(path, name + "/", all);
        case LINK -> all.put(name, "-> " + disk.tree().readLink(path));
        default -> all.put(name, new String(disk.tree().read(path, 10_000), UTF_8));
      }
    }
  }
}
