package cosmovisor.machine;

/// What is written down before and after something is done that the next life has to know of.
public sealed interface JournalEntry {

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
