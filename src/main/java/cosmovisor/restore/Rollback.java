package cosmovisor.restore;

import cosmovisor.backup.Backup;
import cosmovisor.backup.Restore;
import cosmovisor.home.CurrentLink;
import cosmovisor.home.NodeHome;
import cosmovisor.journal.Journal;
import cosmovisor.machine.JournalEntry.RollbackBegun;
import cosmovisor.os.Disk;
import cosmovisor.os.Failures;
import cosmovisor.os.OsString;
import cosmovisor.os.UserError;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/// Sets the data back to a backup, and the link to the version that ran on it.
///
/// # The order
///
/// The backup's data is brought beside today's under a name that no node looks for. Then the
/// signer's state is seen to, today's data is put aside and the other put in its place, and the
/// link is switched. Nothing of today's is removed.
///
/// # What a crash leaves
///
/// Between the two lines of the journal no node is started. Each step can be told by the disk from
/// the one before it ([Part]), so whoever comes next goes on; or, as long as today's data has not
/// been put aside, leaves all as it was.
///
/// @param backups where backups lie
/// @param progress is told the bytes of each file that has come, from any thread
public record Rollback(
    Disk disk,
    NodeHome home,
    Path backups,
    Journal journal,
    Restore restore,
    LongConsumer progress) {

  /// Carries out what was decided.
  ///
  /// @throws UserError if it can't be done; all is as it was then, or, if the message says so, is
  ///   to be gone on with
  public void carryOut(WayBack way) throws UserError {
    try {
      goOn(
          journal.begun(
              id ->
                  new RollbackBegun(
                      id, way.backup().name(), way.parts(), way.aside(), way.version())));
    } catch (IOException failure) {
      throw new UserError("the journal can't be written: " + Failures.line(failure));
    }
  }

  /// Goes on with one that was broken off.
  public void goOn(RollbackBegun begun) throws UserError {
    try {
      List<Part> parts = parts(begun);
      for (Part part : parts) {
        bring(begun, part);
      }
      for (Part part : parts) {
        swap(part);
      }
      new CurrentLink(home, disk).switchBackTo(begun.runs());
      journal.done(begun.id(), 0);
    } catch (IOException failure) {
      throw failed(begun, Failures.line(failure));
    } catch (UserError error) {
      throw failed(begun, error.line());
    }
  }

  private List<Part> parts(RollbackBegun begun) throws IOException {
    List<Part> parts = new ArrayList<>();
    for (String name : begun.parts()) {
      parts.add(Part.of(disk, home, name, begun.aside()));
    }
    return parts;
  }

  private void bring(RollbackBegun begun, Part part) throws IOException, UserError {
    if (part.isBrought(disk)) {
      return;
    }
    part.forget(disk);
    Path folder = OsString.of(begun.backup()).under(backups);
    if (disk.follow(folder).isEmpty()) {
      throw new UserError(folder + " is not there any more");
    }
    restore.bring(Backup.read(disk, folder), part.name(), part.partial(), progress);
    disk.syncFileSystem(part.partial());
    disk.rename(part.partial(), part.ready());
    disk.sync(Disk.parent(part.ready()));
  }

  private void swap(Part part) throws IOException, UserError {
    if (part.name().equals(WayBack.DATA) && !part.isMoved(disk)) {
      // Only now: somebody may have started the node by hand since it was brought.
      Quiet.refuseLocked(disk, home);
      new Signer(disk, home).bring(part.live(), part.ready());
    }
    refuseTwice(part);
    part.swap(disk);
  }

  /// Today's was put aside and something has come in its place, as where a node's init is run since
  /// the data is missing: nobody knows whose it is, and what its key has signed.
  private void refuseTwice(Part part) throws IOException, UserError {
    boolean isThereAgain =
        part.isMoved(disk)
            && disk.look(part.ready()).isPresent()
            && disk.look(part.live()).isPresent();
    if (isThereAgain) {
      throw new UserError(
          "%s has been made anew, although today's lies under %s already: move it away, or remove it if it holds nothing"
              .formatted(part.live(), part.kept().getFileName()));
    }
  }

  /// Leaves all as it was, if it still is.
  ///
  /// @throws UserError if today's data has been put aside already
  public void giveUp(RollbackBegun begun, String why) throws UserError {
    try {
      List<Part> parts = parts(begun);
      for (Part part : parts) {
        if (part.isMoved(disk)) {
          throw new UserError(
              "the rollback to "
                  + begun.backup()
                  + " can't be given up any more, since "
                  + part.live()
                  + " lies under "
                  + part.kept().getFileName()
                  + " already: cosmovisor rollback goes on with it");
        }
      }
      for (Part part : parts) {
        part.forget(disk);
      }
      journal.failed(begun.id(), why);
    } catch (IOException failure) {
      throw new UserError("the rollback can't be given up: " + Failures.line(failure));
    }
  }

  /// A rollback that has changed nothing yet is over; another is to be gone on with.
  private UserError failed(RollbackBegun begun, String why) {
    try {
      giveUp(begun, why);
      return new UserError("rollback failed, and nothing was changed: " + why);
    } catch (UserError open) {
      return new UserError(
          "rollback broken off: "
              + why
              + ": mend that, then cosmovisor rollback goes on with it; no node is started before");
    }
  }
}
