package cosmovisor.os.posix;

import static org.assertj.core.api.Assertions.assertThat;

import cosmovisor.os.Environment;
import cosmovisor.os.OsString;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class LauncherEnvironmentTest {
  private static List<OsString> latin1(String... entries) {
    return Stream.of(entries)
        .map(entry -> OsString.of(entry.getBytes(StandardCharsets.ISO_8859_1)))
        .toList();
  }

  @Test
  void whatTheLauncherHidAndAddedIsUndone() {
    assertThat(
            LauncherEnvironment.original(
                latin1(
                    "A=1",
                    "\u00caAVA_TOOL_OPTIONS=x",
                    "\u00dfJAVA_SR_SIGNUM=12",
                    "_JAVA_SR_SIGNUM=63")))
        .isEqualTo(new Environment(latin1("A=1", "JAVA_TOOL_OPTIONS=x", "_JAVA_SR_SIGNUM=12")));
  }

  @Test
  void otherBytesAreLeftAlone() {
    List<OsString> odd = latin1("", "\u00caAVA_X=1", "\u00ff", "=", "_JAVA_SR_SIGNUM=63", "Z=1");
    assertThat(LauncherEnvironment.original(odd)).isEqualTo(new Environment(odd));
  }

  @Test
  void aWorkerDoesNotHearWhatIsMeantForOtherJavas() {
    assertThat(
            LauncherEnvironment.forWorker(
                new Environment(latin1("A=1", "_JAVA_OPTIONS=x", "JAVA_HOME=/j"))))
        .isEqualTo(new Environment(latin1("A=1", "JAVA_HOME=/j")));
  }
}
