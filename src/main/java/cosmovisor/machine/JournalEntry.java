package cosmovisor.machine;

import java.util.List;

/// What is written down before and after something is done that the next life has to know of.
public sealed interface JournalEntry {

  /// The data is about to be set back. It ends with [Done] or [Failed]; until then no node is to be
  /// started.
  ///
  /// @param id greater than each before it
  /// @param backup the name of the backup whose data it is set back to
  /// @param parts the folders that are replaced, as the backup's list calls them
  /// @param aside the ending of the names that today's folders are kept under
  /// @param runs the version to be run then, as a path below the cosmovisor folder
  record RollbackBegun(long id, String backup, List<String> parts, String aside, String runs)
      implements JournalEntry {}

  /// A durable effect is about to be done.
  ///
  /// @param id greater than each before it
  /// @param effect of its plan only name and height are kept
  record Begun(long id, Effect.Durable effect) implements JournalEntry {}

  /// It is done, and on the disk.
  ///
  /// @param id of its beginning
  /// @param status the exit status of the program that it was; 0 if it was none
  record Done(long id, int status) implements JournalEntry {}

  /// It could not be done, and the operator was told why.
  ///
  /// @param id of its beginning
  /// @param why one line
  record Failed(long id, String why) implements JournalEntry {}

  /// A program that changes the data is about to run, and may outlive us.
  sealed interface Started extends JournalEntry {

    long pid();

    /// The moment of its start, in the system's own count.
    String birth();
  }

  /// A node is about to run: whatever was prepared for the data before it counts no more.
  record NodeStarted(long pid, String birth) implements Started {}

  /// A hook is about to run.
  record HookStarted(long pid, String birth) implements Started {}
}
