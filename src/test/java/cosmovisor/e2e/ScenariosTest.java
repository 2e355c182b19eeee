package cosmovisor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/// Which of the observed behaviours of the original are tested, as a table for people:
/// `SCENARIOS.md`. After a change, `./mvnw test -Dtest=ScenariosTest -Dscenarios.write` writes it
/// anew.
final class ScenariosTest {
  private static final Path TABLE = Path.of("src/test/java/cosmovisor/e2e/SCENARIOS.md");

  /// Of the list, what concerns the commands and settings that there are.
  private static final List<Integer> LIST =
      Stream.of(span(1, 107), span(109, 136)).flatMapToInt(numbers -> numbers).boxed().toList();

  /// What of it is not there yet.
  private static final SortedMap<Integer, String> LATER = new TreeMap<>();

  static {
    LATER.put(96, "heights are read from the node's RPC, not from its `status` command");
  }

  private static IntStream span(int first, int last) {
    return IntStream.rangeClosed(first, last);
  }

  @Test
  void everyScenarioIsTestedOrPutOffForAReason() throws Exception {
    List<Integer> known =
        Stream.concat(tested().keySet().stream(), LATER.keySet().stream()).sorted().toList();

    assertThat(known).isEqualTo(LIST);
  }

  @Test
  void theTableIsWhatTheTestsSay() throws Exception {
    String table = table();
    if (System.getProperty("scenarios.write") != null) {
      Files.writeString(TABLE, table);
    }

    assertThat(Files.readString(TABLE)).isEqualTo(table);
  }

  private static String table() throws Exception {
    var table = new StringBuilder("# The original's behaviours, and the tests of ours\n");
    table.append("\nMade by `ScenariosTest`. The numbers are those of the list of behaviours that");
    table.append(" were observed of the original.\n\n| | Test |\n|---|---|\n");
    tested().forEach((number, tests) -> tests.forEach(test -> row(table, "" + number, test)));
    beyond().forEach(test -> row(table, "", test));
    table.append("\nNot tested yet:\n\n| | Reason |\n|---|---|\n");
    LATER.forEach((number, reason) -> row(table, "" + number, reason));
    return table.toString();
  }

  private static void row(StringBuilder table, String number, String text) {
    table.append("| ").append(number).append(" | ").append(text).append(" |\n");
  }

  /// The tests of each scenario.
  private static SortedMap<Integer, List<String>> tested() throws Exception {
    SortedMap<Integer, List<String>> tested = new TreeMap<>();
    for (Method test : tests()) {
      Scenario scenario = test.getAnnotation(Scenario.class);
      for (int number : scenario == null ? new int[0] : scenario.value()) {
        tested.computeIfAbsent(number, _ -> new ArrayList<>()).add(sentence(test));
      }
    }
    return tested;
  }

  /// The tests of what is on no list.
  private static List<String> beyond() throws Exception {
    return tests().stream()
        .filter(test -> !test.isAnnotationPresent(Scenario.class))
        .map(ScenariosTest::sentence)
        .toList();
  }

  private static List<Method> tests() throws IOException, ClassNotFoundException {
    List<Method> tests = new ArrayList<>();
    for (Class<?> type : classes()) {
      if (type.isAnnotationPresent(EndToEnd.class)) {
        Arrays.stream(type.getDeclaredMethods())
            .filter(ScenariosTest::isTest)
            .sorted(Comparator.comparing(Method::getName))
            .forEach(tests::add);
      }
    }
    return tests;
  }

  private static boolean isTest(Method method) {
    return method.isAnnotationPresent(Test.class)
        || method.isAnnotationPresent(ParameterizedTest.class);
  }

  private static List<Class<?>> classes() throws IOException, ClassNotFoundException {
    List<Class<?>> classes = new ArrayList<>();
    try (Stream<Path> files = Files.list(TABLE.resolveSibling(""))) {
      for (Path file : files.sorted().toList()) {
        String name = String.valueOf(file.getFileName());
        if (name.endsWith("IT.java")) {
          classes.add(Class.forName("cosmovisor.e2e." + name.replace(".java", "")));
        }
      }
    }
    return classes;
  }

  private static String sentence(Method test) {
    String words =
        test.getName()
            .replaceAll("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ")
            .toLowerCase(Locale.ROOT);
    return test.getDeclaringClass().getSimpleName() + ": " + words;
  }
}
