package cosmovisor.cli;

import cosmovisor.os.Ambient;
import cosmovisor.os.Disk;
import cosmovisor.os.Processes;
import cosmovisor.os.Signal;
import cosmovisor.os.Terminal;
import cosmovisor.plan.Platform;
import cosmovisor.worker.Worker;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/// What one-shot commands work with.
///
/// @param fetching starts workers that fetch
/// @param asking starts workers that ask a node
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
    Consumer<Consumer<Signal>> listen,
    IntConsumer exit) {}
