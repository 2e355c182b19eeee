package cosmovisor.fetch;

import static cosmovisor.fetch.FetchWorld.SCRIPT;
import static cosmovisor.fetch.FetchWorld.any;
import static org.assertj.core.api.Assertions.assertThat;

import cosmovisor.fetch.FetchReport.Failed;
import cosmovisor.fetch.FetchReport.Installed;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The worker as its supervisor sees it: lines in, lines out, a code, and a lifeline.
class FetchWorkerTest {
  private FetchWorld world;
  private HostileServer server;
  private final PipedOutputStream supervisor = new PipedOutputStream();
  private final PipedInputStream in = new PipedInputStream(1 << 16);
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final CountDownLatch stopped = new CountDownLatch(1);

  @BeforeEach
  void open(@TempDir Path home) throws IOException {
    world = new FetchWorld(home);
    server = new HostileServer();
    supervisor.connect(in);
  }

  @AfterEach
  void close() throws IOException {
    supervisor.close();
    server.close();
  }

  private int work(String path) throws IOException {
    FetchJob job =
        FetchJob.of(any(server.url(path)), FetchWorld.PLATFORM, "simd", world.target, false);
    supervisor.write((job.line() + "\n").getBytes(StandardCharsets.UTF_8));
    supervisor.flush();
    return new FetchWorker(in, out, world.surroundings(), stopped::countDown).run();
  }

  private List<Optional<FetchReport>> reports() {
    return out.toString(StandardCharsets.UTF_8).lines().map(FetchReport::parse).toList();
  }

  @Test
  void successIsProgressThenOneResultAndZero() throws IOException {
    server.on("/simd", HostileServer.ok(SCRIPT));
    assertThat(work("/simd")).isZero();
    assertThat(reports()).doesNotContain(Optional.empty());
    assertThat(reports().getLast().orElseThrow()).isInstanceOf(Installed.class);
    assertThat(reports().stream().flatMap(Optional::stream))
        .filteredOn(report -> !(report instanceof FetchReport.Progress))
        .hasSize(1);
    assertThat(reports().getFirst()).containsInstanceOf(FetchReport.Progress.class);
  }

  @Test
  void failureIsOneResultAndItsCode() throws IOException {
    assertThat(work("/none")).isEqualTo(10);
    assertThat(reports()).hasSize(1);
    assertThat(reports().getFirst().orElseThrow()).isInstanceOf(Failed.class);
    assertThat(stopped.getCount()).isEqualTo(1);
  }

  @Test
  void noJobIsNoSupervisor() {
    var worker =
        new FetchWorker(
            new ByteArrayInputStream(new byte[0]), out, world.surroundings(), stopped::countDown);
    assertThat(worker.run()).isEqualTo(19);
    assertThat(out.size()).isZero();
  }

  @Test
  void aLostLifelineStopsTheWorker() throws IOException {
    server.on(
        "/simd",
        answer -> {
          supervisor.close();
          await(stopped);
          HostileServer.ok(SCRIPT).write(answer);
        });
    work("/simd");
    assertThat(stopped.getCount()).isZero();
  }

  @Test
  void aLifelineThatEndsAfterTheResultStopsNobody() throws Exception {
    work("/none");
    supervisor.close();
    while (in.read() >= 0) {
      // Until the worker's own reader must have seen the end too.
    }
    assertThat(stopped.getCount()).isEqualTo(1);
  }

  @Test
  void aSupervisorThatDoesNotListenAnyMoreStopsTheWorker() throws IOException {
    var deaf =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    server.on("/simd", HostileServer.ok(SCRIPT));
    FetchJob job =
        FetchJob.of(any(server.url("/simd")), FetchWorld.PLATFORM, "simd", world.target, false);
    supervisor.write((job.line() + "\n").getBytes(StandardCharsets.UTF_8));
    supervisor.flush();
    new FetchWorker(in, deaf, world.surroundings(), stopped::countDown).run();
    assertThat(stopped.getCount()).isZero();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    }
  }
}
