package cosmovisor.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// What the build wrote down about itself.
public final class BuildInfo {
  private BuildInfo() {}

  /// This version, such as `v0.1.0`.
  public static String version() {
    try (InputStream in = BuildInfo.class.getResourceAsStream("/cosmovisor/version")) {
      return in == null
          ? "(devel)"
          : "v" + new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
