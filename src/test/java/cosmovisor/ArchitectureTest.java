package cosmovisor;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The direction of dependency, as a table that fails the build.
final class ArchitectureTest {
  /// Package → what it may use of ours. The root package puts all together and may use anything.
  private static final Map<String, Set<String>> ALLOWED =
      Map.ofEntries(
          Map.entry("json", Set.of()),
          Map.entry("os", Set.of()),
          Map.entry("os.posix", Set.of("os")),
          Map.entry("plan", Set.of("json")),
          Map.entry("machine", Set.of("plan", "os")),
          Map.entry("config", Set.of("os")),
          Map.entry("home", Set.of("machine", "plan", "os")),
          Map.entry("backup", Set.of("json", "plan", "os")),
          Map.entry("hook", Set.of("os")),
          Map.entry("worker", Set.of("os")),
          Map.entry("fetch", Set.of("home", "json", "machine", "os", "plan", "worker")),
          Map.entry("watch", Set.of("json", "machine", "plan")),
          Map.entry("chain", Set.of("fetch", "json", "os", "plan", "watch", "worker")),
          Map.entry("journal", Set.of("json", "machine", "os", "plan")),
          Map.entry(
              "restore", Set.of("backup", "home", "journal", "json", "machine", "os", "plan")),
          Map.entry("notify", Set.of("config", "json", "machine", "os", "plan")),
          Map.entry(
              "supervisor",
              Set.of("backup", "fetch", "home", "hook", "journal", "machine", "os", "plan")),
          Map.entry(
              "cli",
              Set.of(
                  "backup", "chain", "config", "fetch", "home", "journal", "json", "machine",
                  "notify", "os", "plan", "restore", "watch", "worker")));

  /// What of the JDK the pure packages may use: values, no I/O, no clock, no thread.
  private static final List<String> PURE =
      List.of(
          "java.lang",
          "java.util",
          "java.time",
          "java.math",
          "java.nio.charset",
          "java.nio.ByteBuffer",
          "java.nio.CharBuffer",
          "java.nio.file.Path",
          "java.net.URI");

  /// Library → the one package that may open it. None of them is the resident supervisor's.
  private static final Map<String, String> LIBRARIES =
      Map.of(
          "org.apache.commons.compress", "fetch",
          "org.tukaani.xz", "fetch",
          "io.airlift.compress", "fetch",
          "okhttp3", "chain",
          "okio", "chain",
          "org.tomlj", "config",
          "picocli", "cli");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("cosmovisor");

  private static String room(JavaClass type) {
    String name = type.getPackageName();
    return name.equals("cosmovisor") ? "" : name.substring("cosmovisor.".length());
  }

  /// What each package uses of ours, from the code.
  private static Map<String, Set<String>> arrows() {
    Map<String, Set<String>> arrows = new TreeMap<>();
    for (JavaClass type : CLASSES) {
      Set<String> used = arrows.computeIfAbsent(room(type), _ -> new TreeSet<>());
      type.getDirectDependenciesFromSelf().stream()
          .map(dependency -> dependency.getTargetClass().getBaseComponentType())
          .filter(target -> target.getPackageName().startsWith("cosmovisor"))
          .map(ArchitectureTest::room)
          .filter(target -> !target.equals(room(type)))
          .forEach(used::add);
    }
    return arrows;
  }

  @Test
  void theTestSeesTheProduct() {
    assertThat(CLASSES.size()).isGreaterThan(120);
    assertThat(arrows().keySet()).containsAll(ALLOWED.keySet());
  }

  @Test
  void noPackageUsesAnotherThanItMay() {
    arrows()
        .forEach(
            (room, used) -> {
              if (!room.isEmpty()) {
                assertThat(ALLOWED).as("the table lists every package").containsKey(room);
                assertThat(ALLOWED.get(room)).as("what %s may use", room).containsAll(used);
              }
            });
  }

  @Test
  void thePurePackagesSeeValuesOnly() {
    for (JavaClass type : CLASSES) {
      if (Set.of("plan", "machine", "json").contains(room(type))) {
        assertThat(type.getDirectDependenciesFromSelf())
            .extracting(dependency -> dependency.getTargetClass().getBaseComponentType().getName())
            .filteredOn(name -> name.contains(".") && !name.startsWith("cosmovisor."))
            .filteredOn(name -> !name.startsWith("org.jspecify."))
            .as("%s", type.getName())
            .allMatch(name -> PURE.stream().anyMatch(name::startsWith))
            .noneMatch(
                name ->
                    name.startsWith("java.time.Clock")
                        || name.equals("java.lang.Thread")
                        || name.equals("java.lang.ProcessBuilder")
                        || name.startsWith("java.util.concurrent"));
      }
    }
  }

  @Test
  void nativeCodeIsCalledFromOneClassAndByAnother() {
    Set<String> users =
        CLASSES.stream()
            .filter(
                type ->
                    type.getDirectDependenciesFromSelf().stream()
                        .anyMatch(
                            dependency ->
                                dependency
                                    .getTargetClass()
                                    .getPackageName()
                                    .startsWith("java.lang.foreign")))
            .map(JavaClass::getSimpleName)
            .collect(Collectors.toSet());
    assertThat(users).containsExactlyInAnyOrder("FfmLibc", "Downcalls");
  }

  @Test
  void aLibraryIsOpenedInOnePackageOnly() {
    LIBRARIES.forEach(
        (library, room) -> {
          Set<String> users =
              CLASSES.stream()
                  .filter(
                      type ->
                          type.getDirectDependenciesFromSelf().stream()
                              .map(dependency -> dependency.getTargetClass().getPackageName())
                              .anyMatch(name -> name.startsWith(library)))
                  .map(ArchitectureTest::room)
                  .collect(Collectors.toSet());
          assertThat(users).as(library).containsExactly(room);
        });
  }

  @Test
  void everyForeignPackageIsInTheListOfLibraries() {
    assertThat(
            CLASSES.stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .map(
                    dependency ->
                        dependency.getTargetClass().getBaseComponentType().getPackageName())
                .filter(name -> !name.isEmpty() && !name.startsWith("cosmovisor"))
                .filter(name -> !name.matches("(javax?|jdk|sun|org\\.jspecify)\\b.*"))
                .collect(Collectors.toSet()))
        .allMatch(name -> LIBRARIES.keySet().stream().anyMatch(name::startsWith));
  }

  /// The picture in `docs/ARCHITECTURE.md` has exactly the arrows of the code.
  @Test
  void theArrowsInTheDocumentAreTheArrowsOfTheCode() throws IOException {
    String document = Files.readString(Path.of("docs/ARCHITECTURE.md"));
    Map<String, Set<String>> drawn = new TreeMap<>();
    for (String line : document.lines().toList()) {
      if (line.matches("\\| `[a-z.]+` \\|.*")) {
        String[] cells = line.split("\\|", -1);
        drawn.put(
            cells[1].replace("`", "").strip(),
            cells[2]
                .lines()
                .flatMap(cell -> List.of(cell.split(",", -1)).stream())
                .map(word -> word.replace("`", "").strip())
                .filter(word -> word.matches("[a-z.]+"))
                .collect(Collectors.toCollection(TreeSet::new)));
      }
    }
    Map<String, Set<String>> real = new TreeMap<>(arrows());
    real.remove("");
    assertThat(drawn).isEqualTo(real);
  }
}
