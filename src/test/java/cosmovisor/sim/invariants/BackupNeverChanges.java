package cosmovisor.sim.invariants;

import cosmovisor.machine.Notice;
import cosmovisor.sim.World;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// What bears a backup's name is whole from its first moment, equals the data of that moment, and
/// stays as it is, through power cuts as well. It may only disappear in one that comes before the
/// operator was told that it is complete.
public final class BackupNeverChanges extends Invariant {
  private static final int EVERY = 50;

  private final Map<Path, Map<String, String>> known = new HashMap<>();
  private final Set<Path> completed = new HashSet<>();
  private final Changes changes = new Changes();
  private int life;
  private long comparedAt;

  @Override
  public void said(World world, Notice notice) {
    if (notice instanceof Notice.BackupCompleted backup) {
      completed.add(backup.folder());
    }
  }

  @Override
  public void check(World world) {
    if (!changes.sinceLast(world)) {
      return;
    }
    boolean born = life != world.lives();
    life = world.lives();
    if (born || changes.count() - comparedAt > EVERY) {
      comparedAt = changes.count();
      known.keySet().removeIf(backup -> !completed.contains(backup) && isGone(world, backup));
      known.forEach((backup, content) -> mustBe(world, backup, content));
    }
    BackupWatch.backups(world).stream()
        .filter(backup -> !known.containsKey(backup))
        .forEach(backup -> known.put(backup, asTheData(world, backup)));
  }

  private static boolean isGone(World world, Path backup) {
    return see(() -> world.disk().tree().facts(backup, false)).isEmpty();
  }

  private Map<String, String> asTheData(World world, Path backup) {
    Map<String, String> content = see(() -> world.data().all(backup));
    Map<String, String> data = see(() -> world.data().all(world.home().data()));
    if (!data.equals(content)) {
      throw violated("%s holds %s, the data are %s", backup, content, data);
    }
    return content;
  }

  private void mustBe(World world, Path backup, Map<String, String> content) {
    if (isGone(world, backup)) {
      throw violated("%s is gone", backup);
    }
    Map<String, String> now = see(() -> world.data().all(backup));
    if (!now.equals(content)) {
      throw violated("%s was %s and is %s", backup, content, now);
    }
  }
}
