package cosmovisor.os;

/// Where an operator reads: our standard output and standard error, each line in one write.
public interface Terminal {

  /// Prints a line on standard output; a failure is nobody's to mend and is passed over.
  void out(String line);

  /// Prints bytes on standard output as they are.
  void out(byte[] bytes);

  /// Prints a line on standard error.
  void err(String line);

  /// Shows a text on the last line of standard error in place of the one that was shown there
  /// before; nothing is shown where that is no terminal, or the text is empty.
  default void progress(String text) {}

  /// Whether standard output is a terminal.
  boolean outIsTerminal();
}
