package cosmovisor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import cosmovisor.e2e.Cosmovisor.Ended;
import org.junit.jupiter.api.Test;

/// As a container's first process.
@EndToEnd
final class FirstProcessIT {
  @Test
  void orphansAreReaped(Home home) {
    home.genesis(
        "echo parent $PPID",
        "(sh -c 'touch ended' &)",
        "while [ ! -e ended ]; do sleep 0.05; done",
        "while grep -qs '^State:.Z' /proc/[0-9]*/status; do sleep 0.05; done",
        "echo nobody is left");

    Ended end = Namespace.firstProcess(home, "run").awaitOut("nobody is left\n").end();

    assertThat(end.out()).contains("parent 1\n");
    assertThat(end.status()).isZero();
  }

  @Test
  void aStopReachesTheNodeAndItsCodeIsOurs(Home home) {
    home.genesis("trap 'echo heard; exit 9' TERM", "echo up", Node.STAY);
    Cosmovisor outside = Namespace.firstProcess(home, "run").awaitOut("up\n");

    Cosmovisor.signal("TERM", outside.children().getFirst());
    Ended end = outside.end();

    assertThat(end.count("heard")).isEqualTo(1);
    assertThat(end.status()).isEqualTo(9);
  }

  @Test
  void anUpgradeIsCarriedOut(Home home) {
    home.genesis(Node.plan("v2", 20), Node.STAY).version("v2", "echo v2 runs");

    assertThat(Namespace.firstProcess(home, "run").end().out()).contains("v2 runs\n");
    assertThat(home.current()).isEqualTo("upgrades/v2");
  }
}
