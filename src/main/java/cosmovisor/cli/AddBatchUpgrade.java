package cosmovisor.cli;

import cosmovisor.os.Failures;
import cosmovisor.os.OsString;
import cosmovisor.os.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `add-batch-upgrade`.
@Command(
    name = "add-batch-upgrade",
    customSynopsis = {
      "cosmovisor add-batch-upgrade --upgrade-file <file> [flags]",
      "cosmovisor add-batch-upgrade --upgrade-list <name:path:height>,... [flags]"
    },
    header = "Add several upgrades' binaries and the heights to switch to them",
    description =
        "Copies the executables to upgrades/<name>/bin, replacing what is there, and puts the"
            + " upgrades on the schedule, data/upgrade-info.json.batch. Either all is right, or"
            + " nothing is written.")
final class AddBatchUpgrade implements OneShot {
  private static final int MAX_BYTES = 1 << 20;

  @Option(
      names = "--upgrade-file",
      paramLabel = "<file>",
      description = "a CSV file: a line of name, path to executable, height for each upgrade")
  private String file = "";

  @Option(
      names = "--upgrade-list",
      paramLabel = "<name:path:height>,...",
      description = "the upgrades themselves")
  private List<String> lists = List.of();

  @Option(
      names = "--force",
      arity = "0..1",
      fallbackValue = "true",
      paramLabel = "true|false",
      hideParamSyntax = true,
      description = "replace plans on the schedule of the same names")
  private boolean force;

  @Override
  public int run(Call call) throws UserError {
    boolean listed = lists.stream().anyMatch(list -> !list.isEmpty());
    if (!file.isEmpty() && listed) {
      throw new UserError(
          "if any flags in the group [upgrade-file upgrade-list] are set none of the others can be;"
              + " [upgrade-file upgrade-list] were all set");
    }
    if (file.isEmpty() && !listed) {
      throw new UserError("either --upgrade-file or --upgrade-list must be provided");
    }
    List<Scheduling.Wish> wishes = new ArrayList<>();
    for (List<String> fields : file.isEmpty() ? ofLists() : ofFile(call)) {
      wishes.add(wish(fields, wishes.size()));
    }
    return new Scheduling(call).add(wishes, true, force);
  }

  private List<List<String>> ofLists() throws UserError {
    List<List<String>> upgrades = new ArrayList<>();
    for (String list : lists) {
      try {
        for (List<String> elements : Csv.parse(list)) {
          elements.forEach(element -> upgrades.add(List.of(element.split(":", -1))));
        }
      } catch (Csv.Malformed malformed) {
        throw new UserError("invalid argument for \"--upgrade-list\" flag: " + malformed.line());
      }
    }
    return upgrades;
  }

  private List<List<String>> ofFile(Call call) throws UserError {
    OsString name = Words.bytes(file);
    try {
      byte[] content = call.disk().read(call.path(name), MAX_BYTES + 1);
      if (content.length > MAX_BYTES) {
        throw new UserError("error parsing upgrade CSV file " + name + ": it is larger than 1 MiB");
      }
      return Csv.parse(new String(content, StandardCharsets.ISO_8859_1));
    } catch (Csv.Malformed malformed) {
      throw new UserError("error parsing upgrade CSV file " + name + ": " + malformed.line());
    } catch (IOException failure) {
      throw new UserError("error opening upgrade CSV file " + name + ": " + Failures.line(failure));
    }
  }

  private static Scheduling.Wish wish(List<String> fields, int position) throws UserError {
    if (fields.size() != 3) {
      throw new UserError(
          "argument at position %d ([%s]) is invalid: it must be name, path and height"
              .formatted(position, Words.shown(String.join(" ", fields))));
    }
    String height = fields.get(2).strip();
    if (!height.matches("\\+?\\d{1,18}") || Long.parseLong(height) == 0) {
      throw new UserError(
          "upgrade height at position %d (%s) is invalid: it must be a whole number greater than 0"
              .formatted(position, Words.shown(height)));
    }
    return new Scheduling.Wish(fields.get(0), fields.get(1), Long.parseLong(height));
  }
}
