package cosmovisor.sim;

import cosmovisor.os.Terminal;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/// A terminal whose every line somebody hears.
record SimTerminal(Consumer<String> listener) implements Terminal {
  @Override
  public void out(String line) {
    listener.accept(line);
  }

  @Override
  public void out(byte[] bytes) {
    listener.accept(new String(bytes, StandardCharsets.UTF_8));
  }

  @Override
  public void err(String line) {
    listener.accept(line);
  }

  @Override
  public boolean outIsTerminal() {
    return false;
  }
}
