package cosmovisor.crash;

import cosmovisor.fakechain.AppState;
import cosmovisor.fakechain.ChainData;
import cosmovisor.fakechain.Sighting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Whether a backup is whole, and of the data as the old version left it.
record BackupCheck(Scene scene, Path backup) {

  List<String> findings() throws IOException {
    List<String> findings = new ArrayList<>();
    AppState app = new ChainData(backup).app();
    if (!app.equals(new AppState(Scene.HEIGHT - 1, List.of(AppState.GENESIS)))) {
      findings.add("the backup is of another state: " + app);
    }
    if (new ChainData(backup).commits().size() != Scene.HEIGHT - 1
        || !new ChainData(backup)
            .commits().stream().map(Sighting::version).allMatch(AppState.GENESIS::equals)) {
      findings.add("the backup's blocks are not those of the old version");
    }
    for (Path path : data()) {
      findings.addAll(compare(path));
    }
    Path manifest = backup.resolveSibling("." + backup.getFileName() + ".json");
    if (!Files.isRegularFile(manifest)) {
      findings.add("the backup has no manifest");
    }
    return findings;
  }

  /// All that lies in the data folder now; the database, which has gone on, aside, except that it
  /// must be there. What ends in `.new` is half a block of a node that was killed.
  private List<Path> data() throws IOException {
    try (Stream<Path> all = Files.walk(scene.home().resolve("data"))) {
      return all.filter(path -> !path.endsWith("CLOSED") && !path.toString().endsWith(".new"))
          .toList();
    }
  }

  private List<String> compare(Path path) throws IOException {
    String name = scene.home().resolve("data").relativize(path).toString();
    Path copy = backup.resolve(name);
    if (!Files.exists(copy, LinkOption.NOFOLLOW_LINKS)) {
      return List.of("the backup lacks " + name);
    }
    List<String> findings = new ArrayList<>();
    boolean goesOn = name.startsWith("application.db") || name.startsWith("blockstore.db");
    if (!goesOn
        && Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
        && Files.mismatch(path, copy) >= 0) {
      findings.add("the backup has another " + name);
    }
    if (!Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS)
        .equals(Files.getPosixFilePermissions(copy, LinkOption.NOFOLLOW_LINKS))) {
      findings.add("the backup has other permissions for " + name);
    }
    if (Files.isSymbolicLink(path)
        && !Files.readSymbolicLink(path).equals(Files.readSymbolicLink(copy))) {
      findings.add("the backup has another link for " + name);
    }
    return findings;
  }
}
