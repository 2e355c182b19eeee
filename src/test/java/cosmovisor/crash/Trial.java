package cosmovisor.crash;

import cosmovisor.crash.Fault.Failure;
import cosmovisor.crash.Fault.Kill;
import cosmovisor.crash.Fault.None;
import cosmovisor.fakechain.Supervision;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/// One upgrade with one fault, and what an init system does about it.
final class Trial {
  /// How often we are started again before that counts as going round in circles.
  private static final int MOST_STARTS = 4;

  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final long PACE_MILLIS = 10;

  /// Blocks after a start that show that the chain goes on.
  private static final int BLOCKS = 2;

  private final Scene scene;
  private final Fault fault;
  private final List<String> wrong = new ArrayList<>();
  private final AtomicInteger done = new AtomicInteger();
  private volatile String point = "nothing done yet";
  private volatile boolean hit;
  private long goal = Scene.BEHIND;
  private int starts;

  private Trial(Scene scene, Fault fault) {
    this.scene = scene;
    this.fault = fault;
  }

  /// Makes it. If nothing is wrong, its folder is gone behind it.
  ///
  /// @param holdMillis how long each call is held at its end, for the sake of a kill there
  /// @param known names that may lie in a home afterwards; none if all may
  static Outcome run(
      Variant variant,
      Fault fault,
      int holdMillis,
      Path folder,
      Downloads downloads,
      Set<String> known)
      throws Exception {
    Outcome outcome;
    Scene over;
    try (Scene scene = new Scene(variant, folder, downloads)) {
      over = scene;
      outcome = new Trial(scene, fault).run(holdMillis, known);
    }
    if (outcome.recovered()) {
      over.remove();
    }
    return outcome;
  }

  private Outcome run(int holdMillis, Set<String> known) throws Exception {
    List<Syscall> calls;
    String first;
    try (Strace strace = strace(holdMillis)) {
      if (fault.equals(new Kill(0))) {
        hit = true;
        supervision().kill();
      }
      scene.open();
      awaitEndOrGoal();
      first = supervision().isAlive() ? "went on" : ended();
      strace.detach();
      calls = strace.calls();
    }
    recover();
    end();
    List<String> names = Judge.names(scene);
    wrong.addAll(Judge.examine(scene, known));
    return new Outcome(
        scene.variant(), fault, hit, done.get(), point, first, starts, wrong, calls, names);
  }

  private Strace strace(int holdMillis) throws Exception {
    boolean children = !scene.variant().program().isEmpty();
    return new Strace(supervision().pid(), children, injection(holdMillis), this::heard);
  }

  private Supervision supervision() {
    return scene.supervision();
  }

  private List<String> injection(int holdMillis) {
    return switch (fault) {
      case None _ -> List.of();
      case Kill _ -> List.of(Strace.set(Strace.CALLS) + ":delay_exit=" + holdMillis * 1000);
      case Failure failure ->
          List.of("%s:error=%s:when=%d".formatted(failure.syscall(), failure.errno(), failure.n()));
    };
  }

  /// Told by the trace, while the call's thread is held up.
  private boolean heard(Syscall call) {
    return switch (fault) {
      case None _ -> {
        count(call);
        yield true;
      }
      case Kill kill -> {
        if (count(call) && done.get() == kill.calls()) {
          supervision().kill();
          hit = true;
          point = call.label(scene.home().toString());
        }
        yield true;
      }
      case Failure _ -> {
        if (call.injected() && !hit) {
          hit = true;
          point = call.label(scene.home().toString());
        }
        yield !hit;
      }
    };
  }

  private boolean count(Syscall call) {
    boolean counts = call.changesSomething() && call.program().equals(scene.variant().program());
    if (counts) {
      done.incrementAndGet();
    }
    return counts;
  }

  /// Waits for the supervisor's end or the chain's progress.
  ///
  /// @return whether one of them came
  private boolean awaitEndOrGoal() throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (supervision().isAlive() && scene.height() < goal) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      Thread.sleep(PACE_MILLIS);
    }
    return true;
  }

  /// How the supervisor ended, which must be in order unless it was killed.
  private String ended() throws InterruptedException {
    int status = supervision().await();
    boolean killed = fault instanceof Kill && starts == 0;
    if (!killed) {
      wrong.addAll(Judge.lastWords(scene, status));
    }
    return killed ? "killed" : "ended with " + status;
  }

  /// Starts it again until the chain goes on.
  private void recover() throws Exception {
    while (!supervision().isAlive() || scene.height() < goal) {
      if (!supervision().isAlive()) {
        wrong.addAll(Judge.currentLink(scene));
        if (starts == MOST_STARTS) {
          wrong.add("the chain does not go on, after " + starts + " more starts");
          return;
        }
        starts++;
        goal = Math.max(Scene.BEHIND, scene.height() + BLOCKS);
        scene.startAgain();
      }
      if (!awaitEndOrGoal()) {
        wrong.add("the supervisor runs, but the chain stands at height " + scene.height());
        return;
      }
      if (!supervision().isAlive()) {
        String how = ended();
        System.out.println("crash: a start after the fault " + how);
      }
    }
  }

  /// Ends it as an init system does.
  private void end() throws Exception {
    if (supervision().isAlive()) {
      supervision().terminate();
      int status = supervision().await();
      int expected = scene.variant() == Variant.IGNORES_TERM ? 128 + 9 : 0;
      if (status != expected) {
        wrong.add("told to end, it ended with " + status);
      }
    }
    if (!scene.nodes().present().isEmpty()) {
      wrong.add("a node is left running");
    }
  }
}
