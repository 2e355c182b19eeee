package cosmovisor.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Looks through `/proc`, fifty times a second, for nodes of one home.
final class NodeWatch implements AutoCloseable {
  private static final int PERIOD_MILLIS = 20;

  private final String gate;
  private final List<String> crowds = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final Future<?> looks;

  /// @param gate that no other home's nodes are told of
  NodeWatch(Path gate) {
    this.gate = gate.toString();
    this.looks = clock.scheduleWithFixedDelay(this::look, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  /// The looks that saw more than one node.
  List<String> crowds() {
    return List.copyOf(crowds);
  }

  /// Whether it still looks: one that failed would have seen nothing wrong.
  boolean awake() {
    return !looks.isDone();
  }

  /// The nodes that are there now.
  List<Long> present() {
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      return processes
          .filter(process -> process.getFileName().toString().matches("\\d+"))
          .filter(this::isNode)
          .map(process -> Long.valueOf(process.getFileName().toString()))
          .toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void look() {
    List<Long> first = present();
    if (first.size() > 1) {
      // One may have gone and another come while we looked: both must still be there.
      List<Long> still = present().stream().filter(first::contains).toList();
      if (still.size() > 1) {
        crowds.add(still.toString());
      }
    }
  }

  /// The fake node, or the shell that is about to become it.
  private boolean isNode(Path process) {
    try {
      String words =
          new String(Files.readAllBytes(process.resolve("cmdline")), StandardCharsets.ISO_8859_1);
      return words.contains("\0start\0")
          && words.contains("\0" + gate + "\0")
          && (words.contains("\0cosmovisor.fakechain.FakeNode\0") || words.startsWith("/bin/sh\0"));
    } catch (IOException gone) {
      return false;
    }
  }

  @Override
  public void close() {
    clock.close();
  }
}
