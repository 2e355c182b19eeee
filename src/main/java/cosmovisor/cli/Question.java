package cosmovisor.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// A question to the operator that is answered with y or n.
record Question(Call call) {
  private static final int MAX_ANSWER_CHARS = 100;

  /// Asks. Anything but a y, no answer at all included, is a no.
  boolean isAnsweredWithYes(String text) throws IOException {
    call.terminal().out((text + " [y/n]: ").getBytes(StandardCharsets.UTF_8));
    String answer = line(call.workplace().input());
    call.terminal().out("");
    return answer.equalsIgnoreCase("y");
  }

  private static String line(InputStream input) throws IOException {
    var line = new StringBuilder();
    for (int c = input.read();
        c >= 0 && c != '\n' && line.length() < MAX_ANSWER_CHARS;
        c = input.read()) {
      line.append((char) c);
    }
    return line.toString().strip();
  }
}
