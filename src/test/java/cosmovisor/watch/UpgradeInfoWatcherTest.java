package cosmovisor.watch;

import static org.assertj.core.api.Assertions.assertThat;

import cosmovisor.machine.Sight;
import cosmovisor.plan.PlanName;
import cosmovisor.plan.UpgradePlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

final class UpgradeInfoWatcherTest {
  private static final Sight.Info ABSENT = new Sight.Info.Absent();
  private static final Sight.Info HALF = new Sight.Info.Unreadable("unexpected end");
  private static final Sight.Info OTHER_HALF = new Sight.Info.Unreadable("invalid character");
  private static final Sight.Info PLAN =
      new Sight.Info.Planned(new UpgradePlan(new PlanName("v2"), 20, ""));

  private static List<Sight.Info> newsOf(Sight.Info... readings) {
    Deque<Sight.Info> left = new ArrayDeque<>(List.of(readings));
    List<Sight.Info> news = new ArrayList<>();
    var watcher =
        new UpgradeInfoWatcher(
            Path.of("/data"), Duration.ofMillis(1), left::removeFirst, news::add, () -> {});
    while (!left.isEmpty()) {
      watcher.look();
    }
    return news;
  }

  @Test
  void whatTheFileSaysIsToldOnce() {
    assertThat(newsOf(ABSENT, PLAN, PLAN, PLAN)).containsExactly(PLAN);
  }

  @Test
  void aFileInTheMiddleOfItsWritingIsNotToldOf() {
    assertThat(newsOf(ABSENT, HALF, PLAN)).containsExactly(PLAN);
    assertThat(newsOf(ABSENT, HALF, OTHER_HALF, HALF, PLAN)).containsExactly(PLAN);
  }

  @Test
  void aFileThatStaysUnreadableIsToldOnce() {
    assertThat(newsOf(HALF, HALF, HALF, HALF)).containsExactly(HALF);
  }

  @Test
  void aPlanThatComesBackIsNews() {
    assertThat(newsOf(PLAN, ABSENT, PLAN)).containsExactly(PLAN, ABSENT, PLAN);
  }
}
