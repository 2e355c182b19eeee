package cosmovisor.fakechain;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A node's binary of one version: a script that becomes a [FakeNode].
public record FakeBinary(String version) {
  private static final String OPTIONS =
      "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto -XX:-UsePerfData -Xmx64m";

  /// The script.
  public byte[] content() {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return """
    #!/bin/sh
    exec %s %s -cp %s cosmovisor.fakechain.FakeNode %s "$@"
    """
        .formatted(Text.shell(java), OPTIONS, Text.shell(classes()), Text.shell(version))
        .getBytes(StandardCharsets.UTF_8);
  }

  /// Puts it there, with its folders, as something that can be run.
  public void installAt(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, content());
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /// The SHA-256 of some bytes, in hex.
  public static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("every JDK has SHA-256", impossible);
    }
  }

  private static String classes() {
    try {
      return Path.of(FakeNode.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toString();
    } catch (URISyntaxException impossible) {
      throw new AssertionError("a code source is a URI", impossible);
    }
  }
}
