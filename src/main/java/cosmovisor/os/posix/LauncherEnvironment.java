package cosmovisor.os.posix;

import cosmovisor.os.Environment;
import cosmovisor.os.OsString;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Undoes what the launcher did to the environment for the virtual machine's sake.
///
/// It flipped the first bit of the variables that the machine listens to, and added one behind all
/// others (`src/main/image/launcher/launcher-amd64.s`). A process that was started otherwise has
/// neither.
final class LauncherEnvironment {
  private static final List<String> HIDDEN =
      List.of("JAVA_TOOL_OPTIONS=", "JDK_JAVA_OPTIONS=", "_JAVA_OPTIONS=", "_JAVA_SR_SIGNUM=");
  private static final OsString ADDED = OsString.of("_JAVA_SR_SIGNUM=63");
  private static final int FLIPPED = 0x80;

  private LauncherEnvironment() {}

  /// The environment that the launcher was given.
  static Environment original(List<OsString> entries) {
    List<OsString> original = new ArrayList<>(entries);
    if (!original.isEmpty() && original.getLast().equals(ADDED)) {
      original.removeLast();
    }
    original.replaceAll(LauncherEnvironment::shown);
    return new Environment(original);
  }

  /// The environment for a Java of our own: without what is meant for others.
  static Environment forWorker(Environment original) {
    return new Environment(
        original.entries().stream().filter(entry -> !isForJava(entry.bytes())).toList());
  }

  private static OsString shown(OsString entry) {
    byte[] bytes = entry.bytes();
    if (bytes.length == 0 || (bytes[0] & FLIPPED) == 0) {
      return entry;
    }
    bytes[0] ^= (byte) FLIPPED;
    return isForJava(bytes) ? OsString.of(bytes) : entry;
  }

  private static boolean isForJava(byte[] entry) {
    String text = new String(entry, StandardCharsets.ISO_8859_1);
    return HIDDEN.stream().anyMatch(text::startsWith);
  }
}
