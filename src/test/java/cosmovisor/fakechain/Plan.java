package cosmovisor.fakechain;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// An upgrade that the chain has voted for: `height TAB name TAB info` in `plans.tsv`.
///
/// @param name of the upgrade, and of the version that can execute the block at its height
/// @param info what x/upgrade hands on to whoever installs binaries
public record Plan(String name, long height, String info) {
  private static final String FILE = "plans.tsv";

  public Plan {
    if (name.isEmpty() || (name + info).chars().anyMatch(c -> c == '\t' || c == '\n')) {
      throw new IllegalArgumentException("not for a line of tab-separated values: " + name);
    }
  }

  /// A plan that says where the version's binary lies. It runs on any machine, but plans name some.
  public static Plan fetched(String name, long height, String url) {
    String quoted = Text.quote(url);
    String info =
        "{\"binaries\":{\"linux/amd64\":%s,\"linux/arm64\":%s}}".formatted(quoted, quoted);
    return new Plan(name, height, info);
  }

  /// All plans of a home.
  static List<Plan> of(Path home) throws IOException {
    Path file = home.resolve(FILE);
    return Files.exists(file)
        ? Files.readAllLines(file).stream().map(Plan::parse).toList()
        : List.of();
  }

  /// Votes for it.
  void addTo(Path home) throws IOException {
    Files.writeString(
        home.resolve(FILE),
        height + "\t" + name + "\t" + info + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  private static Plan parse(String line) {
    String[] columns = line.split("\t", 3);
    return new Plan(columns[1], Long.parseLong(columns[0]), columns[2]);
  }

  /// The text that such a node ends with.
  String needed() {
    return "UPGRADE \"" + name + "\" NEEDED at height: " + height + ": " + info;
  }

  /// As x/upgrade writes it to `data/upgrade-info.json`.
  String json() {
    String start =
        "{\"name\":%s,\"time\":\"0001-01-01T00:00:00Z\",\"height\":%d"
            .formatted(Text.quote(name), height);
    return info.isEmpty() ? start + "}" : start + ",\"info\":" + Text.quote(info) + "}";
  }
}
