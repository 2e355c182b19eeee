package cosmovisor.machine;

import cosmovisor.os.OsString;
import cosmovisor.os.ProcessExit;
import cosmovisor.plan.UpgradePlan;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Everything that an operator is told while a node is supervised, as data; `notify` has the words.
public sealed interface Notice {

  /// The node is started.
  record RunningApp(Path path, List<OsString> arguments) implements Notice {}

  /// A program outlived the supervisor before us and is ended now.
  ///
  /// @param what a node or a hook
  record SurvivorFound(String what, long pid) implements Notice {}

  /// We were called without an action.
  ///
  /// @param meant the action that the first word nearly is
  record ActionMissing(Optional<String> meant) implements Notice {}

  /// Something is set that nobody knows.
  record SettingIgnored(String what) implements Notice {}

  /// `data/upgrade-info.json` can't be used; the node is left alone.
  record InfoUnreadable(String why) implements Notice {}

  /// A plan calls for another version than the one that runs.
  record UpgradeSeen(UpgradePlan plan) implements Notice {}

  /// An upgrade that an earlier life of ours began is gone on with.
  ///
  /// @param stage the one to go on with
  record UpgradeResumed(UpgradePlan plan, State.Stage stage) implements Notice {}

  /// The journal is damaged; what could be read of it counts, and the rest was set aside.
  record JournalDamaged(Path aside) implements Notice {}

  /// A new plan is not above the height of the upgrade before it.
  record HeightNotAbove(UpgradePlan plan, long knownHeight) implements Notice {}

  /// The operator's schedule can't be read; nothing of it will be carried out.
  record ScheduleUnreadable(String why) implements Notice {}

  /// The upgrade waits for its height; the node is left alone.
  record WaitingForHeight(UpgradePlan plan) implements Notice {}

  /// The node was told to skip this upgrade.
  record UpgradeSkipped(UpgradePlan plan) implements Notice {}

  /// The upgrade waits for what is missing; the node is left alone.
  record NotPrepared(UpgradePlan plan, String why) implements Notice {}

  /// The new binary will be fetched.
  record FetchStarted() implements Notice {}

  /// How far the fetch is.
  ///
  /// @param total bytes, or -1 if unknown
  record FetchProgress(String phase, long done, long total) implements Notice {}

  /// The new binary is in place.
  record FetchCompleted(String url, String checksum) implements Notice {}

  /// The node is stopped for an upgrade.
  record ShuttingDown() implements Notice {}

  /// The node was told to end.
  record WaitingForExit(Duration grace) implements Notice {}

  /// The node ended within its time.
  record AppExited() implements Notice {}

  /// The node is asked to end for the second time, and killed.
  record StopInsisted() implements Notice {}

  /// The node ended with a failure and is started again after a rest.
  ///
  /// @param failures how often in a row
  record NodeRests(ProcessExit exit, int failures, int allowed, Duration rest) implements Notice {}

  /// The node took too long.
  record GraceExceeded() implements Notice {}

  /// What the backup will take, told while the node still runs.
  ///
  /// @param method the word of the way in which files get there
  /// @param why this one
  /// @param copied bytes that have to be written, of `bytes`
  /// @param expected how long it will take, if an earlier one tells
  /// @param folders by name, the data first
  record BackupPlanned(
      String method,
      String why,
      long files,
      long bytes,
      long copied,
      long free,
      Optional<Duration> expected,
      List<String> folders)
      implements Notice {
    public BackupPlanned {
      folders = List.copyOf(folders);
    }
  }

  /// An old backup was removed, as the settings want it.
  record BackupRetired(String name, String why) implements Notice {}

  /// A link in the data leads out of it, and the backup will hold the link alone.
  record BackupLeavesOut(Path link) implements Notice {}

  /// Old backups could not be removed; the upgrade goes on.
  record BackupNotRetired(String why) implements Notice {}

  /// The backup begins.
  record BackupStarted(Path data, Instant time) implements Notice {}

  /// How far the backup is.
  ///
  /// @param total bytes, 0 if unknown
  /// @param perSecond bytes
  /// @param left if it goes on like this
  record BackupProgress(long done, long total, long perSecond, Optional<Duration> left)
      implements Notice {}

  /// The backup is whole and on the disk.
  record BackupCompleted(Path folder, Instant time, Duration took) implements Notice {}

  /// This upgrade's backup was taken by an earlier attempt.
  record BackupKept(Path folder) implements Notice {}

  /// This upgrade gets no backup of its own: the node is catching up, and there is a young one.
  ///
  /// @param older the name of the one that there is
  record BackupLeftOut(String older) implements Notice {}

  /// The operator's script is looked for and run.
  record CustomHookStarted(Path script) implements Notice {}

  /// What the operator's script printed.
  record CustomHookEnded(String output) implements Notice {}

  /// `pre-upgrade` ended well.
  record PreUpgradeSuccessful() implements Notice {}

  /// The new version has no `pre-upgrade`.
  record PreUpgradeMissing() implements Notice {}

  /// `pre-upgrade` asked to be run again.
  record PreUpgradeRetried(int attempt) implements Notice {}

  /// What `pre-upgrade` printed, on both streams.
  record PreUpgradeOutput(String output) implements Notice {}

  /// The `current` link was lost and leads again to the version that the data is at.
  record LinkRepaired(String folder) implements Notice {}

  /// The new version is about to be started.
  record Relaunching() implements Notice {}

  /// The new version is left to the operator to start.
  record RestartIsOff() implements Notice {}
}
