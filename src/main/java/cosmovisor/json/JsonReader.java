package cosmovisor.json;

import cosmovisor.json.Json.JsonArray;
import cosmovisor.json.Json.JsonBool;
import cosmovisor.json.Json.JsonNull;
import cosmovisor.json.Json.JsonNumber;
import cosmovisor.json.Json.JsonObject;
import cosmovisor.json.Json.JsonString;
import cosmovisor.json.Json.Member;
import java.util.ArrayList;
import java.util.List;

/// A recursive-descent reader of RFC 8259, with a bound on nesting because the text is hostile.
final class JsonReader {
  /// A plan nests three deep; this leaves room for chains that keep their own things in it.
  private static final int MAX_DEPTH = 64;

  private final String text;
  private int at;
  private int depth;

  JsonReader(String text) {
    this.text = text;
  }

  Json whole() throws JsonException {
    Json value = value();
    skipBlanks();
    if (at < text.length()) {
      throw unexpected("after top-level value");
    }
    return value;
  }

  private Json value() throws JsonException {
    skipBlanks();
    return switch (peek()) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> new JsonString(string());
      case 't' -> word("true", new JsonBool(true));
      case 'f' -> word("false", new JsonBool(false));
      case 'n' -> word("null", new JsonNull());
      default -> number();
    };
  }

  private Json object() throws JsonException {
    descend();
    List<Member> members = new ArrayList<>();
    if (!endsWith('}')) {
      do {
        skipBlanks();
        if (peek() != '"') {
          throw unexpected("looking for the name of a field");
        }
        String name = string();
        skipBlanks();
        expect(':');
        members.add(new Member(name, value()));
      } while (another('}'));
    }
    depth--;
    return new JsonObject(members);
  }

  private Json array() throws JsonException {
    descend();
    List<Json> items = new ArrayList<>();
    if (!endsWith(']')) {
      do {
        items.add(value());
      } while (another(']'));
    }
    depth--;
    return new JsonArray(items);
  }

  private void descend() throws JsonException {
    at++;
    depth++;
    if (depth > MAX_DEPTH) {
      throw new JsonException("nested deeper than " + MAX_DEPTH + " levels at character " + at);
    }
  }

  private boolean endsWith(char close) throws JsonException {
    skipBlanks();
    if (peek() != close) {
      return false;
    }
    at++;
    return true;
  }

  private boolean another(char close) throws JsonException {
    skipBlanks();
    if (peek() == ',') {
      at++;
      return true;
    }
    expect(close);
    return false;
  }

  private String string() throws JsonException {
    at++;
    var out = new StringBuilder();
    while (true) {
      char c = peek();
      if (c < ' ') {
        throw unexpected("in a text");
      }
      at++;
      if (c == '"') {
        return out.toString();
      }
      out.append(c == '\\' ? escape() : c);
    }
  }

  private char escape() throws JsonException {
    char c = peek();
    at++;
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> {
        at--;
        throw unexpected("in an escape");
      }
    };
  }

  private char unicode() throws JsonException {
    int code = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit(peek(), 16);
      if (digit < 0 || peek() > 'f') {
        throw unexpected("in a \\u escape");
      }
      code = code * 16 + digit;
      at++;
    }
    return (char) code;
  }

  private Json number() throws JsonException {
    int start = at;
    if (at < text.length() && text.charAt(at) == '-') {
      at++;
    }
    if (at < text.length() && text.charAt(at) == '0') {
      at++;
    } else {
      digits("looking for beginning of value");
    }
    if (at < text.length() && text.charAt(at) == '.') {
      at++;
      digits("after the decimal point");
    }
    if (at < text.length() && (text.charAt(at) | 0x20) == 'e') {
      at++;
      if (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
        at++;
      }
      digits("in the exponent");
    }
    return new JsonNumber(text.substring(start, at));
  }

  private void digits(String where) throws JsonException {
    if (!isDigit(peek())) {
      throw unexpected(where);
    }
    while (at < text.length() && isDigit(text.charAt(at))) {
      at++;
    }
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private Json word(String word, Json value) throws JsonException {
    if (!text.startsWith(word, at)) {
      throw unexpected("in the word " + word);
    }
    at += word.length();
    return value;
  }

  private void expect(char c) throws JsonException {
    if (peek() != c) {
      throw unexpected("looking for '" + c + "'");
    }
    at++;
  }

  private void skipBlanks() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private char peek() throws JsonException {
    if (at >= text.length()) {
      throw new JsonException("unexpected end of JSON input");
    }
    return text.charAt(at);
  }

  private JsonException unexpected(String where) {
    char c = text.charAt(at);
    String shown = c < ' ' || c > '~' ? String.format("\\u%04x", (int) c) : String.valueOf(c);
    return new JsonException(
        "invalid character '" + shown + "' " + where + " (character " + (at + 1) + ")");
  }
}
