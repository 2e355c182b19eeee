package cosmovisor.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cosmovisor.os.Command;
import cosmovisor.os.ProcessExit;
import cosmovisor.os.Processes;
import cosmovisor.os.Signal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What starting, signalling and ending programs is like on the packaged image, guard included.
interface ProcessesContract {
  /// Programs that both halves have.
  enum Act {
    EXIT_0,
    EXIT_31,
    EXIT_255,
    /// Prints a line on either stream.
    PRINT,
    /// Reads a line and prints it again.
    ECHO,
    /// Lives until a signal ends it.
    WAIT,
    /// Says that it is ready, then ends by SIGKILL alone.
    STUBBORN,
    /// Leaves a mark in its folder, then ends.
    MARK,
    /// A name without a file.
    MISSING,
    /// A file without execute bits.
    NOT_EXECUTABLE,
    /// A script for a program that does not exist.
    NO_INTERPRETER
  }

  Processes processes();

  Command command(Act act, Command.Streams streams) throws IOException;

  /// Whether [Act#MARK] has run.
  boolean isMarked() throws IOException;

  private Processes.Child start(Act act) throws IOException {
    return processes().start(command(act, Command.Streams.CAPTURED));
  }

  private static String printed(Processes.Child child) throws IOException {
    try (var output = child.output()) {
      return new String(output.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  default void anExitCodeIsHandedOn() throws IOException {
    assertThat(start(Act.EXIT_0).await()).isEqualTo(new ProcessExit.Code(0));
    assertThat(start(Act.EXIT_31).await()).isEqualTo(new ProcessExit.Code(31));
    assertThat(start(Act.EXIT_255).await()).isEqualTo(new ProcessExit.Code(255));
  }

  @Test
  default void whatASignalEndsWasKilledByIt() throws IOException {
    for (Signal signal : List.of(Signal.TERM, Signal.KILL, Signal.INT, Signal.USR1)) {
      Processes.Child child = start(Act.WAIT);
      child.signal(signal);
      assertThat(child.await()).isEqualTo(new ProcessExit.Killed(signal.number()));
    }
  }

  @Test
  default void whoeverIgnoresASignalEndsByKill() throws IOException {
    Processes.Child child = start(Act.STUBBORN);
    assertThat(child.output().read()).isEqualTo('r');
    child.signal(Signal.TERM);
    processes().signal(child.pid(), Signal.TERM);
    String birth = processes().birth(child.pid()).orElseThrow();
    assertThat(processes().awaitEnd(child.pid(), birth, Duration.ofMillis(50))).isFalse();
    processes().signal(child.pid(), Signal.KILL);
    assertThat(child.await()).isEqualTo(new ProcessExit.Killed(9));
    assertThat(processes().awaitEnd(child.pid(), birth, Duration.ZERO)).isTrue();
  }

  @Test
  default void bothOutputsComeToUs() throws IOException {
    Processes.Child child = start(Act.PRINT);
    assertThat(printed(child)).isEqualTo("out\nerr\n");
    assertThat(child.await()).isEqualTo(new ProcessExit.Code(0));
  }

  @Test
  default void aTalkingChildReadsWhatWeWrite() throws IOException {
    Processes.Child child = processes().start(command(Act.ECHO, Command.Streams.TALKING));
    try (var input = child.input()) {
      input.write("hello\n".getBytes(StandardCharsets.UTF_8));
      input.flush();
      assertThat(printed(child)).isEqualTo("hello\n");
    }
    assertThat(child.await()).isEqualTo(new ProcessExit.Code(0));
  }

  @Test
  default void thePidIsWrittenDownBeforeTheFirstInstruction() throws IOException {
    List<Long> pids = new ArrayList<>();
    Processes.Child child =
        processes()
            .start(
                command(Act.MARK, Command.Streams.OURS),
                pid -> {
                  assertThat(isMarked()).isFalse();
                  assertThat(processes().birth(pid)).isPresent();
                  pids.add(pid);
                });
    assertThat(pids).containsExactly(child.pid());
    assertThat(child.await()).isEqualTo(new ProcessExit.Code(0));
    assertThat(isMarked()).isTrue();
  }

  @Test
  default void aProgramWhosePidCantBeWrittenDownNeverRuns() throws IOException {
    List<Long> pids = new ArrayList<>();
    IOException full = new IOException("no space left on device");
    assertThatThrownBy(
            () ->
                processes()
                    .start(
                        command(Act.MARK, Command.Streams.OURS),
                        pid -> {
                          pids.add(pid);
                          throw full;
                        }))
        .isSameAs(full);
    assertThat(processes().birth(pids.getFirst())).isEmpty();
    assertThat(isMarked()).isFalse();
  }

  @Test
  default void aProcessHasABirthAsLongAsItLives() throws IOException {
    Processes.Child one = start(Act.WAIT);
    Optional<String> birth = processes().birth(one.pid());
    assertThat(birth).isPresent().isEqualTo(processes().birth(one.pid()));
    one.signal(Signal.KILL);
    one.await();
    assertThat(processes().birth(one.pid())).isEmpty();
  }

  @Test
  default void anotherOfTheSamePidIsNotTheOneThatIsMeant() throws IOException {
    Processes.Child child = start(Act.WAIT);
    assertThat(processes().awaitEnd(child.pid(), "another", Duration.ofDays(1))).isTrue();
    child.signal(Signal.KILL);
    child.await();
  }

  @Test
  default void theDeadGetNoSignals() throws IOException {
    Processes.Child child = start(Act.EXIT_0);
    child.await();
    child.signal(Signal.KILL);
    processes().signal(child.pid(), Signal.KILL);
  }

  @Test
  default void anEndIsTold() throws IOException {
    List<ProcessExit> ends = new ArrayList<>();
    Processes.Child child = start(Act.WAIT);
    String birth = processes().birth(child.pid()).orElseThrow();
    child.onEnd(
        exit -> {
          synchronized (ends) {
            ends.add(exit);
            ends.notifyAll();
          }
        });
    child.signal(Signal.TERM);
    assertThat(processes().awaitEnd(child.pid(), birth, Duration.ofMinutes(1))).isTrue();
    awaitTold(ends);
    assertThat(ends).containsExactly(new ProcessExit.Killed(15));
  }

  /// Told by a thread of its own, on the real system.
  private static void awaitTold(List<ProcessExit> ends) {
    synchronized (ends) {
      while (ends.isEmpty()) {
        try {
          ends.wait();
        } catch (InterruptedException impossible) {
          throw new AssertionError(impossible);
        }
      }
    }
  }

  @Test
  default void whatCantBeExecutedEndsWith127() throws IOException {
    for (Act act : List.of(Act.MISSING, Act.NOT_EXECUTABLE, Act.NO_INTERPRETER)) {
      assertThat(start(act).await()).as("%s", act).isEqualTo(new ProcessExit.Code(127));
    }
  }
}
