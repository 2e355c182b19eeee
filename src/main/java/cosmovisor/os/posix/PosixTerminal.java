package cosmovisor.os.posix;

import cosmovisor.os.Terminal;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// Our descriptors 1 and 2, which the node writes to as well: so a line goes out in one piece, in
/// UTF-8 whatever the locale.
final class PosixTerminal implements Terminal {
  private final FileOutputStream out = new FileOutputStream(FileDescriptor.out);
  private final FileOutputStream err = new FileOutputStream(FileDescriptor.err);
  private final Libc libc;

  PosixTerminal(Libc libc) {
    this.libc = libc;
  }

  @Override
  public void out(String line) {
    print(out, line);
  }

  @Override
  public void out(byte[] bytes) {
    print(out, bytes);
  }

  @Override
  public void err(String line) {
    print(err, line);
  }

  private static void print(FileOutputStream stream, String line) {
    print(stream, (line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static void print(FileOutputStream stream, byte... bytes) {
    try {
      stream.write(bytes);
    } catch (IOException nobodyReads) {
      // A full disk or a closed pipe behind our output must not stop a node.
    }
  }

  @Override
  public void progress(String text) {
    if (libc.isTerminal(2)) {
      print(err, ("\r" + text + "\u001b[K").getBytes(StandardCharsets.UTF_8));
    }
  }

  @Override
  public boolean outIsTerminal() {
    return libc.isTerminal(1);
  }
}
