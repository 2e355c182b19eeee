package cosmovisor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import cosmovisor.e2e.Cosmovisor.Ended;
import cosmovisor.json.Json;
import cosmovisor.json.Json.JsonArray;
import cosmovisor.json.Json.JsonObject;
import cosmovisor.json.JsonException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `backups`: what there is, whether it still is what was backed up, and what of it may go.
@EndToEnd
final class BackupsCommandIT {

  /// A home behind its upgrades to v2 and v3, with a backup of each.
  private static Home upgraded(Home home) {
    home.unset("UNSAFE_SKIP_BACKUP")
        .genesis("echo first >$DAEMON_HOME/data/app.db/LOG", Node.plan("v2", 20), "exit 1")
        .version("v2", "echo second >$DAEMON_HOME/data/app.db/LOG", Node.plan("v3", 30), "exit 1")
        .version("v3", "echo v3 runs");
    home.write("data/app.db/CURRENT", "MANIFEST-000004\n");
    home.write("data/app.db/MANIFEST-000004", "manifest");
    home.write("data/app.db/000009.log", "the journal");
    home.write("data/app.db/000005.ldb", "a table");
    assertThat(home.run("run").out()).contains("v3 runs");
    assertThat(backups(home)).hasSize(2);
    return home;
  }

  private static List<String> backups(Home home) {
    return named(home, "data-backup-.*");
  }

  private static List<String> named(Home home, String pattern) {
    return home.list("").stream().filter(name -> name.matches(pattern)).toList();
  }

  private static JsonObject json(Ended end) throws JsonException {
    assertThat(end.err()).isEmpty();
    return (JsonObject) Json.parse(end.out().strip());
  }

  private static List<JsonObject> items(JsonObject object, String name) {
    return ((JsonArray) object.field(name).orElseThrow())
        .items().stream().map(JsonObject.class::cast).toList();
  }

  @Test
  void theyAreListedForPeopleAndForPrograms(Home home) throws JsonException {
    upgraded(home);
    home.write("data-backup-2020-1-2/upgrade-info.json", Node.json("v1", 10));
    home.write(".data-backup-2020-1-3.partial/x", "123");

    Ended table = home.run("backups", "list");

    assertThat(table.err()).isEmpty();
    assertThat(table.out().lines())
        .hasSize(5)
        .anyMatch(
            line -> line.matches("NAME +STATE +UPGRADE +HEIGHT +METHOD +FILES +SIZE +CREATED"))
        .anyMatch(line -> line.matches("data-backup-2020-1-2 +original +v1 +10 +- +1 .*2020-01-02"))
        .anyMatch(line -> line.matches(backups(home).get(1) + " +whole +v2 +20 +\\w+ +6 .*"))
        .anyMatch(line -> line.matches("\\.data-backup-2020-1-3\\.partial +partial +- .*"));
    List<JsonObject> items = items(json(home.run("backups", "list", "-o", "json")), "backups");
    assertThat(items).extracting(item -> item.text("name").orElse("")).containsAll(backups(home));
    JsonObject last = items.get(2);
    assertThat(last.text("state")).contains("whole");
    assertThat(last.text("upgrade")).contains("v3");
    assertThat(last.number("height")).contains(30L);
    assertThat(last.text("runs")).contains("upgrades/v2");
    assertThat(last.number("files")).contains(6L);
    assertThat(last.number("bytes").orElse(0L)).isPositive();
    assertThat(last.text("created").orElse("")).matches("\\d{4}-\\d\\d-\\d\\dT.*");
  }

  @Test
  void whereThereAreNoneThatIsSaid(Home home) throws JsonException {
    assertThat(home.run("backups", "list").out()).startsWith("There are no backups in ");
    assertThat(home.run("backups", "verify").status()).isZero();
    assertThat(items(json(home.run("backups", "list", "-o", "json")), "backups")).isEmpty();
    Ended end = home.run("backups", "verify", "v2");
    assertThat(end.err()).contains("there is no backup v2 in ");
    assertThat(end.status()).isEqualTo(1);
  }

  @Test
  void theyVerifyBesideARunningNodeAlsoWhenItHasWrittenOn(Home home) throws JsonException {
    upgraded(home)
        .version("v3", "echo more >>$DAEMON_HOME/data/app.db/000009.log; echo up", Node.STAY);
    Cosmovisor running = home.start("run").awaitOut("up");

    Ended end = home.run("backups", "verify");

    assertThat(end.err()).isEmpty();
    assertThat(end.status()).isZero();
    assertThat(end.out().lines()).hasSize(2).allMatch(line -> line.contains("as it was backed up"));
    JsonObject json = json(home.run("backups", "verify", "v2", "-o", "json"));
    assertThat(items(json, "backups"))
        .singleElement()
        .satisfies(item -> assertThat(item.text("name")).contains(backups(home).getFirst()));
    assertThat(running.isAlive()).isTrue();
    running.signal("TERM").end();
  }

  private static void assertNames(Home home, String difference) throws JsonException {
    String name = backups(home).getFirst();

    Ended end = home.run("backups", "verify", name);

    assertThat(end.out()).isEqualTo(name + " (before v2): 1 difference\n  " + difference + "\n");
    assertThat(end.status()).isEqualTo(1);
    Ended all = home.run("backups", "verify", "-o", "json");
    assertThat(all.status()).isEqualTo(1);
    List<JsonObject> results = items(json(all), "backups");
    assertThat(results.stream().map(result -> result.field("good").orElseThrow()))
        .containsExactly(new Json.JsonBool(false), new Json.JsonBool(true));
    JsonObject named = items(results.getFirst(), "differences").getFirst();
    assertThat(named.text("path").orElse("") + " " + named.text("how").orElse(""))
        .isEqualTo(difference);
  }

  @Test
  void aByteThatIsFlippedIsNamed(Home home) throws JsonException {
    upgraded(home).write(backups(home).getFirst() + "/app.db/000009.log", "the jOurnal");

    assertNames(home, "data/app.db/000009.log has another content");
  }

  @Test
  void aFileThatIsCutOffIsNamed(Home home) throws JsonException {
    upgraded(home).write(backups(home).getFirst() + "/app.db/000009.log", "the jou");

    assertNames(home, "data/app.db/000009.log had 11 bytes, and has 7");
  }

  @Test
  void aFileThatIsGoneIsNamed(Home home) throws JsonException {
    upgraded(home).remove(backups(home).getFirst() + "/app.db/000005.ldb");

    assertNames(home, "data/app.db/000005.ldb is missing");
  }

  @Test
  void aFileThatWasAddedIsNamed(Home home) throws JsonException {
    upgraded(home).write(backups(home).getFirst() + "/app.db/a b", "");

    assertNames(home, "data/app.db/a%20b was not in it when it was taken");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "copy 1 00000000 data/../../../etc/passwd",
        "copy 1 00000000 /etc/passwd",
        "\u001b[2J"
      })
  void aListThatLeadsElsewhereIsOneLine(String line, Home home) {
    upgraded(home);
    String list = "." + backups(home).getFirst() + ".files";
    home.write(list, "cosmovisor backup 1\n" + line + "\n");

    Ended end = home.run("backups", "verify", "v2");

    assertThat(end.out()).contains("  line 2 of " + list + " is none of a backup's\n");
    assertThat(end.out()).doesNotContain("\u001b");
    assertThat(end.status()).isEqualTo(1);
  }

  @Test
  void ofABackupOfTheOriginalsItIsSaidThatNothingWasRecorded(Home home) {
    upgraded(home);
    String name = backups(home).getFirst();
    home.remove("." + name + ".files");
    home.remove("." + name + ".json");

    assertThat(home.run("backups", "verify", name).out()).contains("nothing was recorded");
    home.remove(name + "/app.db/MANIFEST-000004");
    Ended end = home.run("backups", "verify", "v2");
    assertThat(end.out()).contains("data/app.db/MANIFEST-000004 is missing");
    assertThat(end.status()).isEqualTo(1);
  }

  @Test
  void pruneSaysWhatWouldGoAndAsksAndKeepsTheLast(Home home) {
    upgraded(home);
    List<String> both = backups(home);
    home.write("data-backup-mine/file", "");

    Ended dry = home.run("backups", "prune", "--keep", "1", "--dry-run");
    assertThat(dry.out()).startsWith(both.getFirst() + ": there are more").hasLineCount(1);
    Ended no = home.input(home.write("answer", "n\n")).run("backups", "prune", "--keep", "1");
    assertThat(no.out()).contains("Remove? [y/n]", "Nothing was changed.");
    assertThat(no.status()).isEqualTo(1);
    assertThat(backups(home)).containsAll(both);

    Ended end = home.run("backups", "prune", "--older-than", "1ns", "--yes");

    assertThat(end.err()).isEmpty();
    assertThat(end.out()).contains("Removed " + both.getFirst());
    assertThat(end.status()).isZero();
    assertThat(named(home, "\\.?data-backup-.*"))
        .containsExactly(
            "." + both.get(1) + ".files",
            "." + both.get(1) + ".json",
            both.get(1),
            "data-backup-mine");
    assertThat(home.run("backups", "verify", both.get(1)).status()).isZero();
  }

  @Test
  void pruneGoesBySettingsWhereNoFlagIsGiven(Home home) {
    upgraded(home);

    assertThat(home.run("backups", "prune", "--yes").out())
        .contains("neither a setting nor a flag");
    assertThat(backups(home)).hasSize(2);
    home.set("DAEMON_BACKUP_KEEP", "1");
    assertThat(home.run("backups", "prune", "--yes").out()).contains("Removed data-backup-");
    assertThat(backups(home)).hasSize(1);
    Ended end = home.run("backups", "prune", "--min-free", "900000TiB", "--yes");
    assertThat(end.out()).contains("Nothing is to be removed");
    assertThat(backups(home)).hasSize(1);
    assertThat(home.run("backups", "prune", "--min-free", "10").err()).contains("with its unit");
    assertThat(home.run("backups", "prune", "--older-than", "-1h").err()).contains("a duration");
    assertThat(home.run("backups", "prune", "--keep", "-1").err()).contains("0 or more");
  }

  @Test
  void aRemovalThatWasBrokenOffIsEnded(Home home) {
    upgraded(home);
    String name = backups(home).getFirst();
    assertThat(home.path(name).toFile().renameTo(home.path("." + name + ".removing").toFile()))
        .isTrue();

    assertThat(home.run("backups", "list").out()).contains("." + name + ".removing");
    assertThat(home.run("backups", "prune", "--yes").out())
        .contains("Removed ." + name + ".removing");
    assertThat(named(home, "\\." + name + "\\..*")).isEmpty();
  }

  @Test
  void oldBackupsMakeRoomBeforeTheNextUpgrade(Home home) {
    home.set("DAEMON_BACKUP_KEEP", "2");
    upgraded(home).version("v3", Node.plan("v4", 40), "exit 1").version("v4", "echo v4 runs");
    List<String> both = backups(home);

    Ended end = home.run("run");

    assertThat(end.out()).contains("v4 runs", "removed an old backup backup=" + both.getFirst());
    assertThat(end.out().indexOf("removed an old"))
        .isLessThan(end.out().indexOf("starting to take"));
    assertThat(backups(home)).hasSize(2).contains(both.get(1)).doesNotContain(both.getFirst());
    assertThat(home.run("backups", "list").out()).contains(" v3 ", " v4 ").doesNotContain(" v2 ");
  }

  @Test
  void withoutASettingNothingIsEverRemoved(Home home) {
    upgraded(home).version("v3", Node.plan("v4", 40), "exit 1").version("v4", "echo v4 runs");
    home.write("data-backup-2020-1-2/file", "");
    home.write(".data-backup-2020-1-3.removing/file", "");

    assertThat(home.run("run").out()).contains("v4 runs").doesNotContain("removed an old");
    assertThat(backups(home)).hasSize(4);
    assertThat(home.exists(".data-backup-2020-1-3.removing/file")).isTrue();
  }

  @Test
  void restoreIsARollbackToIt(Home home) {
    upgraded(home);

    assertThat(home.run("backups", "restore", "v2", "--dry-run").out())
        .contains(backups(home).getFirst(), "version  genesis");
    assertThat(home.run("backups", "restore").err()).contains("accepts 1 arg(s), received 0");
    assertThat(home.run("backups", "restore", "v9", "--yes").err()).contains("no backup v9");
    assertThat(home.current()).isEqualTo("upgrades/v3");
  }

  @Test
  void theGroupByItselfSaysWhatIsInIt(Home home) {
    Ended end = home.unsetAll().run("backups");

    assertThat(end.out()).contains("list", "verify", "prune", "restore");
    assertThat(end.status()).isZero();
    assertThat(home.run("help", "backups", "verify").out()).contains("--output");
    assertThat(home.run("backups", "lst").err())
        .startsWith("Error: unknown command \"lst\" for \"cosmovisor backups\"");
    assertThat(
            Stream.of("list", "verify").map(word -> home.run("backups", word, "-o", "xml").err()))
        .allMatch(err -> err.contains("it must be text or json"));
  }
}
