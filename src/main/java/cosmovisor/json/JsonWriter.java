package cosmovisor.json;

import cosmovisor.json.Json.JsonArray;
import cosmovisor.json.Json.JsonBool;
import cosmovisor.json.Json.JsonNull;
import cosmovisor.json.Json.JsonNumber;
import cosmovisor.json.Json.JsonObject;
import cosmovisor.json.Json.JsonString;

/// Compact JSON with the escapes that Go's encoder makes.
final class JsonWriter {
  private JsonWriter() {}

  static void write(Json value, StringBuilder out) {
    switch (value) {
      case JsonObject object -> writeObject(object, out);
      case JsonArray array -> writeArray(array, out);
      case JsonString string -> writeText(string.value(), out);
      case JsonNumber number -> out.append(number.text());
      case JsonBool truth -> out.append(truth.value());
      case JsonNull _ -> out.append("null");
    }
  }

  private static void writeObject(JsonObject object, StringBuilder out) {
    String separator = "{";
    for (Json.Member member : object.members()) {
      out.append(separator);
      writeText(member.name(), out);
      out.append(':');
      write(member.value(), out);
      separator = ",";
    }
    out.append(object.members().isEmpty() ? "{}" : "}");
  }

  private static void writeArray(JsonArray array, StringBuilder out) {
    String separator = "[";
    for (Json item : array.items()) {
      out.append(separator);
      write(item, out);
      separator = ",";
    }
    out.append(array.items().isEmpty() ? "[]" : "]");
  }

  /// @param newLine a line feed and the indentation of this level
  static void writeIndented(Json value, String newLine, StringBuilder out) {
    switch (value) {
      case JsonObject(var members) when !members.isEmpty() -> {
        String separator = "{";
        for (Json.Member member : members) {
          out.append(separator).append(newLine).append("  ");
          writeText(member.name(), out);
          writeIndented(member.value(), newLine + "  ", out.append(": "));
          separator = ",";
        }
        out.append(newLine).append('}');
      }
      case JsonArray(var items) when !items.isEmpty() -> {
        String separator = "[";
        for (Json item : items) {
          out.append(separator).append(newLine).append("  ");
          writeIndented(item, newLine + "  ", out);
          separator = ",";
        }
        out.append(newLine).append(']');
      }
      default -> write(value, out);
    }
  }

  static void writeText(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < ' ' || c == 0x7f || "<>&\u2028\u2029".indexOf(c) >= 0) {
            out.append(String.format("\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
