package cosmovisor.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// Writes `docs/SETTINGS.md` from the table of settings, and fails if the committed one differs. To
/// accept a change: `./mvnw test -Dtest=SettingsDocTest -Ddocs.update`.
final class SettingsDocTest {
  private static final Path DOC = Path.of("docs/SETTINGS.md");

  @Test
  void theDocumentIsTheTable() throws IOException {
    String expected = document();
    if (System.getProperty("docs.update") != null) {
      Files.writeString(DOC, expected);
    }
    assertThat(DOC).exists().hasContent(expected);
  }

  private static String document() {
    var out =
        new StringBuilder(
            """
            # Settings

            Made by `SettingsDocTest` from the table `Setting`; a build in which the two differ fails.

            A value is taken from the environment, else from the file that is named by
            `--cosmovisor-config`, else it is the default. Empty in the environment is the same as not set.
            No file is looked for by itself. `cosmovisor config` shows each value and where it comes from.

            The file is [TOML](https://toml.io); its keys are the variables' names in lower case. An unknown
            key is warned of, a value that does not fit is refused with its line.

            """);
    for (Setting setting : Setting.values()) {
      out.append("## `").append(setting).append("`\n\n").append(setting.doc()).append("\n\n");
      row(out, "In a file", "`" + setting.key() + "`");
      row(out, "Value", setting.kind().words());
      if (!setting.kind().fileWords().equals(setting.kind().words())) {
        row(out, "Value in a file", setting.kind().fileWords());
      }
      if (!setting.defaultValue().isEmpty()) {
        row(out, "Default", "`" + setting.defaultValue() + "`");
      }
      row(
          out,
          "Since",
          setting.since().isEmpty() ? "not in the original" : "the original's " + setting.since());
      out.append('\n');
    }
    return out.toString().strip() + "\n";
  }

  private static void row(StringBuilder out, String name, String value) {
    out.append("- ").append(name).append(": ").append(value).append('\n');
  }

  @Test
  void everySettingHasASentence() {
    for (Setting setting : Setting.values()) {
      assertThat(setting.doc()).as("%s", setting).endsWith(".");
    }
  }
}
