package cosmovisor.demo;

import cosmovisor.fakechain.ChainData;
import cosmovisor.fakechain.FakeBinary;
import cosmovisor.fakechain.FakeChain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What a person wants to know when all is over.
final class Summary {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.S", Locale.ROOT).withZone(ZoneId.systemDefault());

  private final FakeChain chain;
  private final Path root;

  /// @param root what paths are told from
  Summary(FakeChain chain, Path root) {
    this.chain = chain;
    this.root = root;
  }

  /// Its lines.
  List<String> lines() throws IOException {
    List<Reign> reigns = Reign.of(chain.data().commits());
    List<String> lines = new ArrayList<>();
    lines.add(row("version", "process", "blocks", "first block", "last block", "pause before it"));
    for (int i = 0; i < reigns.size(); i++) {
      Reign reign = reigns.get(i);
      String pause = i == 0 ? "" : seconds(reign.since(reigns.get(i - 1)));
      lines.add(row(reign, pause));
    }
    lines.add("");
    for (Path backup : chain.backups()) {
      lines.add(fact("backup", told(backup) + ", the data at height " + height(backup)));
    }
    lines.add(fact("current", "-> " + chain.current()));
    lines.add(fact("fetched", told(chain.binary("v3"))));
    lines.add(fact("", "sha256:" + FakeBinary.sha256(Files.readAllBytes(chain.binary("v3")))));
    lines.add(fact("app.toml", chain.appToml()));
    lines.add(fact("witness", told(chain.folder().resolve("witness.log"))));
    return lines;
  }

  private String told(Path path) {
    return root.relativize(path).toString();
  }

  private static long height(Path backup) throws IOException {
    return new ChainData(backup).app().height();
  }

  private static String fact(String name, String value) {
    return "%-10s %s".formatted(name, value);
  }

  private static String row(Reign reign, String pause) {
    return row(
        reign.version(),
        Long.toString(reign.first().pid()),
        "%d - %d".formatted(reign.first().height(), reign.last().height()),
        time(reign.first().time()),
        time(reign.last().time()),
        pause);
  }

  private static String row(
      String version, String pid, String blocks, String from, String to, String pause) {
    return "%-8s %8s   %-8s %-12s %-12s %s"
        .formatted(version, pid, blocks, from, to, pause)
        .stripTrailing();
  }

  private static String time(Instant time) {
    return TIME.format(time);
  }

  static String seconds(Duration length) {
    return String.format(Locale.ROOT, "%.1f s", length.toMillis() / 1000.0);
  }
}
