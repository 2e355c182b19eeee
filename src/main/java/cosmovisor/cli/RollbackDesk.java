package cosmovisor.cli;

import cosmovisor.backup.Backup;
import cosmovisor.backup.BackupNeed;
import cosmovisor.backup.Backups;
import cosmovisor.backup.CopyMethod;
import cosmovisor.backup.Restore;
import cosmovisor.config.Config;
import cosmovisor.config.ConfigLoader.Purpose;
import cosmovisor.home.NodeHome;
import cosmovisor.journal.Journal;
import cosmovisor.machine.JournalEntry;
import cosmovisor.machine.JournalEntry.RollbackBegun;
import cosmovisor.os.Failures;
import cosmovisor.os.OsString;
import cosmovisor.os.UserError;
import cosmovisor.restore.Load;
import cosmovisor.restore.Quiet;
import cosmovisor.restore.Rollback;
import cosmovisor.restore.Signer;
import cosmovisor.restore.WayBack;
import cosmovisor.restore.Ways;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/// Shows a rollback to the operator, asks, and has it carried out.
record RollbackDesk(Call call, Config config, NodeHome home, Path backups) {
  static RollbackDesk of(Call call) throws UserError {
    Config config = call.config(Purpose.USE);
    return new RollbackDesk(call, config, Call.home(config), config.backupFolder());
  }

  /// Says what would be done.
  void show(Optional<String> to, Optional<String> version) throws UserError {
    try {
      List<JournalEntry> entries = Journal.peek(home.journal(), call.disk());
      Optional<RollbackBegun> open = Journal.openRollback(entries);
      if (open.isPresent()) {
        showOpen(open.get());
      } else {
        WayBack way = ways().find(to, version, today());
        tell(way);
      }
      quiet().check(entries);
    } catch (IOException failure) {
      throw unreadable(failure);
    }
  }

  /// Leaves all as it was.
  void giveUp() throws UserError {
    Journal journal = journal();
    RollbackBegun open =
        Journal.openRollback(journal.open())
            .orElseThrow(() -> new UserError("no rollback was broken off here"));
    rollback(journal, _ -> {}).giveUp(open, "given up by the operator");
    call.say("The rollback to " + open.backup() + " is given up; nothing was changed.");
  }

  /// Rolls back, or goes on with what was broken off.
  ///
  /// @return whether the operator wanted it
  boolean rollBack(Optional<String> to, Optional<String> version, boolean yes) throws UserError {
    try {
      Journal journal = journal();
      List<JournalEntry> entries = journal.open();
      quiet().check(entries);
      Optional<RollbackBegun> open = journal.openRollback();
      if (open.isPresent()) {
        return goOn(journal, open.get(), to, version, yes);
      }
      WayBack way = ways().find(to, version, today());
      Load load = tell(way);
      if (!yes && !new Question(call).isAnsweredWithYes("Roll back?")) {
        call.say("Nothing was changed.");
        return false;
      }
      rollback(journal, RollbackProgress.of(call, load::bytes)).carryOut(way);
      done(way.version(), way.aside());
      return true;
    } catch (IOException failure) {
      throw unreadable(failure);
    }
  }

  private boolean goOn(
      Journal journal,
      RollbackBegun open,
      Optional<String> to,
      Optional<String> version,
      boolean yes)
      throws IOException, UserError {
    showOpen(open);
    if (version.isPresent() || to.filter(name -> !name.equals(open.backup())).isPresent()) {
      throw new UserError(
          "a rollback to %s was broken off: go on with it (cosmovisor rollback), or give it up (cosmovisor rollback --abort), before another one"
              .formatted(open.backup()));
    }
    if (!yes && !new Question(call).isAnsweredWithYes("Go on?")) {
      call.say("Nothing was changed; no node is started before the rollback has ended.");
      return false;
    }
    rollback(journal, RollbackProgress.of(call, () -> bytes(open))).goOn(open);
    done(open.runs(), open.aside());
    return true;
  }

  /// Bytes of what is brought; 0 if they can't be counted, which the rollback will meet and say.
  private long bytes(RollbackBegun open) {
    try {
      Backup backup = Backup.read(call.disk(), OsString.of(open.backup()).under(backups));
      return Load.of(call.disk(), home, restore(), backup, open.parts(), open.aside()).bytes();
    } catch (IOException | UserError uncounted) {
      return 0;
    }
  }

  private void showOpen(RollbackBegun open) {
    call.say("A rollback of " + home.home() + " to " + open.backup() + " was broken off.");
  }

  private Load tell(WayBack way) throws IOException, UserError {
    Load load = load(way);
    Path data = load.pieces().getFirst().part().live();
    call.say("Rollback of " + home.home());
    String created = way.backup().created();
    call.say(
        Words.printable(
            "  data     %s%s, before upgrade %s at height %d"
                .formatted(
                    way.backup().name(),
                    created.isEmpty() ? "" : ", taken " + created,
                    way.plan().name(),
                    way.plan().height())));
    call.say(words(load.pieces().getFirst().need()));
    for (Load.Piece piece : load.pieces().subList(1, load.pieces().size())) {
      call.say("  " + piece.part().name() + ", which lay beside the data");
      call.say(words(piece.need()));
    }
    for (String name : missing(way, data)) {
      call.say(
          "  missing  "
              + Words.printable(name)
              + ", which today's data has: if it was there before the upgrade, the backup was cut short");
    }
    call.say(Words.printable("  version  " + way.version()));
    call.say("  signer   " + signer().choose(data, way.backup().folder()).words());
    for (Load.Piece piece : load.pieces()) {
      call.say("  today's %s is kept as %s".formatted(piece.part().name(), piece.part().kept()));
    }
    call.say(
        "The data waits for upgrade %s: the next start carries it out again, with the binary that"
                .formatted(way.plan().name())
            + " is then in %s. To run on without it, start the node with --unsafe-skip-upgrades %d."
                .formatted(
                    home.root().relativize(home.versionFolders(way.plan()).getFirst()),
                    way.plan().height()));
    load.checkRoom();
    return load;
  }

  /// Databases of today's that a backup does not have, of which nothing was recorded.
  private List<String> missing(WayBack way, Path data) throws IOException {
    boolean isCompared = way.backup().manifest().isPresent();
    if (isCompared || !call.disk().isFolder(data)) {
      return List.of();
    }
    List<String> missing = new ArrayList<>();
    for (Path folder : call.disk().list(data)) {
      String name = OsString.of(folder).below(data).text();
      if (name.endsWith(".db")
          && call.disk().look(way.backup().folder().resolve(folder.getFileName())).isEmpty()) {
        missing.add(name);
      }
    }
    return missing;
  }

  private Load load(WayBack way) throws IOException, UserError {
    return Load.of(call.disk(), home, restore(), way.backup(), way.parts(), way.aside());
  }

  private static String words(BackupNeed need) {
    return "           %,d files, %,d MiB, of which %,d MiB to write (%s: %s)"
        .formatted(
            need.files(),
            need.bytes() >> 20,
            need.copied() >> 20,
            need.method().word(),
            need.why());
  }

  private void done(String version, String aside) {
    call.say("Rolled back: current leads to " + version + ".");
    call.say(
        "The data of before lies beside it, ending in -%s; remove it when all is well, and never put it back while this key signs elsewhere."
            .formatted(aside));
  }

  private Journal journal() throws UserError {
    try {
      Optional<String> holder = call.workplace().lock().take(home.lock());
      if (holder.isPresent()) {
        throw new UserError(
            "a cosmovisor supervises %s (%s): stop it first, and whatever would start it again"
                .formatted(home.home(), holder.get()));
      }
    } catch (IOException failure) {
      throw new UserError("can't lock the home: " + Failures.line(failure));
    }
    return new Journal(
        home.journal(),
        call.disk(),
        call.workplace().clock(),
        aside -> call.terminal().err("Warning: the journal was damaged, and is kept as " + aside));
  }

  private Rollback rollback(Journal journal, LongConsumer progress) {
    return new Rollback(call.disk(), home, backups, journal, restore(), progress);
  }

  private Restore restore() {
    return new Restore(call.disk(), CopyMethod.wanted(config.backupMethod().word()), Backups.LANES);
  }

  private Ways ways() {
    return new Ways(call.disk(), home, backups);
  }

  private Signer signer() {
    return new Signer(call.disk(), home);
  }

  private Quiet quiet() {
    return new Quiet(call.disk(), call.workplace().processes(), home);
  }

  private LocalDate today() {
    return LocalDate.ofInstant(call.workplace().clock().instant(), ZoneId.systemDefault());
  }

  private static UserError unreadable(IOException failure) {
    return new UserError("rollback failed, and nothing was changed: " + Failures.line(failure));
  }
}
