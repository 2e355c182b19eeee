package cosmovisor.cli;

import java.util.ArrayList;
import java.util.List;

/// Comma-separated values as the original reads them: blanks in front of a field are dropped, a
/// field in double quotes may hold anything, two of them within stand for one, empty lines are
/// skipped.
final class Csv {
  private final String text;
  private int place;

  private Csv(String text) {
    this.text = text;
  }

  /// A text that is none.
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(String message) {
      super(message);
    }

    String line() {
      return String.valueOf(getMessage());
    }
  }

  static List<List<String>> parse(String text) throws Malformed {
    Csv csv = new Csv(text.replace("\r\n", "\n"));
    List<List<String>> records = new ArrayList<>();
    while (csv.place < csv.text.length()) {
      if (csv.isAt('\n')) {
        csv.place++;
      } else {
        records.add(csv.record());
      }
    }
    return records;
  }

  private List<String> record() throws Malformed {
    List<String> fields = new ArrayList<>();
    fields.add(field());
    while (isAt(',')) {
      place++;
      fields.add(field());
    }
    return fields;
  }

  private String field() throws Malformed {
    while (isAt(' ') || isAt('\t')) {
      place++;
    }
    return isAt('"') ? quoted() : plain();
  }

  private String plain() throws Malformed {
    int start = place;
    while (place < text.length() && !isAt(',') && !isAt('\n')) {
      if (isAt('"')) {
        throw new Malformed("line " + line() + ": a double quote inside a field without quotes");
      }
      place++;
    }
    return text.substring(start, place);
  }

  private String quoted() throws Malformed {
    int start = line();
    var field = new StringBuilder();
    for (place++; place < text.length(); place++) {
      if (isAt('"')) {
        place++;
        if (!isAt('"')) {
          return ended(field.toString());
        }
      }
      field.append(text.charAt(place));
    }
    throw new Malformed("line " + start + ": a double quote without its end");
  }

  private String ended(String field) throws Malformed {
    if (place < text.length() && !isAt(',') && !isAt('\n')) {
      throw new Malformed("line " + line() + ": text behind a double quote");
    }
    return field;
  }

  private boolean isAt(char c) {
    return place < text.length() && text.charAt(place) == c;
  }

  private int line() {
    return 1
        + (int)
            text.substring(0, Math.min(place, text.length()))
                .chars()
                .filter(c -> c == '\n')
                .count();
  }
}
