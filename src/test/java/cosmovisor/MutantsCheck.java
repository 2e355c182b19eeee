package cosmovisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/// Compares the mutants that no test has seen with those that `docs/MUTANTS.md` names. No `*Test`,
/// since there is something to compare behind a run of the mutants only: `./mvnw verify
/// -Pmutation`.
final class MutantsCheck {
  private static final Path REPORT = Path.of("target/pit-reports/mutations.xml");
  private static final Path TABLE = Path.of("docs/MUTANTS.md");

  /// A change of the code, by everything but the line, which moves.
  private record Mutant(String type, String method, String mutator, String description) {

    static Mutant ofReport(Element mutation) {
      return new Mutant(
          text(mutation, "mutatedClass").replace("cosmovisor.", ""),
          // A lambda is its method's: the compiler's numbers move as lines do.
          text(mutation, "mutatedMethod").replaceFirst("^lambda\\$(.*)\\$\\d+$", "$1"),
          text(mutation, "mutator").replaceFirst(".*\\.", "").replaceFirst("Mutator$", ""),
          text(mutation, "description").replaceFirst(" for cosmovisor/.*", ""));
    }

    static Mutant ofRow(String row) {
      String[] cells = row.substring(1).split("\\|", -1);
      return new Mutant(cell(cells[0]), cell(cells[1]), cell(cells[2]), cell(cells[3]));
    }

    private static String text(Element mutation, String name) {
      return mutation.getElementsByTagName(name).item(0).getTextContent();
    }

    private static String cell(String text) {
      return text.replace('`', ' ').strip();
    }
  }

  @Test
  void theMutantsThatLiveAreThoseThatHaveAName() throws Exception {
    assertThat(living()).containsExactlyInAnyOrderElementsOf(named());
  }

  @Test
  void thereWereMutantsOfBothPackages() throws Exception {
    assertThat(mutations().stream().map(Mutant::ofReport).map(Mutant::type))
        .hasSizeGreaterThan(200)
        .contains("machine.UpgradeMachine", "plan.BinaryUrl");
  }

  private static List<Mutant> living() throws Exception {
    return mutations().stream()
        .filter(mutation -> mutation.getAttribute("detected").equals("false"))
        .map(Mutant::ofReport)
        .toList();
  }

  private static List<Element> mutations() throws Exception {
    NodeList list =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(REPORT.toFile())
            .getElementsByTagName("mutation");
    return IntStream.range(0, list.getLength()).mapToObj(i -> (Element) list.item(i)).toList();
  }

  private static List<Mutant> named() throws IOException {
    return Files.readAllLines(TABLE).stream()
        .filter(line -> line.startsWith("| `"))
        .map(Mutant::ofRow)
        .toList();
  }
}
