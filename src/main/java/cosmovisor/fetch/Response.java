package cosmovisor.fetch;

import cosmovisor.fetch.FetchReport.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/// A server's answer that can be trusted to say where it ends.
///
/// @param length of the body in bytes, -1 if the server does not say or packs it for the journey
/// @param openEnded whether a broken connection looks like the end of the body
record Response(InputStream body, long length, boolean openEnded) {

  static Response of(HttpURLConnection connection, int status) throws IOException {
    refuseOtherThan200(connection, status);
    long length = length(connection);
    String coding = header(connection, "Content-Encoding").toLowerCase(Locale.ROOT);
    boolean chunked =
        header(connection, "Transfer-Encoding").toLowerCase(Locale.ROOT).contains("chunked");
    return switch (coding) {
      case "", "identity" ->
          new Response(connection.getInputStream(), chunked ? -1 : length, !chunked && length < 0);
      case "gzip", "x-gzip" ->
          new Response(new GZIPInputStream(connection.getInputStream()), -1, false);
      default ->
          throw new FetchFailure(
              Kind.NETWORK,
              "the server packs the file with '"
                  + Reasons.oneLine(coding)
                  + "', which nobody asked it to");
    };
  }

  private static void refuseOtherThan200(HttpURLConnection connection, int status)
      throws IOException {
    if (status == 200) {
      return;
    }
    String message = "bad response code: " + status + phrase(connection);
    if (status == 404 || status == 410) {
      throw new FetchFailure(Kind.NOT_FOUND, message);
    }
    if (status == 408 || status == 429 || status >= 500) {
      throw new Attempts.Busy(message, requestedPause(header(connection, "Retry-After")));
    }
    if (status < 0) {
      throw new IOException("the server does not speak HTTP");
    }
    throw new FetchFailure(Kind.NETWORK, message);
  }

  private static String phrase(HttpURLConnection connection) throws IOException {
    String phrase = connection.getResponseMessage();
    return phrase == null || phrase.isBlank() ? "" : " (" + Reasons.oneLine(phrase) + ")";
  }

  /// Seconds, negative if none are asked for.
  private static long requestedPause(String retryAfter) {
    if (retryAfter.matches("[0-9]{1,9}")) {
      return Long.parseLong(retryAfter);
    }
    try {
      Instant until =
          ZonedDateTime.parse(retryAfter, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Math.max(0, Duration.between(Instant.now(), until).toSeconds());
    } catch (DateTimeParseException none) {
      return -1;
    }
  }

  /// The announced length. Two different ones mean that somebody on the way reads the answer
  /// differently; which of them is right can't be known.
  private static long length(HttpURLConnection connection) throws FetchFailure {
    List<String> lengths =
        connection.getHeaderFields().entrySet().stream()
            .filter(entry -> "Content-Length".equalsIgnoreCase(entry.getKey()))
            .map(Map.Entry::getValue)
            .flatMap(List::stream)
            .distinct()
            .toList();
    if (lengths.isEmpty()) {
      return -1;
    }
    if (lengths.size() > 1 || !lengths.getFirst().matches("[0-9]{1,18}")) {
      throw new FetchFailure(
          Kind.NETWORK,
          "the server gives no clear Content-Length: "
              + Reasons.oneLine(String.join(" and ", lengths)));
    }
    return Long.parseLong(lengths.getFirst());
  }

  private static String header(HttpURLConnection connection, String name) {
    String value = connection.getHeaderField(name);
    return value == null ? "" : value.strip();
  }
}
