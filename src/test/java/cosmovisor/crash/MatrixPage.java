package cosmovisor.crash;

import cosmovisor.crash.Fault.Failure;
import cosmovisor.crash.Fault.Kill;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/// `docs/CRASH_MATRIX.md`: what came of all trials, in tables.
record MatrixPage(List<Outcome> outcomes) {
  private static final String HEAD =
      """
      # The crash matrix

      Made by `CrashMatrixIT`, on the packaged image:

      ```sh
      ./mvnw verify -DskipUnitTests -Dit.test=CrashMatrixIT -Dcrash.all
      ```

      An upgrade of a chain, with a backup, an operator's script and a `pre-upgrade`, meets one fault: the
      supervisor gets SIGKILL behind its n-th system call, for every n from the moment the node is about to write
      `upgrade-info.json` until the new version has made blocks; or its n-th call of a name fails, for every n that
      any of its threads comes to. Then it is started again, as an init system does, at once and with nothing
      cleared up.

      A point is *recovered* if the node's own log, `/proc` and the disk say: the chain went on under the new
      version, each block by the right version and none twice; never two nodes, nor a `pre-upgrade` beside one;
      `current` led to a binary before every start; script, `pre-upgrade` and one whole backup, of the data as the
      old version left it, came before the new version; every end had one line of error and no stack trace; no file
      was left that an undisturbed upgrade doesn't leave.

      """;

  String text() {
    return HEAD + figures() + byVariant() + bySyscall() + reactions() + wrong() + window();
  }

  private String figures() {
    return """
    | Points tried | Recovered | Wrong |
    |---|---|---|
    | %d | %d | %d |

    The kills came behind %d different calls; %d of them were not exact: a call of another thread was done as well.

    """
        .formatted(
            outcomes.size(),
            count(Outcome::recovered),
            count(outcome -> !outcome.recovered()),
            outcomes.stream().filter(MatrixPage::kill).map(Outcome::point).distinct().count(),
            count(outcome -> !outcome.exact()));
  }

  private String byVariant() {
    return table(
        "By the kind of upgrade",
        "Upgrade with …",
        outcome -> outcome.variant().words(),
        Comparator.comparing(outcome -> outcome.variant()));
  }

  private String bySyscall() {
    return table(
        "By system call",
        "Call",
        outcome -> outcome.point().split(" ", 2)[0],
        Comparator.comparing(Outcome::point));
  }

  private String table(
      String title, String first, Function<Outcome, String> row, Comparator<Outcome> order) {
    StringBuilder text = new StringBuilder();
    text.append("## ").append(title).append("\n\n");
    text.append("| ").append(first).append(" | SIGKILL behind it | EIO | ENOSPC | wrong |\n");
    text.append("|---|---|---|---|---|\n");
    for (String name : outcomes.stream().sorted(order).map(row).distinct().toList()) {
      Predicate<Outcome> here = outcome -> row.apply(outcome).equals(name);
      text.append(
          "| %s | %d | %d | %d | %d |\n"
              .formatted(
                  name.equals("nothing") ? "none yet" : name,
                  count(here.and(MatrixPage::kill)),
                  count(here.and(failure("EIO"))),
                  count(here.and(failure("ENOSPC"))),
                  count(here.and(outcome -> !outcome.recovered()))));
    }
    return text.append('\n').toString();
  }

  private String reactions() {
    StringBuilder text = new StringBuilder("## What the supervisor did\n\n");
    text.append(
        "| Fault | It | Points | Most starts until the chain went on |\n|---|---|---|---|\n");
    for (String fault : List.of("SIGKILL", "EIO", "ENOSPC")) {
      Predicate<Outcome> here = outcome -> outcome.fault().toString().startsWith(fault);
      for (String reaction :
          outcomes.stream().filter(here).map(Outcome::reaction).distinct().sorted().toList()) {
        List<Outcome> these =
            outcomes.stream().filter(here.and(o -> o.reaction().equals(reaction))).toList();
        text.append(
            "| %s | %s | %d | %d |\n"
                .formatted(
                    fault,
                    reaction,
                    these.size(),
                    these.stream().mapToInt(Outcome::starts).max().orElse(0)));
      }
    }
    return text.append('\n').toString();
  }

  private String wrong() {
    List<String> lines = new ArrayList<>();
    outcomes.stream().filter(o -> !o.recovered()).forEach(o -> lines.add("- " + o + "\n"));
    return lines.isEmpty() ? "" : "## Wrong\n\n" + String.join("", lines) + "\n";
  }

  /// The kills of one variant, whose points are the calls of its window in their order.
  private String window() {
    StringBuilder text =
        new StringBuilder(
            "## The window, call by call\n\nOf an upgrade with %s. Killed behind:\n\n```\n"
                .formatted(Variant.STAYS.words()));
    outcomes.stream()
        .filter(MatrixPage::kill)
        .filter(outcome -> outcome.variant() == Variant.STAYS)
        .forEach(outcome -> text.append("%3d %s%n".formatted(outcome.done(), outcome.point())));
    return text.append("```\n").toString();
  }

  private static boolean kill(Outcome outcome) {
    return outcome.fault() instanceof Kill;
  }

  private static Predicate<Outcome> failure(String errno) {
    return outcome -> outcome.fault() instanceof Failure failure && failure.errno().equals(errno);
  }

  private long count(Predicate<Outcome> which) {
    return outcomes.stream().filter(which).count();
  }
}
