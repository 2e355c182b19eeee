package cosmovisor.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import cosmovisor.fetch.FetchReport.Failed;
import cosmovisor.fetch.FetchReport.Installed;
import cosmovisor.json.Json;
import cosmovisor.json.Json.JsonObject;
import cosmovisor.plan.Platform;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/// A home to fetch into, small limits, and a look at what is left.
final class FetchWorld {
  static final Platform PLATFORM = new Platform("linux", "amd64");
  static final byte[] SCRIPT = "#!/bin/sh\necho the new one\n".getBytes(StandardCharsets.UTF_8);

  static final Limits SMALL =
      new Limits(
          new Limits.Sizes(1 << 22, 1 << 23, 100, 200, 1 << 20, 1 << 16, 80 << 20),
          new Limits.Times(
              Duration.ofSeconds(30),
              Duration.ofSeconds(30),
              Duration.ofMinutes(5),
              1024,
              Duration.ofMinutes(2),
              Duration.ofSeconds(60)),
          new Limits.Retries(
              3, Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofSeconds(60)));

  final Path upgrades;
  final Path target;
  final List<Duration> pauses = new ArrayList<>();
  final Map<String, String> environment = new TreeMap<>();
  Limits limits = SMALL;
  boolean requireChecksum;

  FetchWorld(Path home) throws IOException {
    upgrades = Files.createDirectories(home.resolve("cosmovisor/upgrades"));
    target = upgrades.resolve("v3");
  }

  /// A plan that offers this URL for every platform.
  static String any(String url) {
    return Json.write(JsonObject.of("binaries", JsonObject.of("any", url)));
  }

  Surroundings surroundings() {
    return new Surroundings(
        environment, pauses::add, new Random(7), host -> List.of(InetAddress.getAllByName(host)));
  }

  FetchReport fetch(String info) {
    FetchJob job = FetchJob.of(info, PLATFORM, "simd", target, requireChecksum);
    var reports = new ReportLines(new ByteArrayOutputStream(), () -> {});
    try {
      return new Fetch(job, limits, surroundings(), reports).run();
    } catch (FetchFailure failure) {
      return failure.report();
    }
  }

  Installed installs(String url) {
    FetchReport report = fetch(any(url));
    assertThat(report).isInstanceOf(Installed.class);
    assertThat(hidden()).isEmpty();
    return (Installed) report;
  }

  /// Fetches, expects a failure, and that no trace of it can be seen.
  Failed fails(String url) {
    Failed failed = failsOn(any(url));
    assertThat(failed.message()).doesNotContain("\n");
    return failed;
  }

  Failed failsOn(String info) {
    Map<String, String> before = tree();
    FetchReport report = fetch(info);
    assertThat(report).isInstanceOf(Failed.class);
    assertThat(tree()).as("what is left after: %s", report).isEqualTo(before);
    return (Failed) report;
  }

  byte[] daemon() throws IOException {
    return Files.readAllBytes(target.resolve("bin/simd"));
  }

  String daemonMode() throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(target.resolve("bin/simd")));
  }

  List<String> hidden() {
    return tree().keySet().stream().filter(name -> name.startsWith(".")).toList();
  }

  /// Names below `upgrades`, each with its kind and mode.
  Map<String, String> tree() {
    Map<String, String> found = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(upgrades)) {
      for (Path path : paths.filter(path -> !path.equals(upgrades)).toList()) {
        found.put(upgrades.relativize(path).toString(), describe(path));
      }
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
    return found;
  }

  private static String describe(Path path) throws IOException {
    if (Files.isSymbolicLink(path)) {
      return "link";
    }
    String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    return (Files.isDirectory(path) ? "d" : "-") + mode;
  }

  static String hex(String algorithm, byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
    } catch (NoSuchAlgorithmException broken) {
      throw new AssertionError(broken);
    }
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] filled(int length, char c) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) c);
    return bytes;
  }
}
