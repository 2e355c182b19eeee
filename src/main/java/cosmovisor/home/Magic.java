package cosmovisor.home;

import java.nio.charset.StandardCharsets;

/// The first bytes that tell a kind of file.
final class Magic {
  private Magic() {}

  static boolean startsWith(byte[] head, String latin1) {
    byte[] expected = latin1.getBytes(StandardCharsets.ISO_8859_1);
    if (head.length < expected.length) {
      return false;
    }
    for (int i = 0; i < expected.length; i++) {
      if (head[i] != expected[i]) {
        return false;
      }
    }
    return true;
  }
}
