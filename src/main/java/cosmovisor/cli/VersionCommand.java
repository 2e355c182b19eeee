package cosmovisor.cli;

import cosmovisor.config.Config;
import cosmovisor.config.ConfigLoader.Purpose;
import cosmovisor.home.NodeBinary;
import cosmovisor.home.NodeHome;
import cosmovisor.json.Json;
import cosmovisor.json.Json.JsonObject;
import cosmovisor.json.JsonException;
import cosmovisor.os.Command.Streams;
import cosmovisor.os.Failures;
import cosmovisor.os.OsString;
import cosmovisor.os.ProcessExit;
import cosmovisor.os.Processes;
import cosmovisor.os.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `version`.
@Command(
    name = "version",
    customSynopsis = "cosmovisor version [args] [flags]",
    header = "Show cosmovisor's version, then the node's",
    description =
        "Runs the current binary with \"version\" and the arguments. As JSON it is one object with"
            + " cosmovisor_version and app_version.")
final class VersionCommand implements OneShot {
  private static final String FAILED = "failed to run version command: ";
  private static final int MAX_BYTES = 4 << 20;

  @Option(names = "--cosmovisor-only", description = "do not ask the node")
  private boolean cosmovisorOnly;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "text|json",
      hideParamSyntax = true,
      description = "form of the output (default: text)")
  private String output = "text";

  @Parameters(hidden = true, description = "for the node")
  private List<String> words = List.of();

  @Override
  public int run(Call call) throws UserError {
    return output.equals("json") ? json(call) : text(call);
  }

  private int text(Call call) throws UserError {
    call.terminal().out("cosmovisor version: " + BuildInfo.version());
    if (cosmovisorOnly) {
      return 0;
    }
    ProcessExit end = start(call, words.stream().map(Words::bytes).toList(), Streams.OURS).await();
    if (end.status() != 0) {
      call.terminal().err("Error: " + FAILED + end.words());
    }
    return end.status();
  }

  private int json(Call call) throws UserError {
    JsonObject versions =
        cosmovisorOnly
            ? JsonObject.of("cosmovisor_version", BuildInfo.version())
            : JsonObject.of(
                "cosmovisor_version", BuildInfo.version(), "app_version", nodeVersion(call));
    call.terminal().out(Json.write(versions));
    return 0;
  }

  private static Json nodeVersion(Call call) throws UserError {
    List<OsString> arguments = Stream.of("--long", "--output", "json").map(OsString::of).toList();
    try {
      Processes.Child node = start(call, arguments, Streams.TALKING);
      node.input().close();
      String printed = printed(node);
      ProcessExit end = node.await();
      if (end.status() != 0) {
        throw new UserError(FAILED + end.words());
      }
      return parse(printed);
    } catch (IOException failure) {
      throw new UserError(FAILED + Failures.line(failure));
    }
  }

  private static String printed(Processes.Child node) throws IOException {
    try (InputStream out = node.output()) {
      byte[] kept = out.readNBytes(MAX_BYTES);
      out.transferTo(OutputStream.nullOutputStream());
      return new String(kept, StandardCharsets.UTF_8);
    }
  }

  private static Json parse(String printed) throws UserError {
    try {
      return Json.parse(printed);
    } catch (JsonException notJson) {
      String start = Words.shown(Words.from(OsString.of(printed.strip())));
      throw new UserError(
          "can't print version output, expected valid json from APP, got: "
              + (start.length() > 200 ? start.substring(0, 200) + "…" : start));
    }
  }

  private static Processes.Child start(Call call, List<OsString> arguments, Streams streams)
      throws UserError {
    try {
      Config config = call.config(Purpose.USE);
      NodeHome home = Call.home(config);
      Path binary = binary(call, home);
      new NodeBinary(call.disk(), call.workplace().platform()).check(binary);
      List<OsString> words =
          Stream.concat(Stream.of(OsString.of(binary), OsString.of("version")), arguments.stream())
              .toList();
      Processes.Child node =
          call.workplace()
              .processes()
              .start(
                  new cosmovisor.os.Command(
                      binary,
                      words,
                      call.workplace().ambient().environment(),
                      home.root(),
                      streams));
      call.interruption().handOnTo(node);
      return node;
    } catch (UserError unfit) {
      throw UserError.all((FAILED + unfit.line()).lines().toList());
    } catch (IOException failure) {
      throw new UserError(FAILED + Failures.line(failure));
    }
  }

  /// The current binary, or genesis where nothing has run yet; nothing is changed for a version.
  private static Path binary(Call call, NodeHome home) throws IOException {
    return call.disk().look(home.current()).isPresent()
        ? home.binary(call.disk().resolve(home.current()))
        : home.binary(home.genesis());
  }
}
