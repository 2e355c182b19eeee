package cosmovisor.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cosmovisor.fetch.FetchReport.AlreadyThere;
import cosmovisor.fetch.FetchReport.Failed;
import cosmovisor.fetch.FetchReport.Installed;
import cosmovisor.fetch.FetchReport.Kind;
import cosmovisor.fetch.FetchReport.Phase;
import cosmovisor.fetch.FetchReport.Progress;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The two languages between the supervisor and its worker.
class JobAndReportTest {

  @Test
  void aJobSurvivesItsLine() {
    FetchJob job =
        FetchJob.of("{\"binaries\":\n{}}", FetchWorld.PLATFORM, "simd", Path.of("/h/v 3"), true);
    assertThat(job.line()).doesNotContain("\n").contains("\"target\":\"file:///h/v%203\"");
    assertThat(FetchJob.parse(job.line())).isEqualTo(job);
    assertThat(job.targetPath()).isEqualTo(Path.of("/h/v 3"));
  }

  @Test
  void theBoundsOfAJobMayBeLeftOut() {
    FetchJob job =
        FetchJob.parse(
            "{\"info\":\"x\",\"platform\":\"linux/amd64\",\"daemon\":\"simd\","
                + "\"target\":\"file:///v3\",\"requireChecksum\":false}");
    assertThat(job.maxBytes()).isEqualTo(2L << 30);
    assertThat(job.maxUnpackedBytes()).isEqualTo(4L << 30);
    assertThat(job.maxSeconds()).isEqualTo(3600);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"info\":\"x\",\"platform\":\"linux\",\"daemon\":\"simd\",\"target\":\"file:///v3\"}",
        "{\"info\":\"x\",\"platform\":\"l/a\",\"daemon\":\"../x\",\"target\":\"file:///v3\"}",
        "{\"info\":\"x\",\"platform\":\"l/a\",\"daemon\":\"simd\",\"target\":\"/v3\"}",
        "{\"info\":\"x\",\"platform\":\"l/a\",\"daemon\":\"simd\",\"target\":\"file:///v3\",\"maxBytes\":0}",
      })
  void whatIsNoJobIsABugOfItsWriter(String line) {
    assertThatThrownBy(() -> FetchJob.parse(line)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theLinesOfReportsAreThoseOfTheProtocol() {
    assertThat(new Progress(Phase.DOWNLOAD, 5, -1).line())
        .isEqualTo("{\"progress\":{\"phase\":\"download\",\"done\":5,\"total\":-1}}");
    assertThat(new Installed("aa", 7, "https://h/x", "sha256", "bb").line())
        .isEqualTo(
            "{\"ok\":{\"sha256\":\"aa\",\"bytes\":7,\"url\":\"https://h/x\","
                + "\"checksum\":\"sha256\",\"daemonSha256\":\"bb\"}}");
    assertThat(new AlreadyThere().line()).isEqualTo("{\"there\":{}}");
    assertThat(new Failed(Kind.NOT_FOUND, "gone\nfor good", false).line())
        .isEqualTo(
            "{\"failed\":{\"kind\":\"not-found\",\"message\":\"gone for good\","
                + "\"retryable\":false}}");
  }

  @ParameterizedTest
  @EnumSource
  void everyKindOfFailureSurvivesItsLine(Kind kind) {
    var failed = new Failed(kind, "so it is", true);
    assertThat(FetchReport.parse(failed.line())).contains(failed);
  }

  @ParameterizedTest
  @EnumSource
  void everyPhaseSurvivesItsLine(Phase phase) {
    var progress = new Progress(phase, 1, 2);
    assertThat(FetchReport.parse(progress.line())).contains(progress);
  }

  @Test
  void anInstalledDaemonSurvivesItsLine() {
    var installed = new Installed("aa", 7, "https://h/x", "none", "bb");
    assertThat(FetchReport.parse(installed.line())).contains(installed);
    assertThat(FetchReport.parse(new AlreadyThere().line())).contains(new AlreadyThere());
  }

  @Test
  void exitCodesAreTheirKindsOwn() {
    assertThat(Arrays.stream(Kind.values()).map(Kind::exitCode)).doesNotHaveDuplicates();
    assertThat(Arrays.stream(Kind.values()).map(Kind::exitCode))
        .containsExactly(10, 11, 12, 13, 14, 15, 16, 17);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "WARNING: something of the JVM",
        "{}",
        "[1]",
        "{\"failed\":{}}",
        "{\"failed\":{\"kind\":\"new\"}}",
        "{\"ok\":[]}",
        "{\"progress\":{\"phase\":7}}"
      })
  void otherLinesAreNoReports(String line) {
    assertThat(FetchReport.parse(line)).isEmpty();
  }
}
