package cosmovisor.fetch;

import static cosmovisor.fetch.FetchWorld.SCRIPT;
import static cosmovisor.fetch.FetchWorld.any;
import static cosmovisor.fetch.FetchWorld.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The worker as a process of its own: in the poorest of environments, and with little memory.
class WorkerProcessTest {
  private FetchWorld world;
  private HostileServer server;
  private final List<Process> started = new ArrayList<>();

  @BeforeEach
  void open(@TempDir Path home) throws IOException {
    world = new FetchWorld(home);
    server = new HostileServer();
  }

  @AfterEach
  void close() throws IOException {
    started.forEach(Process::destroyForcibly);
    server.close();
  }

  /// What the process starts with, since there is no public door to the worker but this.
  public static final class Start {
    public static void main(String[] arguments) {
      System.exit(FetchWorker.run(System.in, System.out, Map.of()));
    }
  }

  /// A worker without any environment, so that the JVM knows ASCII names only.
  private Process start(FetchJob job, String... options) throws IOException {
    List<String> command =
        Stream.of(
                Stream.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()),
                Stream.of(options),
                Stream.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp"),
                Stream.of(System.getProperty("java.class.path"), Start.class.getName()))
            .flatMap(parts -> parts)
            .toList();
    var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().clear();
    Process process = builder.start();
    started.add(process);
    process.getOutputStream().write(utf8(job.line() + "\n"));
    process.getOutputStream().flush();
    return process;
  }

  private FetchJob job(String url, String targetUri, String daemon) {
    return new FetchJob(
        any(url),
        FetchWorld.PLATFORM,
        daemon,
        URI.create(targetUri),
        false,
        1L << 30,
        1L << 30,
        60);
  }

  private static String result(Process process) throws IOException {
    List<String> lines = new ArrayList<>();
    try (var reader = process.inputReader(StandardCharsets.UTF_8)) {
      reader.lines().forEach(lines::add);
    }
    return lines.getLast();
  }

  /// Row 12 of the table of attacks.
  @Test
  void namesBeyondAsciiAreExactWithoutAnyLocale() throws Exception {
    byte[] archive =
        new TarBytes()
            .file("bin/s\u00efmd", SCRIPT)
            .file("docs/\u00fcber \u65e5.txt", utf8("x"))
            .gz();
    server.on("/a.tar.gz", HostileServer.ok(archive));
    String upgrades = world.upgrades.toUri().toString();
    Process worker = start(job(server.url("/a.tar.gz"), upgrades + "caf%C3%A9", "s\u00efmd"));
    assertThat(result(worker)).startsWith("{\"ok\":");
    assertThat(worker.waitFor()).isZero();
    Path target = Path.of(URI.create(upgrades + "caf%C3%A9"));
    assertThat(Path.of(URI.create(target.toUri() + "bin/s%C3%AFmd"))).hasBinaryContent(SCRIPT);
    assertThat(Path.of(URI.create(target.toUri() + "docs/%C3%BCber%20%E6%97%A5.txt")))
        .hasContent("x");
    try (Stream<Path> left = Files.list(world.upgrades)) {
      assertThat(left).containsExactly(target);
    }
  }

  @Test
  void aFrameThatAsksForAllTheMemoryIsReportedAndNoCrash() throws Exception {
    server.on("/simd.zst", HostileServer.ok(ZstdBytes.ofOneGibibyte()));
    Process worker =
        start(job(server.url("/simd.zst"), world.target.toUri().toString(), "simd"), "-Xmx48m");
    assertThat(result(worker)).contains("\"kind\":\"limit\"").contains("more memory than");
    assertThat(worker.waitFor()).isEqualTo(14);
    assertThat(world.tree()).isEmpty();
  }

  @Test
  void theEndOfTheLifelineEndsTheProcessAndTheNextWorkerCleansUp() throws Exception {
    server.on(
        "/simd",
        HostileServer.inTurn(
            answer -> {
              HostileServer.raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n", SCRIPT)
                  .write(answer);
              server.hang();
            },
            HostileServer.ok(SCRIPT)));
    FetchJob job = job(server.url("/simd"), world.target.toUri().toString(), "simd");
    Process worker = start(job);
    assertThat(worker.inputReader(StandardCharsets.UTF_8).readLine()).contains("progress");
    worker.getOutputStream().close();
    assertThat(worker.waitFor()).isEqualTo(19);
    assertThat(world.target).doesNotExist();
    assertThat(world.hidden()).isNotEmpty();
    assertThat(result(start(job))).startsWith("{\"ok\":");
    assertThat(world.tree()).containsOnlyKeys("v3", "v3/bin", "v3/bin/simd");
  }
}
