package cosmovisor.machine;

import static org.assertj.core.api.Assertions.assertThat;

import cosmovisor.os.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Writes `docs/STATE_MACHINE.md` from the machine itself, and fails if the committed one differs.
/// To accept a change: `./mvnw test -Dtest=StateMachineDocTest -Ddocs.update`.
final class StateMachineDocTest {
  private static final Path DOC = Path.of("docs/STATE_MACHINE.md");

  @Test
  void theDocumentIsWhatTheMachineDoes() throws IOException {
    String expected = document();
    if (System.getProperty("docs.update") != null) {
      Files.writeString(DOC, expected);
    }
    assertThat(DOC).exists().hasContent(expected);
  }

  private static String document() {
    var out = new StringBuilder();
    out.append(
        """
        # The state machine

        Made by `StateMachineDocTest` from `UpgradeMachine` itself, by asking it about every sample state
        and event under every sample policy; a build in which the two differ fails. What is not listed
        changes nothing. `Look`, `Say` and other effects are in `Effect`.

        ```mermaid
        stateDiagram-v2
          [*] --> Starting
        """);
    arrows().forEach(arrow -> out.append("  ").append(arrow).append('\n'));
    out.append("  Halted --> [*]\n```\n");
    rows()
        .forEach(
            (state, rows) -> {
              out.append("\n## ")
                  .append(state)
                  .append("\n\n| event | next | effects |\n|---|---|---|\n");
              rows.forEach(row -> out.append(row).append('\n'));
            });
    return out.toString();
  }

  private static Set<String> arrows() {
    Set<String> arrows = new TreeSet<>();
    forEachMove(
        (before, event, step) -> {
          if (!kind(before).equals(kind(step.state()))) {
            arrows.add(kind(before) + " --> " + kind(step.state()));
          }
        });
    return arrows;
  }

  private static Map<String, Set<String>> rows() {
    Map<String, Set<String>> rows = new LinkedHashMap<>();
    forEachMove(
        (before, event, step) -> {
          if (!step.equals(Step.of(before))) {
            rows.computeIfAbsent(name(before), _ -> new TreeSet<>())
                .add(
                    "| %s | %s | %s |"
                        .formatted(
                            name(event),
                            name(step.state()),
                            step.effects().stream()
                                .map(StateMachineDocTest::name)
                                .collect(Collectors.joining(", "))));
          }
        });
    return rows;
  }

  /// What is told of each move.
  private interface Teller {
    void tell(State before, Event event, Step step);
  }

  private static void forEachMove(Teller teller) {
    for (Policy policy : Samples.policies()) {
      UpgradeMachine machine = new UpgradeMachine(policy);
      for (State state : Samples.states()) {
        for (Event event : Samples.events()) {
          teller.tell(state, event, machine.decide(state, event));
        }
      }
    }
  }

  private static String kind(Object value) {
    return value.getClass().getSimpleName();
  }

  private static String name(State state) {
    return switch (state) {
      case State.Running running -> "Running(" + kind(running.next()) + ")";
      case State.Stopping(State.Why.Asked asked) ->
          asked.aWhileAgo() ? "Stopping(Asked a while ago)" : "Stopping(Asked)";
      case State.Stopping stopping -> "Stopping(" + kind(stopping.why()) + ")";
      case State.Upgrading upgrading -> "Upgrading(" + upgrading.stage() + ")";
      case State.Halted halted -> halted.status() == 0 ? "Halted(0)" : "Halted(error)";
      default -> kind(state);
    };
  }

  private static String name(Event event) {
    return switch (event) {
      case Event.Observed observed ->
          "Observed: current %s, info %s"
              .formatted(name(observed.sight().current()), kind(observed.sight().info()));
      case Event.InfoChanged changed -> "InfoChanged: " + kind(changed.info());
      case Event.SignalReceived received ->
          (received.signal().asksToStop() ? "SignalReceived: a stop" : "SignalReceived: another")
              + (received.toGroup() ? " to the group" : "");
      case Event.TimerFired fired -> "TimerFired: " + fired.timer();
      case Event.Done done -> "Done: " + kind(done.effect());
      case Event.Failed failed -> "Failed: " + kind(failed.effect());
      case Event.PreUpgradeEnded ended ->
          "PreUpgradeEnded: "
              + switch (ended.exit().status()) {
                case 0, 1, 31 -> String.valueOf(ended.exit().status());
                default -> "another end";
              };
      default -> kind(event);
    };
  }

  private static String name(Sight.Current current) {
    return switch (current) {
      case Sight.Current.Version version -> version.folder();
      case Sight.Current.Missing missing ->
          missing.recorded().isEmpty() ? "missing" : "missing, others recorded";
      case Sight.Current.Broken _ -> "broken";
    };
  }

  private static String name(Effect effect) {
    return switch (effect) {
      case Effect.Say say -> "say " + kind(say.notice());
      case Effect.SignalNode signal ->
          signal.signal() == Signal.KILL ? "SignalNode(KILL)" : "SignalNode";
      case Effect.StartTimer timer -> "StartTimer(" + timer.timer() + ")";
      default -> kind(effect);
    };
  }

  /// The reader of a document of rows would not see a state that has none.
  @Test
  void everyStateButTheLastHasRows() {
    List<String> names = new ArrayList<>(rows().keySet());
    assertThat(names).hasSizeGreaterThan(10).noneMatch(name -> name.startsWith("Halted"));
  }
}
