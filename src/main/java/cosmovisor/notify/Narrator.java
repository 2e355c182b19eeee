package cosmovisor.notify;

import cosmovisor.config.Config.LogStyle;
import cosmovisor.config.TimeFormat;
import cosmovisor.json.Json;
import cosmovisor.machine.Notice;
import cosmovisor.os.OsString;
import cosmovisor.os.Terminal;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Tells the operator, in the original's form of line:
///
/// ```
/// 3:04PM INF running app args=["start"] module=cosmovisor path=/…
/// ```
///
/// or, for a machine, as one JSON object a line:
///
/// ```
/// {"time":"2006-01-02T15:04:05Z","level":"info","message":"running app","module":"cosmovisor",…}
/// ```
///
/// A value that could break the line, or a terminal, is quoted with escapes: much of it comes from
/// a chain.
public final class Narrator {
  private static final int GREY = 90;
  private static final int RED = 31;
  private static final int GREEN = 32;
  private static final int YELLOW = 33;
  private static final int CYAN = 36;
  private static final int BOLD = 1;

  private final Terminal terminal;
  private final LogStyle style;
  private final InstantSource clock;
  private final Sentences sentences;
  private final boolean color;

  /// @param app the name of the node's binary
  public Narrator(Terminal terminal, LogStyle style, InstantSource clock, OsString app) {
    this.terminal = terminal;
    this.style = style;
    this.clock = clock;
    this.sentences = new Sentences(app);
    this.color =
        switch (style.color()) {
          case NOWHERE -> false;
          case ON_TERMINALS -> terminal.outIsTerminal();
          case EVERYWHERE -> true;
        };
  }

  /// Prints a notice as a line on stdout.
  public void say(Notice notice) {
    print(sentences.of(notice));
  }

  /// Prints what a command has done as a line on stdout.
  public void say(Deed deed) {
    print(Sentences.of(deed));
  }

  private void print(LogLine line) {
    if (!style.silent()) {
      terminal.out(
          switch (style.format()) {
            case CONSOLE -> console(line);
            case JSON -> json(line);
          });
    }
  }

  private String json(LogLine line) {
    List<Json.Member> members = new ArrayList<>();
    members.add(new Json.Member("time", text(TimeFormat.RFC3339.print(now()))));
    members.add(new Json.Member("level", text(word(line.level()))));
    members.add(new Json.Member("message", text(line.message())));
    members.add(new Json.Member("module", text("cosmovisor")));
    line.fields()
        .forEach(
            (name, value) ->
                members.add(
                    new Json.Member(
                        name,
                        switch (value) {
                          case LogLine.Raw raw -> raw.json();
                          case Number number -> new Json.JsonNumber(number.toString());
                          default -> text(value.toString());
                        })));
    return Json.write(new Json.JsonObject(members));
  }

  private static Json text(String text) {
    return new Json.JsonString(text);
  }

  private static String word(LogLine.Level level) {
    return switch (level) {
      case INF -> "info";
      case WRN -> "warn";
      case ERR -> "error";
    };
  }

  private ZonedDateTime now() {
    return clock.instant().atZone(ZoneId.systemDefault());
  }

  private String console(LogLine line) {
    var out = new StringBuilder();
    if (style.time() != TimeFormat.NONE) {
      out.append(paint(style.time().print(now()), GREY)).append(' ');
    }
    out.append(paint(line.level().name(), color(line.level()))).append(' ');
    out.append(paint(line.message().replaceAll("\\p{Cntrl}", "?"), BOLD));
    Map<String, Object> fields = line.fields();
    if (fields.containsKey("error")) {
      field(out, "error", fields.get("error"));
    }
    fields.put("module", "cosmovisor");
    fields.forEach(
        (name, value) -> {
          if (!name.equals("error")) {
            field(out, name, value);
          }
        });
    return out.toString();
  }

  private void field(StringBuilder out, String name, @Nullable Object value) {
    String shown =
        switch (value) {
          case LogLine.Raw raw -> Json.write(raw.json());
          case String text -> GoQuote.where(text);
          case null -> "";
          default -> value.toString();
        };
    String label = GoQuote.where(name) + "=";
    out.append(' ').append(paint(label, CYAN));
    out.append(name.equals("error") ? paint(shown, RED) : shown);
  }

  private static int color(LogLine.Level level) {
    return switch (level) {
      case INF -> GREEN;
      case WRN -> YELLOW;
      case ERR -> RED;
    };
  }

  private String paint(String text, int code) {
    return color ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
