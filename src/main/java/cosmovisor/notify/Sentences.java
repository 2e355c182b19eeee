package cosmovisor.notify;

import cosmovisor.config.GoDuration;
import cosmovisor.json.Json;
import cosmovisor.json.Json.JsonArray;
import cosmovisor.json.Json.JsonString;
import cosmovisor.machine.Notice;
import cosmovisor.os.OsString;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/// The words for each notice. Those that the original has too are its own to the letter, since
/// scripts and guides search for them.
final class Sentences {
  private final OsString app;

  /// @param app the name of the node's binary
  Sentences(OsString app) {
    this.app = app;
  }

  LogLine of(Notice notice) {
    return switch (notice) {
      case Notice.RunningApp n ->
          LogLine.info("running app", "path", n.path().toString(), "args", list(n.arguments()));
      case Notice.SurvivorFound n ->
          LogLine.warn(
              "a " + n.what() + " outlived its supervisor, ending it before anything is started",
              "pid",
              n.pid());
      case Notice.ActionMissing n ->
          LogLine.warn(
              "Use of cosmovisor without the 'run' command is deprecated. Use: cosmovisor run"
                  + " [args]"
                  + n.meant()
                      .map(action -> ". Did you mean: cosmovisor " + action + "?")
                      .orElse(""));
      case Notice.SettingIgnored n -> LogLine.warn("a setting has no effect", "setting", n.what());
      case Notice.InfoUnreadable n ->
          LogLine.warn(
              "upgrade-info.json can't be used, leaving the app alone and looking again",
              "error",
              n.why());
      case Notice.UpgradeSeen n ->
          LogLine.info(
              "upgrade plan found",
              "name",
              n.plan().name().spelling(),
              "height",
              n.plan().height());
      case Notice.UpgradeResumed n ->
          LogLine.warn(
              "an upgrade was broken off, going on with it",
              "name",
              n.plan().name().spelling(),
              "height",
              n.plan().height(),
              "stage",
              n.stage().name().toLowerCase(Locale.ROOT).replace('_', '-'));
      case Notice.JournalDamaged n ->
          LogLine.warn(
              "the journal is damaged, what can be read of it counts and the whole was set aside",
              "aside",
              n.aside().toString());
      case Notice.HeightNotAbove n ->
          LogLine.warn(
              "the new upgrade's height is not above the last one's, upgrading all the same",
              "height",
              n.plan().height(),
              "last",
              n.knownHeight());
      case Notice.ScheduleUnreadable n ->
          LogLine.warn(
              "failed to load batch upgrade file, scheduled upgrades wait until it is mended",
              "error",
              n.why());
      case Notice.WaitingForHeight n ->
          LogLine.info(
              "upgrade is scheduled, waiting for its height",
              "name",
              n.plan().name().spelling(),
              "height",
              n.plan().height());
      case Notice.UpgradeSkipped n ->
          LogLine.warn(
              "upgrade skipped by --unsafe-skip-upgrades, leaving the app alone",
              "name",
              n.plan().name().spelling(),
              "height",
              n.plan().height());
      case Notice.NotPrepared n ->
          LogLine.error(
              "upgrade can't be carried out yet, leaving the app alone and looking again",
              "name",
              n.plan().name().spelling(),
              "error",
              n.why());
      case Notice.FetchStarted _ ->
          LogLine.info("no upgrade binary found, beginning to download it");
      case Notice.FetchProgress n ->
          LogLine.info("downloading binary", "phase", n.phase(), "done", size(n.done(), n.total()));
      case Notice.FetchCompleted n ->
          LogLine.info("downloading binary complete", "url", n.url(), "checksum", n.checksum());
      case Notice.ShuttingDown _ -> LogLine.info("daemon shutting down in an attempt to restart");
      case Notice.WaitingForExit n ->
          LogLine.info(
              "sent terminate to app, waiting for exit", "grace", GoDuration.print(n.grace()));
      case Notice.AppExited _ -> LogLine.info("app exited normally");
      case Notice.StopInsisted _ -> LogLine.warn("a second request to stop, killing app");
      case Notice.NodeRests n ->
          LogLine.error(
              "app ended with a failure, starting it again",
              "error",
              n.exit().words(),
              "failures in a row",
              n.failures() + " of " + n.allowed(),
              "after",
              GoDuration.print(n.rest()));
      case Notice.GraceExceeded _ -> LogLine.warn("DAEMON_SHUTDOWN_GRACE exceeded, killing app");
      case Notice.BackupPlanned n ->
          LogLine.info(
              "data directory will be backed up before the switch",
              "method",
              n.method(),
              "reason",
              n.why(),
              "files",
              n.files(),
              "size",
              size(n.bytes()),
              "to be written",
              size(n.copied()),
              "free",
              size(n.free()),
              "expected time",
              n.expected().map(time -> "about " + GoDuration.print(time)).orElse("unknown"),
              "folders",
              String.join(", ", n.folders()));
      case Notice.BackupRetired n ->
          LogLine.info("removed an old backup", "backup", n.name(), "reason", n.why());
      case Notice.BackupLeavesOut n ->
          LogLine.warn(
              "a link in the data leads out of it: the backup holds the link and not what lies"
                  + " there, so that no rollback brings it back",
              "link",
              n.link().toString());
      case Notice.BackupNotRetired n ->
          LogLine.warn("old backups could not be removed, going on", "error", n.why());
      case Notice.BackupStarted n ->
          LogLine.info(
              "starting to take backup of data directory", "backup start time", time(n.time()));
      case Notice.BackupProgress n ->
          LogLine.info(
              "taking backup of data directory",
              "done",
              size(n.done(), n.total()),
              "rate",
              size(n.perSecond()) + "/s",
              "left",
              n.left().map(GoDuration::print).orElse("unknown"));
      case Notice.BackupCompleted n ->
          LogLine.info(
              "backup completed",
              "backup saved at",
              n.folder().toString(),
              "backup completion time",
              time(n.time()),
              "time taken to complete backup",
              n.took().toMillis());
      case Notice.BackupKept n ->
          LogLine.info(
              "backup of this upgrade is there already", "backup saved at", n.folder().toString());
      case Notice.BackupLeftOut n ->
          LogLine.warn(
              "no backup before this upgrade: the app is catching up, and the last backup is"
                  + " younger than DAEMON_BACKUP_MIN_INTERVAL",
              "last backup",
              n.older());
      case Notice.CustomHookStarted n ->
          LogLine.info(
              "looking for COSMOVISOR_CUSTOM_PREUPGRADE file", "file", n.script().toString());
      case Notice.CustomHookEnded n ->
          LogLine.info("COSMOVISOR_CUSTOM_PREUPGRADE result", "result", n.output());
      case Notice.PreUpgradeSuccessful _ ->
          LogLine.info("pre-upgrade successful. continuing the upgrade.");
      case Notice.PreUpgradeMissing _ ->
          LogLine.info("pre-upgrade command does not exist. continuing the upgrade.");
      case Notice.PreUpgradeRetried n ->
          LogLine.error("pre-upgrade command failed. retrying", "attempt", n.attempt());
      case Notice.PreUpgradeOutput n -> LogLine.info("pre-upgrade result", "result", n.output());
      case Notice.LinkRepaired n ->
          LogLine.warn(
              "the current link was missing and leads again to the version that the data is at",
              "version",
              n.folder());
      case Notice.Relaunching _ -> LogLine.info("upgrade detected, relaunching", "app", app.text());
      case Notice.RestartIsOff _ ->
          LogLine.info(
              "upgrade detected, DAEMON_RESTART_AFTER_UPGRADE is off. Verify new upgrade and start"
                  + " cosmovisor again.");
    };
  }

  static LogLine of(Deed deed) {
    return switch (deed) {
      case Deed.CheckingGenesisFolder _ -> LogLine.info("checking on the genesis/bin directory");
      case Deed.MakingFolder d ->
          LogLine.info("creating directory (and any parents): " + quoted(d.folder()));
      case Deed.FolderThere d ->
          LogLine.info("the " + quoted(d.folder()) + " directory already exists");
      case Deed.CheckingGenesisBinary _ -> LogLine.info("checking on the genesis/bin executable");
      case Deed.CopyingBinary d ->
          LogLine.info("copying executable into place: " + quoted(d.binary()));
      case Deed.BinaryThere d -> LogLine.info("the " + quoted(d.binary()) + " file already exists");
      case Deed.MakingExecutable d ->
          LogLine.info("making sure " + quoted(d.binary()) + " is executable");
      case Deed.CheckingLink _ ->
          LogLine.info("checking on the current symlink and creating it if needed");
      case Deed.LinkLeadsTo d ->
          LogLine.info("the current symlink points to: " + quoted(d.binary()));
      case Deed.LinkLeftToRun _ ->
          LogLine.warn(
              "there is no current symlink though upgrades have been carried out: leaving it to"
                  + " cosmovisor run, which finds the version that the data is at");
      case Deed.ConfigWritten d ->
          LogLine.info("cosmovisor config.toml created at: " + text(d.file()));
      case Deed.ConfigKept d ->
          LogLine.info("file already exists, not overriding: " + text(d.file()));
      case Deed.ConfigNotWritten d -> LogLine.warn("no config.toml written", "error", d.why());
      case Deed.UsingBinary d ->
          LogLine.info("Using " + text(d.binary()) + " for " + d.upgrade() + " upgrade");
      case Deed.BinaryInPlace d -> LogLine.info("Upgrade binary located at " + text(d.binary()));
      case Deed.AskingChain d ->
          LogLine.info("Using " + d.how() + " address", "address", d.address());
      case Deed.ChainSilent d ->
          LogLine.warn(d.how() + " gives no answer, asking in another way", "error", d.why());
      case Deed.NoPlan _ -> LogLine.info("No active upgrade plan found");
      case Deed.PreparingUpgrade d ->
          LogLine.info(
              "Preparing for upgrade",
              "name",
              d.plan().name().spelling(),
              "height",
              d.plan().height());
      case Deed.DownloadingBinary d -> LogLine.info("Downloading upgrade binary", "url", d.url());
      case Deed.UpgradePrepared d ->
          LogLine.info(
              "Upgrade preparation complete",
              "name",
              d.plan().name().spelling(),
              "height",
              d.plan().height());
      case Deed.Scheduled d ->
          LogLine.info(
              "%s created, %s upgrade binary will switch at height %d"
                  .formatted(text(d.file()), d.upgrade(), d.height()));
    };
  }

  private static String text(Path path) {
    return OsString.of(path).text();
  }

  private static String quoted(Path path) {
    return "\"" + text(path) + "\"";
  }

  private static LogLine.Raw list(List<OsString> arguments) {
    return new LogLine.Raw(
        new JsonArray(arguments.stream().<Json>map(text -> new JsonString(text.text())).toList()));
  }

  private static String size(long done, long total) {
    return total > 0 ? size(done) + " of " + size(total) : size(done);
  }

  private static String size(long bytes) {
    return bytes < 10 << 20 ? (bytes >> 10) + " KiB" : (bytes >> 20) + " MiB";
  }

  private static String time(Instant time) {
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
        time.truncatedTo(ChronoUnit.SECONDS).atZone(ZoneId.systemDefault()));
  }
}
