package cosmovisor.notify;

import cosmovisor.json.Json;
import java.util.Map;
import java.util.TreeMap;

/// One line of the log, before it has a time and colours.
///
/// @param level INF, WRN or ERR
/// @param fields by name; a value is a text, a number, or JSON
record LogLine(Level level, String message, Map<String, Object> fields) {
  enum Level {
    INF,
    WRN,
    ERR
  }

  /// JSON, which is printed as it is.
  record Raw(Json json) {}

  LogLine {
    fields = new TreeMap<>(fields);
  }

  static LogLine info(String message, Object... namesAndValues) {
    return of(Level.INF, message, namesAndValues);
  }

  static LogLine warn(String message, Object... namesAndValues) {
    return of(Level.WRN, message, namesAndValues);
  }

  static LogLine error(String message, Object... namesAndValues) {
    return of(Level.ERR, message, namesAndValues);
  }

  private static LogLine of(Level level, String message, Object... namesAndValues) {
    Map<String, Object> fields = new TreeMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return new LogLine(level, message, fields);
  }
}
