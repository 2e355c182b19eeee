package cosmovisor.sim;

import static org.assertj.core.api.Assertions.assertThat;

import cosmovisor.sim.Story.Character;
import cosmovisor.sim.Story.Ending;
import cosmovisor.sim.Story.Pen;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Two upgrades of a node that is catching up and stands at each until it is stopped.
final class CatchingUpTest {
  private static Story story() {
    return Story.plain()
        .with(Story.upgrade("v2", 3), Story.upgrade("v3", 6))
        .with(
            new Character(
                Pen.ONE_WRITE, Ending.HANG, false, false, Duration.ofMillis(100), true, true));
  }

  private static long backups(World world) throws IOException {
    return world.disk().list(world.home().home()).stream()
        .filter(path -> path.getFileName().toString().startsWith("data-backup-"))
        .count();
  }

  @Test
  void itIsBackedUpOnce() throws IOException {
    World world = Histories.told(story().catchesUp(), 1, "CatchingUpTest");
    assertThat(backups(world)).isEqualTo(1);
    assertThat(world.witness().committedBy()).isEqualTo(2);
  }

  @Test
  void withoutCatchingUpItIsBackedUpTwice() throws IOException {
    assertThat(backups(Histories.told(story(), 1, "CatchingUpTest"))).isEqualTo(2);
  }
}
