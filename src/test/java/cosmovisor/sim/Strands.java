package cosmovisor.sim;

import cosmovisor.os.Threads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Threads of which exactly one runs, and the agenda says which: a strand goes on until it waits,
/// then gives the turn back. Between two of its disk verbs the world may go on as well.
public final class Strands implements Threads {
  private static final Duration FIRST_LOOK = Duration.ofMillis(1);
  private static final Duration LAST_LOOK = Duration.ofMillis(200);

  private final Agenda agenda;
  private final Faults faults;
  private final RandomGenerator random;
  private final List<Strand> strands = new ArrayList<>();
  private @Nullable Strand running;

  public Strands(Agenda agenda, Faults faults, RandomGenerator random) {
    this.agenda = agenda;
    this.faults = faults;
    this.random = random;
  }

  @Override
  public Work start(String name, Runnable work) {
    Strand strand = new Strand(name, work);
    strands.add(strand);
    agenda.after(Duration.ofNanos(20_000), () -> resume(strand));
    return strand;
  }

  boolean isOnStrand() {
    return running != null;
  }

  /// Has the running strand wait until something is so.
  void await(BooleanSupplier so) {
    mustLive();
    if (!so.getAsBoolean()) {
      Strand strand = Objects.requireNonNull(running);
      watch(strand, so, FIRST_LOOK);
      giveBack(strand);
    }
  }

  private void watch(Strand strand, BooleanSupplier so, Duration interval) {
    agenda.after(
        interval,
        () -> {
          if (so.getAsBoolean()) {
            resume(strand);
          } else if (!strand.ended) {
            Duration longer = interval.multipliedBy(2);
            watch(strand, so, longer.compareTo(LAST_LOOK) < 0 ? longer : LAST_LOOK);
          }
        });
  }

  /// Lets the world go on between two steps of a strand, now and then.
  void breathe() {
    if (running != null && random.nextInt(24) == 0) {
      pause(Duration.ofMillis(random.nextInt(1, 400)));
    }
  }

  private void pause(Duration length) {
    Strand strand = Objects.requireNonNull(running);
    agenda.after(length, () -> resume(strand));
    giveBack(strand);
  }

  private void giveBack(Strand strand) {
    strand.giveBack();
    mustLive();
  }

  private void mustLive() {
    SimCrash dead = faults.dead();
    if (dead != null) {
      throw dead;
    }
  }

  /// Ends all strands, whose supervisor is dead.
  void bury() {
    List.copyOf(strands).forEach(this::resume);
    strands.clear();
  }

  private void resume(Strand strand) {
    if (strand.ended) {
      return;
    }
    running = strand;
    strand.takeTurn();
    running = null;
    if (strand.ended) {
      strands.remove(strand);
    }
    switch (strand.failure) {
      case null -> {}
      case Error error -> throw error;
      case RuntimeException fault -> throw fault;
      case Throwable other -> throw new AssertionError(strand.name + " failed", other);
    }
  }

  private final class Strand implements Work {
    private final String name;
    private final Thread thread;
    private Thread owner = Thread.currentThread();
    private volatile boolean turn;
    private volatile boolean ended;
    private boolean started;
    private @Nullable Throwable failure;

    Strand(String name, Runnable work) {
      this.name = name;
      this.thread = Thread.ofVirtual().name(name).unstarted(() -> run(work));
    }

    private void run(Runnable work) {
      try {
        if (faults.dead() == null) {
          work.run();
        }
      } catch (SimCrash _) {
        // whoever resumed it sees that we are dead
      } catch (Throwable fault) {
        failure = fault;
      } finally {
        ended = true;
        turn = false;
        LockSupport.unpark(owner);
      }
    }

    void takeTurn() {
      owner = Thread.currentThread();
      turn = true;
      if (started) {
        LockSupport.unpark(thread);
      } else {
        started = true;
        thread.start();
      }
      while (turn) {
        LockSupport.park(this);
      }
    }

    void giveBack() {
      boolean interrupted = Thread.interrupted();
      turn = false;
      LockSupport.unpark(owner);
      while (!turn) {
        LockSupport.park(this);
        interrupted |= Thread.interrupted();
      }
      if (interrupted) {
        thread.interrupt();
      }
    }

    @Override
    public void interrupt() {
      thread.interrupt();
    }

    @Override
    public boolean join(Duration patience) {
      return agenda.until(() -> ended, patience);
    }
  }
}
