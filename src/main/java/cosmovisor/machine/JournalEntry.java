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

  /// A node is about to run: whatever was prepared for the data before it counts no more.
  ///
  /// @param birth the moment of its start, in the system's own count
  record NodeStarted(long pid, String birth) implements JournalEntry {}
}
