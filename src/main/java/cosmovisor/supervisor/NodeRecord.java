package cosmovisor.supervisor;

import cosmovisor.home.NodeHome;
import cosmovisor.machine.Notice;
import cosmovisor.os.Disk;
import cosmovisor.os.Failures;
import cosmovisor.os.Processes;
import cosmovisor.os.Signal;
import cosmovisor.os.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Which node was started last, so that one that outlived a killed supervisor is found by the next.
///
/// It should have ended: it gets SIGTERM at its supervisor's death. But it may ignore that, or take
/// its time, and a second node beside it would sign with the same key. The file holds its pid and
/// the moment of its start, since pids are used again: `1234 98765432`.
public final class NodeRecord {
  private static final int MAX_BYTES = 64;
  private static final Duration LOOK_EVERY = Duration.ofMillis(50);

  private final NodeHome home;
  private final Disk disk;
  private final Processes processes;
  private final Consumer<Notice> narrator;

  public NodeRecord(NodeHome home, Disk disk, Processes processes, Consumer<Notice> narrator) {
    this.home = home;
    this.disk = disk;
    this.processes = processes;
    this.narrator = narrator;
  }

  /// A process for good.
  private record Node(long pid, String birth) {}

  /// Writes down a node that is about to run. Not synced: after a power cut no node is left to
  /// find.
  void started(long pid) throws IOException {
    String birth = processes.birth(pid).orElse("ended");
    disk.write(home.nodeRecord(), (pid + " " + birth + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /// Ends a node that outlived its supervisor, and returns when it has ended.
  ///
  /// @param grace for it to end by itself; then it is killed
  /// @param stopAsked whether we are to stop ourselves, and leave it to the next start
  /// @throws UserError if it can't be told whether there is one, or we are to stop
  public void endSurvivor(Duration grace, BooleanSupplier stopAsked) throws UserError {
    Optional<Node> survivor = survivor();
    if (survivor.isEmpty()) {
      return;
    }
    Node node = survivor.get();
    narrator.accept(new Notice.SurvivorFound(node.pid()));
    processes.signal(node.pid(), Signal.TERM);
    if (!hasEndedWithin(node, grace, stopAsked)) {
      narrator.accept(new Notice.GraceExceeded());
      processes.signal(node.pid(), Signal.KILL);
      if (!hasEndedWithin(node, Duration.ofMinutes(1), stopAsked)) {
        throw new UserError(
            "the node of a killed supervisor, pid "
                + node.pid()
                + ", does not even end by SIGKILL: find out what it waits for (a disk?) before a"
                + " second one is started");
      }
    }
  }

  private Optional<Node> survivor() throws UserError {
    try {
      if (disk.follow(home.nodeRecord()).isEmpty()) {
        return Optional.empty();
      }
      String[] words =
          new String(disk.read(home.nodeRecord(), MAX_BYTES), StandardCharsets.UTF_8)
              .strip()
              .split(" ", -1);
      boolean isRecord = words.length == 2 && words[0].matches("[1-9]\\d{0,9}");
      return isRecord
          ? Optional.of(new Node(Long.parseLong(words[0]), words[1])).filter(this::isAlive)
          : Optional.empty();
    } catch (IOException failure) {
      throw new UserError("can't tell whether an older node still runs: " + Failures.line(failure));
    }
  }

  private boolean isAlive(Node node) {
    return processes.birth(node.pid()).equals(Optional.of(node.birth()));
  }

  private boolean hasEndedWithin(Node node, Duration patience, BooleanSupplier stopAsked)
      throws UserError {
    long deadline = System.nanoTime() + patience.toNanos();
    while (isAlive(node)) {
      if (stopAsked.getAsBoolean()) {
        throw new UserError(
            "stopped while the node of a killed supervisor, pid " + node.pid() + ", was ending");
      }
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      try {
        Thread.sleep(LOOK_EVERY);
      } catch (InterruptedException impossible) {
        throw new AssertionError("nobody interrupts the supervisor", impossible);
      }
    }
    return true;
  }
}
