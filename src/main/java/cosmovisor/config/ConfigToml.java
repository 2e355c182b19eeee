package cosmovisor.config;

import cosmovisor.os.OsString;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/// A configuration as a file that sets everything, in the form in which the original writes it:
/// durations in nanoseconds, texts in single quotes.
public final class ConfigToml {
  private ConfigToml() {}

  /// The file's content; nothing if a name or path is not UTF-8, which TOML has to be.
  public static Optional<byte[]> render(Config config) {
    boolean isText =
        isText(config.home())
            && isText(config.backupFolder())
            && isText(config.name())
            && config.customPreUpgrade().stream().allMatch(ConfigToml::isText);
    if (!isText) {
      return Optional.empty();
    }
    var out = new StringBuilder();
    for (Setting setting : Setting.values()) {
      out.append(setting.key())
          .append(" = ")
          .append(value(setting, config.shown(setting)))
          .append('\n');
    }
    return Optional.of(out.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static boolean isText(Path path) {
    return isText(OsString.of(path));
  }

  private static boolean isText(OsString name) {
    return Arrays.equals(name.bytes(), OsString.of(name.text()).bytes());
  }

  private static String value(Setting setting, String shown) {
    return switch (setting.kind()) {
      case BOOLEAN, COUNT -> shown;
      case DURATION, INTERVAL -> Long.toString(GoDuration.parse(shown).orElseThrow().toNanos());
      case PATH,
          NAME,
          FILE_NAME,
          ADDRESS,
          SIZE,
          TIME_FORMAT,
          LOG_FORMAT,
          BACKUP_METHOD,
          FOLDER_NAMES ->
          quoted(shown);
    };
  }

  private static String quoted(String text) {
    if (text.chars().noneMatch(c -> c == '\'' || c < ' ' || c == 0x7f)) {
      return "'" + text + "'";
    }
    var out = new StringBuilder("\"");
    text.chars()
        .forEach(
            c ->
                out.append(
                    c == '"' || c == '\\'
                        ? "\\" + (char) c
                        : c < ' ' || c == 0x7f
                            ? "\\u%04X".formatted(c)
                            : String.valueOf((char) c)));
    return out.append('"').toString();
  }
}
