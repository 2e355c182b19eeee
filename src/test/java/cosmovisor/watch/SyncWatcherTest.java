package cosmovisor.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SyncWatcherTest {
  private Optional<Boolean> answer = Optional.empty();
  private boolean matters = true;
  private int asked;
  private final SyncWatcher watcher = new SyncWatcher(this::ask, () -> matters);

  private Optional<Boolean> ask() {
    asked++;
    return answer;
  }

  private static Optional<Boolean> says(boolean isCatchingUp) {
    return Optional.of(isCatchingUp);
  }

  @Test
  void whatTheNodeSaidLastStandsWhenItFallsSilent() {
    answer = says(true);
    assertThat(watcher.look()).isTrue();
    answer = Optional.empty();
    assertThat(watcher.look()).isTrue();
    assertThat(watcher.isCatchingUp(true)).contains(true);
    assertThat(watcher.isCatchingUp(false)).contains(true);
  }

  @Test
  void itsPresentWordCountsBeforeItsLast() {
    answer = says(true);
    watcher.look();
    answer = says(false);
    assertThat(watcher.isCatchingUp(true)).contains(false);
  }

  @Test
  void aNodeThatDoesNotRunIsNotAsked() {
    answer = says(true);
    assertThat(watcher.isCatchingUp(false)).isEmpty();
    assertThat(asked).isZero();
  }

  @Test
  void nobodyIsAskedAnyMoreWhenItHasCaughtUpOrNobodyWantsToKnow() {
    answer = says(false);
    assertThat(watcher.look()).isFalse();
    answer = says(true);
    matters = false;
    assertThat(watcher.look()).isFalse();
  }

  @Test
  void ofAnotherNodeNothingIsKnown() {
    answer = says(true);
    watcher.look();
    matters = false;
    watcher.nodeStarted();
    assertThat(watcher.isCatchingUp(false)).isEmpty();
  }
}
