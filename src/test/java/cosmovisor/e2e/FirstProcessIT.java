package cosmovisor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import cosmovisor.e2e.Cosmovisor.Ended;
import java.io.IOException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// As a container's first process, in a namespace of its own.
@EndToEnd
final class FirstProcessIT {
  private static final String[] NAMESPACE = {
    "--user", "--map-root-user", "--pid", "--fork", "--mount-proc", "--kill-child"
  };

  private static Cosmovisor start(Home home) throws IOException, InterruptedException {
    String[] probe = words("true");
    Process trial = new ProcessBuilder("unshare").command(prepend("unshare", probe)).start();
    Assumptions.assumeTrue(trial.waitFor() == 0, "no namespaces for us on this system");
    return home.program("/usr/bin/unshare")
        .start(words(Home.IMAGE.resolve("bin/cosmovisor").toString(), "run"));
  }

  private static String[] words(String... command) {
    String[] words = new String[NAMESPACE.length + command.length];
    System.arraycopy(NAMESPACE, 0, words, 0, NAMESPACE.length);
    System.arraycopy(command, 0, words, NAMESPACE.length, command.length);
    return words;
  }

  private static String[] prepend(String first, String... words) {
    String[] all = new String[words.length + 1];
    all[0] = first;
    System.arraycopy(words, 0, all, 1, words.length);
    return all;
  }

  @Test
  void orphansAreReaped(Home home) throws IOException, InterruptedException {
    home.genesis(
        "echo parent $PPID",
        "(sh -c 'touch ended' &)",
        "while [ ! -e ended ]; do sleep 0.05; done",
        "while grep -qs '^State:.Z' /proc/[0-9]*/status; do sleep 0.05; done",
        "echo nobody is left");

    Ended end = start(home).awaitOut("nobody is left\n").end();

    assertThat(end.out()).contains("parent 1\n");
    assertThat(end.status()).isZero();
  }

  @Test
  void aStopReachesTheNodeAndItsCodeIsOurs(Home home) throws IOException, InterruptedException {
    home.genesis("trap 'echo heard; exit 9' TERM", "echo up", Node.STAY);
    Cosmovisor outside = start(home).awaitOut("up\n");

    Cosmovisor.signal("TERM", outside.children().getFirst());
    Ended end = outside.end();

    assertThat(end.count("heard")).isEqualTo(1);
    assertThat(end.status()).isEqualTo(9);
  }

  @Test
  void anUpgradeIsCarriedOut(Home home) throws IOException, InterruptedException {
    home.genesis(Node.plan("v2", 20), Node.STAY).version("v2", "echo v2 runs");

    assertThat(start(home).end().out()).contains("v2 runs\n");
    assertThat(home.current()).isEqualTo("upgrades/v2");
  }
}
