package cosmovisor.fetch;

import cosmovisor.json.Json;
import cosmovisor.json.Json.JsonBool;
import cosmovisor.json.Json.JsonObject;
import cosmovisor.json.JsonException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What a worker says on its standard output, a line each: progress now and then, then one result.
///
/// ```
/// {"progress":{"phase":"download","done":1048576,"total":73400320}}
/// {"ok":{"sha256":"…","bytes":73400320,"url":"https://…","checksum":"sha256","daemonSha256":"…"}}
/// {"there":{}}
/// {"failed":{"kind":"not-found","message":"one line","retryable":false}}
/// ```
public sealed interface FetchReport {

  /// So far.
  ///
  /// @param total bytes to expect, -1 if nobody knows
  record Progress(Phase phase, long done, long total) implements FetchReport {}

  /// The daemon is at its place.
  ///
  /// @param sha256 of the file as it travelled, in hex: what could pin it
  /// @param bytes of the file as it travelled
  /// @param url where it came from, without secrets
  /// @param checksum what it was compared with: an algorithm, `file` for a list, `none`
  /// @param daemonSha256 of the daemon as it was installed, in hex
  record Installed(String sha256, long bytes, String url, String checksum, String daemonSha256)
      implements FetchReport {}

  /// A binary has the daemon's place: somebody else, perhaps another fetch of the same upgrade, was
  /// quicker. It is theirs and has not been looked at.
  record AlreadyThere() implements FetchReport {}

  /// Nothing has been installed and nothing is left to see.
  ///
  /// @param message one line, without secrets
  /// @param retryable whether the same job may succeed later without anybody's doing
  record Failed(Kind kind, String message, boolean retryable) implements FetchReport {
    public Failed {
      message = message.replaceAll("\\p{Cntrl}+", " ").strip();
    }
  }

  /// What the worker is busy with.
  enum Phase {
    DOWNLOAD,
    VERIFY,
    UNPACK;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Why a fetch failed; also the worker's exit code.
  enum Kind {
    /// The server has no such file.
    NOT_FOUND("not-found", 10),
    /// The bytes are not those that the plan pins, or the plan pins none and should.
    CHECKSUM("checksum", 11),
    /// The archive is broken, or holds what no archive of a binary needs.
    UNSAFE_ARCHIVE("unsafe-archive", 12),
    /// There is a file, but no executable for this machine in it.
    NO_DAEMON("no-daemon", 13),
    /// More bytes, entries or memory than allowed.
    LIMIT("limit", 14),
    /// The way to the server, or the server.
    NETWORK("network", 15),
    /// This machine's disk.
    DISK("disk", 16),
    /// The plan's text.
    PLAN("plan", 17);

    private final String word;
    private final int exitCode;

    Kind(String word, int exitCode) {
      this.word = word;
      this.exitCode = exitCode;
    }

    public String word() {
      return word;
    }

    public int exitCode() {
      return exitCode;
    }
  }

  /// This report as a line, without its end.
  default String line() {
    return Json.write(
        switch (this) {
          case Progress(Phase phase, long done, long total) ->
              named("progress", "phase", phase.word(), "done", done, "total", total);
          case Installed(
                  String sha256,
                  long bytes,
                  String url,
                  String checksum,
                  String daemonSha256) ->
              named(
                  "ok",
                  "sha256",
                  sha256,
                  "bytes",
                  bytes,
                  "url",
                  url,
                  "checksum",
                  checksum,
                  "daemonSha256",
                  daemonSha256);
          case AlreadyThere() -> named("there");
          case Failed(Kind kind, String message, boolean retryable) ->
              named("failed", "kind", kind.word(), "message", message, "retryable", retryable);
        });
  }

  /// The report that a line holds; empty if it holds none, which a reader should pass over: other
  /// things may find their way to a process's standard output.
  static Optional<FetchReport> parse(String line) {
    try {
      return Json.parse(line) instanceof JsonObject object ? of(object) : Optional.empty();
    } catch (JsonException notJson) {
      return Optional.empty();
    }
  }

  private static Optional<FetchReport> of(JsonObject line) {
    return line.object("progress")
        .flatMap(FetchReport::progress)
        .or(() -> line.object("ok").flatMap(FetchReport::installed))
        .or(() -> line.object("there").map(_ -> new AlreadyThere()))
        .or(() -> line.object("failed").flatMap(FetchReport::failed));
  }

  private static Optional<FetchReport> progress(JsonObject fields) {
    return Arrays.stream(Phase.values())
        .filter(phase -> fields.text("phase").filter(phase.word()::equals).isPresent())
        .findFirst()
        .map(
            phase ->
                new Progress(
                    phase, fields.number("done").orElse(0L), fields.number("total").orElse(-1L)));
  }

  private static Optional<FetchReport> installed(JsonObject fields) {
    return fields
        .text("sha256")
        .map(
            sha256 ->
                new Installed(
                    sha256,
                    fields.number("bytes").orElse(-1L),
                    fields.text("url").orElse(""),
                    fields.text("checksum").orElse("none"),
                    fields.text("daemonSha256").orElse("")));
  }

  private static Optional<FetchReport> failed(JsonObject fields) {
    return Arrays.stream(Kind.values())
        .filter(kind -> fields.text("kind").filter(kind.word()::equals).isPresent())
        .findFirst()
        .map(
            kind ->
                new Failed(
                    kind,
                    fields.text("message").orElse("no reason given"),
                    fields.field("retryable").filter(new JsonBool(true)::equals).isPresent()));
  }

  private static JsonObject named(String name, Object... fields) {
    return JsonObject.of(name, JsonObject.of(fields));
  }
}
