package cosmovisor.config;

import cosmovisor.os.Disk;
import cosmovisor.os.Failures;
import cosmovisor.os.OsString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

/// A configuration file: TOML, with the settings' keys in any letter case.
///
/// ```
/// daemon_name = 'simd'
/// daemon_poll_interval = 300000000   # nanoseconds, or '300ms'
/// ```
///
/// The one user of the TOML library, which is loaded only if there is such a file.
///
/// @param values what is set
/// @param problems for which the file can't be used
/// @param warnings what has no effect
record ConfigFile(Map<Setting, Given> values, List<String> problems, List<String> warnings) {
  private static final int MAX_BYTES = 1 << 20;
  private static final List<String> KEYS = Stream.of(Setting.values()).map(Setting::key).toList();

  /// Reads a file; whatever is wrong with it is among the problems.
  static ConfigFile read(Path file, Disk disk) {
    try {
      Optional<Disk.Facts> facts = disk.follow(file);
      if (facts.isEmpty()) {
        return broken("config not found: at " + shown(file) + " : no such file or directory");
      }
      if (facts.get().kind() == Disk.Kind.FOLDER) {
        return broken("failed to read config file: " + shown(file) + " is a directory");
      }
      byte[] content = disk.read(file, MAX_BYTES + 1);
      return content.length > MAX_BYTES
          ? broken("failed to read config file: " + shown(file) + " is larger than 1 MiB")
          : new Reader(file).read(parse(text(content)));
    } catch (ParserGaveUp _) {
      return broken("failed to read config file: " + shown(file) + " is far from being TOML");
    } catch (CharacterCodingException notText) {
      return broken("failed to read config file: " + shown(file) + " is not UTF-8 text");
    } catch (IOException failure) {
      return broken("failed to read config file: " + Raw.printable(Failures.line(failure)));
    }
  }

  /// The library's own failure: the file was too broken for it.
  private static final class ParserGaveUp extends Exception {
    private static final long serialVersionUID = 1L;

    ParserGaveUp(Throwable cause) {
      super(cause);
    }
  }

  /// As if it had no faults of its own: it goes on behind an error, and there some texts make it
  /// trip over an assertion or a null, and a text of ten thousand brackets over its stack.
  private static TomlParseResult parse(String text) throws ParserGaveUp {
    try {
      return Toml.parse(text);
    } catch (RuntimeException | AssertionError | StackOverflowError fault) {
      throw new ParserGaveUp(fault);
    }
  }

  private static ConfigFile broken(String problem) {
    return new ConfigFile(Map.of(), List.of(problem), List.of());
  }

  private static String text(byte[] content) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
  }

  private static String shown(Path file) {
    return Raw.printable(OsString.of(file).text());
  }

  /// Goes through a parsed file.
  private static final class Reader {
    private final Path file;
    private final Map<Setting, Given> values = new EnumMap<>(Setting.class);
    private final List<String> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    Reader(Path file) {
      this.file = file;
    }

    ConfigFile read(TomlParseResult toml) {
      for (TomlParseError error : toml.errors()) {
        problems.add(
            "failed to read config file: "
                + at(error.position().line())
                + Raw.printable(String.valueOf(error.getMessage()))
                + "; it has to be TOML, a line of key = value for each setting");
      }
      for (String key : toml.keySet()) {
        int line = Objects.requireNonNull(toml.inputPositionOf(List.of(key))).line();
        take(key, line, Objects.requireNonNull(toml.get(List.of(key))));
      }
      return new ConfigFile(values, List.copyOf(problems), List.copyOf(warnings));
    }

    private void take(String key, int line, Object value) {
      Optional<Setting> known =
          Stream.of(Setting.values()).filter(s -> s.key().equalsIgnoreCase(key)).findFirst();
      if (known.isEmpty()) {
        warnings.add(
            at(line)
                + "unknown key "
                + Raw.printable(key)
                + Nearest.of(key.toLowerCase(Locale.ROOT), KEYS)
                    .map(near -> ", did you mean " + near + "?")
                    .orElse(""));
        return;
      }
      Setting setting = known.get();
      Given given = new Given(setting, raw(value), new Origin.FromFile(file, line));
      if (values.put(setting, given) != null) {
        problems.add(at(line) + Raw.printable(key) + " is set twice: remove one of the two");
      }
    }

    private String at(int line) {
      return shown(file) + ":" + line + ": ";
    }

    private static Raw raw(Object value) {
      return switch (value) {
        case String text -> new Raw.Text(OsString.of(text));
        case Long number -> new Raw.Whole(number);
        case Boolean truth -> new Raw.Truth(truth);
        case Double number -> new Raw.Other("the number " + number);
        case TomlArray _ -> new Raw.Other("a list");
        case TomlTable _ -> new Raw.Other("a table");
        default -> new Raw.Other("a date or time");
      };
    }
  }
}
