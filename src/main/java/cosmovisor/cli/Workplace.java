package cosmovisor.cli;

import cosmovisor.os.Ambient;
import cosmovisor.os.Disk;
import cosmovisor.os.Processes;
import cosmovisor.os.Signal;
import cosmovisor.os.Terminal;
import cosmovisor.plan.Platform;
import cosmovisor.worker.Worker;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/// What one-shot commands work with.
///
/// @param fetching starts workers that fetch
/// @param asking starts workers that ask a node
/// @param lock locks a home for the rest of this process's life
/// @param input what the operator types
/// @param listen has every signal handed to somebody
/// @param exit ends this process at once
public record Workplace(
    Disk disk,
    Processes processes,
    Worker fetching,
    Worker asking,
    Terminal terminal,
    InputStream input,
    Ambient ambient,
    Platform platform,
    InstantSource clock,
    Lock lock,
    Consumer<Consumer<Signal>> listen,
    IntConsumer exit) {

  /// Locks a file for the rest of this process's life.
  public interface Lock {

    /// Locks it.
    ///
    /// @return who holds it, if somebody else does
    Optional<String> take(Path file) throws IOException;
  }
}
