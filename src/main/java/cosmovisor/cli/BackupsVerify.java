package cosmovisor.cli;

import cosmovisor.backup.Backups;
import cosmovisor.backup.Difference;
import cosmovisor.backup.Verdict;
import cosmovisor.backup.Verification;
import cosmovisor.cli.BackupsDesk.Entry;
import cosmovisor.json.Json;
import cosmovisor.json.Json.JsonArray;
import cosmovisor.json.Json.JsonObject;
import cosmovisor.json.Json.Member;
import cosmovisor.os.Failures;
import cosmovisor.os.UserError;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `backups verify`.
@Command(
    name = "verify",
    customSynopsis = "cosmovisor backups verify [backup | upgrade] [flags]",
    header = "Tell whether backups are still what was backed up",
    description = {
      "Compares every file with what was recorded when it was backed up: copied files by content,"
          + " files that share their blocks with the data by size. Names what is different, missing"
          + " or too much, and ends with 1 then. Without a name all backups are verified.",
      "",
      "Of a backup that somebody else took nothing was recorded: only whether its databases have"
          + " the files that they begin with can be told.",
    })
final class BackupsVerify implements OneShot {
  @Mixin private final OutputForm form = new OutputForm();

  @Parameters(paramLabel = "[backup | upgrade]", hidden = true)
  private List<String> words = List.of();

  /// What came of one.
  private record Result(Entry entry, Verdict verdict) {}

  @Override
  public int run(Call call) throws UserError {
    boolean isJson = form.isJson();
    if (words.size() > 1) {
      CobraWords.accepts(1, words);
    }
    BackupsDesk desk = BackupsDesk.of(call);
    List<Entry> entries = desk.named(words.stream().findFirst().map(Words::shown));
    List<Result> results = new ArrayList<>();
    for (Entry entry : entries) {
      Result result = new Result(entry, verify(call, entry));
      results.add(result);
      if (!isJson) {
        lines(result).forEach(desk.call()::say);
      }
    }
    boolean isGood = results.stream().allMatch(result -> result.verdict().isGood());
    if (isJson) {
      call.terminal().out(Json.writeIndented(json(desk, results, isGood)));
    } else if (entries.isEmpty()) {
      desk.call().say("There are no backups in " + desk.shownFolder());
    }
    return isGood ? 0 : 1;
  }

  private static Verdict verify(Call call, Entry entry) throws UserError {
    try (ProgressLine line =
        new ProgressLine(call.terminal(), call.workplace().clock(), "verifying " + entry.name())) {
      return new Verification(call.disk(), Backups.LANES).verify(entry.item().backup(), line::at);
    } catch (IOException failure) {
      throw new UserError(entry.name() + " can't be verified: " + Failures.line(failure));
    }
  }

  private static List<String> lines(Result result) {
    Verdict verdict = result.verdict();
    String what =
        result.entry().name()
            + result.entry().upgrade().map(upgrade -> " (before " + upgrade + ")").orElse("")
            + ": ";
    List<String> lines = new ArrayList<>();
    if (verdict.isGood()) {
      lines.add(what + good(verdict));
      return lines;
    }
    lines.add(
        "%s%,d %s"
            .formatted(what, verdict.count(), verdict.count() == 1 ? "difference" : "differences"));
    verdict.differences().forEach(difference -> lines.add("  " + difference.line()));
    long more = verdict.count() - verdict.differences().size();
    if (more > 0) {
      lines.add("  and %,d more".formatted(more));
    }
    return lines;
  }

  private static String good(Verdict verdict) {
    String size = "%,d files, %s".formatted(verdict.files(), HumanSize.of(verdict.bytes()));
    if (verdict.basis() == Verdict.Basis.STRUCTURE) {
      return "nothing was recorded when it was taken; its databases have what they begin with ("
          + size
          + ")";
    }
    long shared = verdict.bytes() - verdict.compared();
    return "as it was backed up ("
        + size
        + (shared > 0
            ? ", of which %s are shared with the data and were compared by size"
                .formatted(HumanSize.of(shared))
            : "")
        + ")";
  }

  private static JsonObject json(BackupsDesk desk, List<Result> results, boolean isGood) {
    return JsonObject.of(
        "folder",
        desk.shownFolder(),
        "good",
        isGood,
        "backups",
        new JsonArray(results.stream().<Json>map(BackupsVerify::json).toList()));
  }

  private static JsonObject json(Result result) {
    Verdict verdict = result.verdict();
    List<Member> members = new ArrayList<>(BackupsList.about(result.entry()));
    members.addAll(
        JsonObject.of(
                "good", verdict.isGood(),
                "recorded", verdict.basis() == Verdict.Basis.LIST,
                "files", verdict.files(),
                "bytes", verdict.bytes(),
                "compared", verdict.compared(),
                "count", verdict.count(),
                "differences",
                    new JsonArray(
                        verdict.differences().stream().<Json>map(BackupsVerify::json).toList()))
            .members());
    return new JsonObject(members);
  }

  private static JsonObject json(Difference difference) {
    return JsonObject.of("path", difference.path(), "how", difference.how());
  }
}
