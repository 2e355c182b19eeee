package cosmovisor.cli;

import cosmovisor.backup.Inventory;
import cosmovisor.backup.Inventory.Item;
import cosmovisor.backup.Inventory.State;
import cosmovisor.config.Config;
import cosmovisor.config.ConfigLoader.Purpose;
import cosmovisor.home.NodeHome;
import cosmovisor.os.Failures;
import cosmovisor.os.OsString;
import cosmovisor.os.UserError;
import cosmovisor.plan.UpgradePlan;
import cosmovisor.restore.Ways;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The backups of a home, as the commands on them need them.
record BackupsDesk(Call call, Config config, NodeHome home) {

  static BackupsDesk of(Call call) throws UserError {
    Config config = call.config(Purpose.USE);
    return new BackupsDesk(call, config, Call.home(config));
  }

  /// Where backups are.
  Path folder() {
    return config.backupFolder();
  }

  /// A backup, or what was or may become one.
  ///
  /// @param plan the upgrade before which it was taken, if that is known
  record Entry(Item item, Optional<UpgradePlan> plan) {
    String name() {
      return OsString.of(item.backup().folder()).text().replaceAll(".*/", "");
    }

    Optional<String> upgrade() {
      return plan.map(of -> of.name().spelling());
    }

    /// Whether it has a backup's name.
    boolean isBackup() {
      return item.state() != State.PARTIAL && item.state() != State.REMOVING;
    }
  }

  /// All of them.
  List<Entry> entries() throws UserError {
    try {
      List<Entry> entries = new ArrayList<>();
      for (Item item : new Inventory(folder(), call.disk()).items()) {
        entries.add(new Entry(item, plan(item)));
      }
      return entries;
    } catch (IOException failure) {
      throw new UserError("the backups can't be listed: " + Failures.line(failure));
    }
  }

  /// The upgrade before which it was taken; nothing if that can't be told.
  private Optional<UpgradePlan> plan(Item item) {
    try {
      return new Ways(call.disk(), home, folder()).plan(item.backup());
    } catch (IOException unknown) {
      return Optional.empty();
    }
  }

  /// The backups that a name means: the one of this name, or those of the upgrade of this name;
  /// without a name all of them.
  List<Entry> named(Optional<String> name) throws UserError {
    List<Entry> backups = entries().stream().filter(Entry::isBackup).toList();
    if (name.isEmpty()) {
      return backups;
    }
    List<Entry> same = backups.stream().filter(one -> one.name().equals(name.get())).toList();
    List<Entry> found =
        same.isEmpty() ? backups.stream().filter(one -> one.upgrade().equals(name)).toList() : same;
    if (found.isEmpty()) {
      throw new UserError(
          "there is no backup %s in %s, and none of an upgrade of this name: cosmovisor backups list shows all"
              .formatted(name.get(), shownFolder()));
    }
    return found;
  }

  String shownFolder() {
    return OsString.of(folder()).text();
  }
}
