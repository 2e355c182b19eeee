package cosmovisor.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A JSON value, read and written the way the Cosmos SDK's own Go programs do it.
///
/// The rules that a general library does not offer together, and that decide which upgrade runs:
/// names of fields match in any letter case, the last of several wins, a byte-order mark and text
/// behind the value are errors, and `<`, `>`, `&`, U+2028 and U+2029 are written as escapes.
public sealed interface Json {

  /// An object; its members in the order of the text, doubles included.
  record JsonObject(List<Member> members) implements Json {
    public JsonObject {
      members = List.copyOf(members);
    }

    /// An object from names and values in turn; a value is a `Json`, a text, a number or a boolean.
    public static JsonObject of(Object... namesAndValues) {
      var members = new ArrayList<Member>();
      for (int i = 0; i < namesAndValues.length; i += 2) {
        members.add(new Member((String) namesAndValues[i], Json.of(namesAndValues[i + 1])));
      }
      return new JsonObject(members);
    }

    /// The value under this name: an exact match before one in another letter case, the last of
    /// several.
    public Optional<Json> field(String name) {
      Optional<Json> found = Optional.empty();
      for (Member member : members) {
        if (member.name().equalsIgnoreCase(name)) {
          found = Optional.of(member.value());
        }
      }
      return found;
    }

    /// The text under this name, if there is a value and it is a text.
    public Optional<String> text(String name) {
      return field(name).map(value -> value instanceof JsonString string ? string.value() : null);
    }

    /// The whole number under this name, if there is one that fits a `long`.
    public Optional<Long> number(String name) {
      return field(name).map(value -> value instanceof JsonNumber number ? number.whole() : null);
    }

    /// The object under this name, if there is a value and it is an object.
    public Optional<JsonObject> object(String name) {
      return field(name).map(value -> value instanceof JsonObject object ? object : null);
    }
  }

  /// One name and its value.
  record Member(String name, Json value) {}

  /// An array.
  record JsonArray(List<Json> items) implements Json {
    public JsonArray {
      items = List.copyOf(items);
    }
  }

  /// A text.
  record JsonString(String value) implements Json {}

  /// A number, kept as its text: what it may be is for the reader of the field to say.
  record JsonNumber(String text) implements Json {

    /// This number if it is written as a whole one (`5`, not `5.0` or `5e0`) and fits, else null.
    @Nullable Long whole() {
      try {
        return Long.valueOf(text);
      } catch (NumberFormatException notWhole) {
        return null;
      }
    }
  }

  /// `true` or `false`.
  record JsonBool(boolean value) implements Json {}

  /// `null`.
  record JsonNull() implements Json {}

  /// The one value that `text` holds.
  ///
  /// @throws JsonException if the text is no JSON, goes on behind the value, or nests too deep
  static Json parse(String text) throws JsonException {
    return new JsonReader(text).whole();
  }

  /// One line of JSON, escaped so that it stays one line wherever it is put.
  static String write(Json value) {
    var out = new StringBuilder();
    JsonWriter.write(value, out);
    return out.toString();
  }

  /// JSON on several lines, each level indented by two blanks.
  static String writeIndented(Json value) {
    var out = new StringBuilder();
    JsonWriter.writeIndented(value, "\n", out);
    return out.toString();
  }

  private static Json of(Object value) {
    return switch (value) {
      case Json json -> json;
      case String text -> new JsonString(text);
      case Boolean truth -> new JsonBool(truth);
      case Number number -> new JsonNumber(number.toString());
      default -> throw new AssertionError("no JSON for " + value.getClass());
    };
  }
}
