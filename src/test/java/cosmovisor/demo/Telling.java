package cosmovisor.demo;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// The demo's own lines, which begin with `==>` to be told apart from cosmovisor's and the node's.
///
/// Each is one write, since others write to the same terminal. Only ASCII: the terminal may know no
/// more.
final class Telling {
  private static final String MARK = "==> ";
  private static final String BOLD = "\u001b[1;36m";
  private static final String PLAIN = "\u001b[0m";

  private final PrintStream out = to(FileDescriptor.out);
  private final PrintStream err = to(FileDescriptor.err);
  private final boolean color;

  Telling(boolean color) {
    this.color = color;
  }

  private static PrintStream to(FileDescriptor stream) {
    return new PrintStream(new FileOutputStream(stream), true, StandardCharsets.US_ASCII);
  }

  /// What happens now.
  void say(String line) {
    out.print((color ? BOLD + MARK + line + PLAIN : MARK + line) + "\n");
  }

  /// What belongs to the line before it.
  void add(String line) {
    out.print((line.isEmpty() ? "" : "    " + line) + "\n");
  }

  /// The end, if it is a bad one.
  void fail(String line) {
    err.print("demo: " + line + "\n");
  }

  void blank() {
    out.print("\n");
  }
}
