package cosmovisor.sim.invariants;

import cosmovisor.machine.Notice;
import cosmovisor.sim.World;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What bears a backup's name is whole from its first moment, equals the data of that moment, with
/// the contract code beside it, and stays as it is, through power cuts as well. It may only
/// disappear in one that comes before the operator was told that it is complete, or as a whole when
/// there is a newer one, since the operator of these stories keeps one.
public final class BackupNeverChanges extends Invariant {
  private static final int EVERY = 50;

  private final Map<Path, Map<String, String>> known = new HashMap<>();
  private final Set<Path> completed = new HashSet<>();
  private final Map<Path, Map<String, String>> retired = new HashMap<>();
  private Optional<Path> newest = Optional.empty();
  private final Changes changes = new Changes();
  private int life;
  private long comparedAt;

  @Override
  public void said(World world, Notice notice) {
    if (notice instanceof Notice.BackupCompleted backup) {
      completed.add(backup.folder());
      newest = Optional.of(backup.folder());
    }
    if (notice instanceof Notice.BackupKept backup) {
      newest = Optional.of(backup.folder());
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
      retire(world);
      known.forEach((backup, content) -> mustBe(world, backup, content));
    }
    BackupWatch.backups(world).stream()
        .filter(backup -> !known.containsKey(backup))
        .forEach(backup -> known.put(backup, asItShouldBe(world, backup)));
  }

  /// A power cut may bring one back, as it was, and its name may be given again.
  private void retire(World world) {
    for (Path backup : List.copyOf(known.keySet())) {
      if (!newest.equals(Optional.of(backup)) && isGone(world, backup)) {
        retired.put(backup, known.remove(backup));
      }
    }
  }

  private Map<String, String> asItShouldBe(World world, Path backup) {
    Map<String, String> content = see(() -> world.data().all(backup));
    return content.equals(retired.get(backup)) ? content : asTheData(world, backup);
  }

  private static boolean isGone(World world, Path backup) {
    return see(() -> world.disk().tree().facts(backup, false)).isEmpty();
  }

  private Map<String, String> asTheData(World world, Path backup) {
    Map<String, String> content = see(() -> world.data().allIn(backup));
    Map<String, String> data = see(() -> world.data().all());
    if (!data.equals(content)) {
      throw violated("%s holds %s, the data are %s", backup, content, data);
    }
    return content;
  }

  private void mustBe(World world, Path backup, Map<String, String> content) {
    if (isGone(world, backup)) {
      throw violated("%s is gone", backup);
    }
    Map<String, String> now = see(() -> world.data().allIn(backup));
    if (!now.equals(content)) {
      throw violated("%s was %s and is %s", backup, content, now);
    }
  }
}
