package cosmovisor.fetch;

import cosmovisor.json.Json;
import cosmovisor.json.Json.JsonBool;
import cosmovisor.json.Json.JsonObject;
import cosmovisor.json.JsonException;
import cosmovisor.plan.PlanException;
import cosmovisor.plan.Platform;
import java.net.URI;
import java.nio.file.Path;

/// What the supervisor asks of a worker: one line of JSON on its standard input.
///
/// ```
/// {"info":"{\"binaries\":…}","platform":"linux/amd64","daemon":"simd",
///  "target":"file:///home/cosmovisor/upgrades/v3","requireChecksum":false,
///  "maxBytes":2147483648,"maxUnpackedBytes":4294967296,"maxSeconds":3600}
/// ```
///
/// The line stays one line; it is broken here to be read. The three bounds may be left out.
///
/// @param info the plan's text, as the chain gave it
/// @param target the upgrade's folder as an escaped `file:` URI, exact to the byte in every locale
/// @param requireChecksum whether a sha256 or sha512 digest must stand in each URL of the plan
/// @param maxBytes of the file as it travels
/// @param maxUnpackedBytes of all that comes out of an archive
/// @param maxSeconds for all of it
public record FetchJob(
    String info,
    Platform platform,
    String daemon,
    URI target,
    boolean requireChecksum,
    long maxBytes,
    long maxUnpackedBytes,
    long maxSeconds) {
  public static final long DEFAULT_MAX_BYTES = 2L << 30;
  public static final long DEFAULT_MAX_UNPACKED_BYTES = 4L << 30;
  public static final long DEFAULT_MAX_SECONDS = 3600;

  public FetchJob {
    if (!"file".equals(target.getScheme()) || target.getRawPath() == null) {
      throw new IllegalArgumentException("the target of a fetch is no file: URI");
    }
    if (daemon.isEmpty() || daemon.contains("/") || daemon.equals(".") || daemon.equals("..")) {
      throw new IllegalArgumentException("the daemon of a fetch is no file name: " + daemon);
    }
    if (maxBytes <= 0 || maxUnpackedBytes <= 0 || maxSeconds <= 0) {
      throw new IllegalArgumentException("a bound of a fetch is not positive");
    }
  }

  /// A job with the bounds of everyday.
  public static FetchJob of(
      String info, Platform platform, String daemon, Path target, boolean requireChecksum) {
    return new FetchJob(
        info,
        platform,
        daemon,
        target.toAbsolutePath().toUri(),
        requireChecksum,
        DEFAULT_MAX_BYTES,
        DEFAULT_MAX_UNPACKED_BYTES,
        DEFAULT_MAX_SECONDS);
  }

  /// The job that a line holds.
  ///
  /// @throws IllegalArgumentException if it holds none: the supervisor that wrote it has a bug
  public static FetchJob parse(String line) {
    try {
      if (!(Json.parse(line) instanceof JsonObject object)) {
        throw new IllegalArgumentException("a fetch job is no JSON object");
      }
      return new FetchJob(
          text(object, "info"),
          Platform.parse(text(object, "platform")),
          text(object, "daemon"),
          URI.create(text(object, "target")),
          object.field("requireChecksum").filter(new JsonBool(true)::equals).isPresent(),
          object.number("maxBytes").orElse(DEFAULT_MAX_BYTES),
          object.number("maxUnpackedBytes").orElse(DEFAULT_MAX_UNPACKED_BYTES),
          object.number("maxSeconds").orElse(DEFAULT_MAX_SECONDS));
    } catch (JsonException | PlanException unreadable) {
      throw new IllegalArgumentException("no fetch job: " + unreadable.getMessage(), unreadable);
    }
  }

  /// This job as a line, without its end.
  public String line() {
    return Json.write(
        JsonObject.of(
            "info", info,
            "platform", platform.toString(),
            "daemon", daemon,
            "target", target.toString(),
            "requireChecksum", requireChecksum,
            "maxBytes", maxBytes,
            "maxUnpackedBytes", maxUnpackedBytes,
            "maxSeconds", maxSeconds));
  }

  /// The upgrade's folder.
  public Path targetPath() {
    return Path.of(target);
  }

  private static String text(JsonObject object, String name) {
    return object
        .text(name)
        .orElseThrow(() -> new IllegalArgumentException("a fetch job without " + name));
  }
}
