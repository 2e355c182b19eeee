package cosmovisor.fakechain;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The packaged image, running a [FakeChain]'s node.
public final class Supervision implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final FakeChain chain;
  private final Process process;

  private Supervision(FakeChain chain, Process process) {
    this.chain = chain;
    this.process = process;
  }

  /// Starts it.
  ///
  /// @param image the folder of the packaged image
  /// @param settings beyond those that every home needs
  /// @param output where both streams go
  /// @param arguments for cosmovisor
  public static Supervision start(
      Path image,
      FakeChain chain,
      Map<String, String> settings,
      Redirect output,
      List<String> arguments)
      throws IOException {
    List<String> words = new ArrayList<>(List.of(image.resolve("bin/cosmovisor").toString()));
    words.addAll(arguments);
    var builder = new ProcessBuilder(words).redirectOutput(output);
    if (output.equals(Redirect.INHERIT)) {
      builder.redirectError(Redirect.INHERIT);
    } else {
      builder.redirectErrorStream(true);
    }
    // Settings of whoever runs this are not the chain's.
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.matches("(DAEMON|COSMOVISOR|FAKENODE)_.*|UNSAFE_SKIP_BACKUP"));
    builder.environment().putAll(chain.environment());
    builder.environment().putAll(settings);
    return new Supervision(chain, builder.start());
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /// Asks it to end, as an init system does.
  public void terminate() {
    process.destroy();
  }

  /// Ends it as a crash does, without a word to anyone.
  public void kill() {
    process.destroyForcibly();
  }

  /// Waits for its end.
  ///
  /// @return its exit code
  public int await() throws InterruptedException {
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("cosmovisor did not end within " + PATIENCE.toSeconds() + " s");
    }
    return process.exitValue();
  }

  /// Ends what is left, gently first: then the node goes with it.
  @Override
  public void close() throws IOException {
    terminate();
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (InterruptedException hurried) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    } finally {
      chain.endAll();
    }
  }
}
