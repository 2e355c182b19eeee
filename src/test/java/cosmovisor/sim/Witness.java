package cosmovisor.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What really happened, kept where no disk can lose it.
public final class Witness {
  /// A node's first instruction.
  ///
  /// @param committed the height that it found in the data
  /// @param dataVersion the newest version that had written to them
  public record Start(long pid, int version, long committed, int dataVersion, long nanos) {}

  /// A program touched the data while another that does was alive.
  public record Clash(String one, String other) {}

  private final List<Start> starts = new ArrayList<>();
  private final List<String> torn = new ArrayList<>();
  private final List<String> lines = new ArrayList<>();
  private final Map<Integer, Integer> preUpgrades = new HashMap<>();
  private final Map<Integer, Integer> preUpgradeStarts = new HashMap<>();
  private int lastPreUpgrade;
  private int hooks;
  private int failures;
  private long committed;
  private int committedBy;
  private int lastExit = 1;
  private @Nullable Clash clash;

  void started(Start start) {
    starts.add(start);
  }

  public List<Start> starts() {
    return starts;
  }

  public Optional<Start> lastStart() {
    return starts.isEmpty() ? Optional.empty() : Optional.of(starts.getLast());
  }

  void committed(long height, int version) {
    committed = height;
    committedBy = version;
  }

  void exited(int status) {
    lastExit = status;
  }

  /// The status of the last node that ended.
  public int lastExit() {
    return lastExit;
  }

  public long committed() {
    return committed;
  }

  public int committedBy() {
    return committedBy;
  }

  /// A program was executed that is no program, but a part of one.
  void executedTorn(String content) {
    torn.add(content);
  }

  public List<String> torn() {
    return torn;
  }

  void clashed(String one, String other) {
    clash = new Clash(one, other);
  }

  public Optional<Clash> clash() {
    return Optional.ofNullable(clash);
  }

  /// How often this version's `pre-upgrade` came to its end before.
  int nextPreUpgrade(int version) {
    return preUpgrades.merge(version, 1, Integer::sum) - 1;
  }

  void preUpgradeStarted(int version) {
    preUpgradeStarts.merge(version, 1, Integer::sum);
    lastPreUpgrade = version;
  }

  /// How often this version's `pre-upgrade` has begun.
  public int preUpgradeStarts(int version) {
    return preUpgradeStarts.getOrDefault(version, 0);
  }

  /// The version whose `pre-upgrade` was begun last.
  public int lastPreUpgrade() {
    return lastPreUpgrade;
  }

  void failed() {
    failures++;
  }

  /// How many verbs have failed.
  public int failures() {
    return failures;
  }

  int nextHook() {
    return hooks++;
  }

  public int preUpgrades(int version) {
    return preUpgrades.getOrDefault(version, 0);
  }

  public int hooks() {
    return hooks;
  }

  /// A line that an operator can read.
  void printed(String line) {
    lines.add(line);
  }

  public List<String> lines() {
    return lines;
  }
}
