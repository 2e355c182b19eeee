package cosmovisor.crash;

import cosmovisor.fakechain.AppState;
import cosmovisor.fakechain.FakeChain;
import cosmovisor.fakechain.Sighting;
import cosmovisor.fakechain.Sighting.What;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Looks at a home after a trial, and at what the witnesses say. Each of its findings is a sentence
/// about something that should not be.
final class Judge {
  private static final Pattern TRACE =
      Pattern.compile("\\s+at [\\w.$/]+\\(.*\\)|Exception in thread .*|Caused by: .*|# A fatal .*");

  private final Scene scene;
  private final FakeChain chain;
  private final List<String> findings = new ArrayList<>();

  private Judge(Scene scene) {
    this.scene = scene;
    this.chain = scene.chain();
  }

  /// All that is wrong at the end.
  ///
  /// @param known names that may lie in the home; none if all may
  static List<String> examine(Scene scene, Set<String> known) throws IOException {
    Judge judge = new Judge(scene);
    judge.nodes();
    judge.blocks();
    judge.order();
    judge.versionInUse();
    judge.backup();
    judge.words();
    judge.leftovers(known);
    return judge.findings;
  }

  /// What is wrong with the link that the next start goes by.
  static List<String> currentLink(Scene scene) {
    Path binary = scene.home().resolve("cosmovisor/current/bin").resolve(FakeChain.DAEMON);
    return Files.isExecutable(binary) ? List.of() : List.of("current leads to no binary");
  }

  /// What is wrong with how the last start ended.
  static List<String> lastWords(Scene scene, int status) {
    try {
      long errors =
          lines(scene.outputs().getLast()).filter(line -> line.startsWith("Error: ")).count();
      boolean enough = status == 0 ? errors == 0 : errors == 1;
      return enough
          ? List.of()
          : List.of("it ended with %d and %d lines of error".formatted(status, errors));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static Stream<String> lines(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.ISO_8859_1).lines();
  }

  private void check(boolean so, String otherwise) {
    if (!so) {
      findings.add(otherwise);
    }
  }

  private void nodes() throws IOException {
    for (Sighting sighting : chain.witness()) {
      check(sighting.what() != What.DOUBLE, "a second node or pre-upgrade beside a node");
      check(sighting.what() != What.REFUSED, "the wrong version was started: " + sighting);
    }
    List<String> crowds = scene.nodes().crowds();
    check(crowds.isEmpty(), "two nodes in /proc at " + crowds.size() + " looks");
    check(scene.nodes().awake(), "nobody looked into /proc any more");
  }

  private void blocks() throws IOException {
    long next = 1;
    for (Sighting block : chain.data().commits()) {
      String right = block.height() < Scene.HEIGHT ? AppState.GENESIS : "v2";
      check(block.version().equals(right), "a block of the wrong version: " + block);
      check(block.height() == next, "block " + next + " is missing or doubled: " + block);
      next = block.height() + 1;
    }
    check(next > Scene.BEHIND, "the chain did not go on");
  }

  /// Backup, script and `pre-upgrade` come before the first start of the new version, and the old
  /// one never comes after that.
  private void order() throws IOException {
    List<Sighting> all = chain.witness();
    int first = indexOf(all, s -> s.what() == What.START && s.version().equals("v2"));
    int prepared = indexOf(all, s -> s.what() == What.PRE_UPGRADE && s.version().equals("v2"));
    check(prepared < first, "v2 was started without its pre-upgrade");
    check(
        all.subList(first, all.size()).stream().noneMatch(s -> s.version().equals("genesis")),
        "the old version was run behind the new one");
    check(
        Files.exists(scene.hookLog())
            && Files.readAllLines(scene.hookLog()).stream()
                .allMatch(line -> line.equals("v2 " + Scene.HEIGHT)),
        "the operator's script was not run as it should be");
  }

  private static int indexOf(List<Sighting> all, Predicate<Sighting> which) {
    return (int) all.stream().takeWhile(which.negate()).count();
  }

  private void versionInUse() throws IOException {
    check(chain.current().equals("upgrades/v2"), "current leads to " + chain.current());
    check(chain.appToml().equals("form = 'v2'"), "pre-upgrade's work is lost");
  }

  private void backup() throws IOException {
    List<Path> backups = chain.backups();
    check(backups.size() == 1, "there are " + backups.size() + " backups");
    if (!backups.isEmpty()) {
      new BackupCheck(scene, backups.getFirst()).findings().forEach(findings::add);
    }
  }

  private void words() throws IOException {
    for (Path output : scene.outputs()) {
      check(
          lines(output).noneMatch(line -> TRACE.matcher(line).matches()),
          "a stack trace in " + output.getFileName());
    }
  }

  private void leftovers(Set<String> known) throws IOException {
    if (!known.isEmpty()) {
      names(scene).stream()
          .filter(name -> !known.contains(name))
          .forEach(name -> findings.add("left behind: " + name));
    }
  }

  /// All names in the home that are not the node's own, in order; a day's date as `DAY`.
  static List<String> names(Scene scene) throws IOException {
    Path home = scene.home();
    try (Stream<Path> all = Files.walk(home)) {
      return all.map(path -> home.relativize(path).toString())
          .filter(name -> !name.startsWith("data/") && !name.matches("data-backup-[^/]*/.*"))
          .map(name -> name.replaceAll("data-backup-\\d+-\\d+-\\d+", "data-backup-DAY"))
          .sorted()
          .toList();
    }
  }
}
