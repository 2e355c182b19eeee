package cosmovisor.fakechain;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// What a node prints, a whole line at a time and in the form that such nodes' logs have.
final class NodeLog {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("h:mma", Locale.ROOT);

  private final FileOutputStream out = new FileOutputStream(FileDescriptor.out);
  private final FileOutputStream err = new FileOutputStream(FileDescriptor.err);

  void info(String message, String fields) throws IOException {
    print(time() + " INF " + message + " " + fields);
  }

  void error(String message, String fields) throws IOException {
    print(time() + " ERR " + message + " " + fields);
  }

  void print(String line) throws IOException {
    out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  void complain(String line) throws IOException {
    err.write((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static String time() {
    return LocalTime.now(ZoneId.systemDefault()).format(TIME);
  }
}
