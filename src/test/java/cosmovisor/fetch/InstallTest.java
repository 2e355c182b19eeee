package cosmovisor.fetch;

import static cosmovisor.fetch.FetchWorld.SCRIPT;
import static cosmovisor.fetch.FetchWorld.any;
import static cosmovisor.fetch.FetchWorld.hex;
import static cosmovisor.fetch.FetchWorld.utf8;
import static cosmovisor.fetch.HostileServer.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import cosmovisor.fetch.FetchReport.AlreadyThere;
import cosmovisor.fetch.FetchReport.Failed;
import cosmovisor.fetch.FetchReport.Installed;
import cosmovisor.fetch.FetchReport.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the operator finds in the upgrade's folder, for every way of publishing a binary, and for
/// the faults of the original that a test can show in a line.
class InstallTest {
  private FetchWorld world;
  private HostileServer server;

  @BeforeEach
  void open(@TempDir Path home) throws IOException {
    world = new FetchWorld(home);
    server = new HostileServer();
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  private String served(String path, byte[] body) {
    server.on(path, ok(body));
    return server.url(path);
  }

  @Test
  void aRawFileOfAnyNameBecomesTheDaemon() throws IOException {
    Installed report = world.installs(served("/simd-v3-linux-amd64", SCRIPT));
    assertThat(world.daemon()).isEqualTo(SCRIPT);
    assertThat(world.daemonMode()).isEqualTo("rwxr-xr-x");
    assertThat(report.sha256()).isEqualTo(hex("SHA-256", SCRIPT));
    assertThat(report.daemonSha256()).isEqualTo(hex("SHA-256", SCRIPT));
    assertThat(report.bytes()).isEqualTo(SCRIPT.length);
    assertThat(report.checksum()).isEqualTo("none");
    assertThat(world.tree()).containsOnlyKeys("v3", "v3/bin", "v3/bin/simd");
  }

  @Test
  void theFoldersAreNotHiddenFromOtherUsers() {
    world.installs(served("/simd", SCRIPT));
    assertThat(world.tree())
        .containsEntry("v3", "drwxr-xr-x")
        .containsEntry("v3/bin", "drwxr-xr-x");
  }

  /// F1: the original installs the first file of such an archive, the licence.
  @Test
  void aReleaseArchiveWithLicenceAndReadmeInstallsTheBinary() throws IOException {
    byte[] archive =
        new TarBytes()
            .file("LICENSE", utf8("Apache"))
            .file("README.md", utf8("# simd"))
            .file("simd", 0755, SCRIPT)
            .gz();
    Installed report = world.installs(served("/simd_3.0.0_linux_amd64.tar.gz", archive));
    assertThat(world.daemon()).isEqualTo(SCRIPT);
    assertThat(report.sha256()).isEqualTo(hex("SHA-256", archive));
    assertThat(report.daemonSha256()).isEqualTo(hex("SHA-256", SCRIPT));
    assertThat(world.tree())
        .containsEntry("v3/LICENSE", "-rw-r--r--")
        .containsEntry("v3/bin/simd", "-rwxr-xr-x");
  }

  // F2 is in `TransferTest`: a connection that drops is no success.

  /// F3: the original leaves the wrong bytes at their final place and runs them at the next start.
  @Test
  void aWrongChecksumLeavesNothing() {
    String url = served("/simd", SCRIPT) + "?checksum=sha256:" + "0".repeat(64);
    Failed failed = world.fails(url);
    assertThat(failed.kind()).isEqualTo(Kind.CHECKSUM);
    assertThat(failed.retryable()).isFalse();
    assertThat(failed.message())
        .contains("Expected: " + "0".repeat(64))
        .contains("Got: " + hex("SHA-256", SCRIPT));
    assertThat(world.target).doesNotExist();
    assertThat(server.targets()).hasSize(1);
  }

  /// F4 and F5: the original leaves an empty file, and says that checksums are not allowed.
  @Test
  void aMissingFileIsCalledMissingAndLeavesNothing() {
    Failed failed = world.fails(server.url("/none") + "?checksum=sha256:" + "0".repeat(64));
    assertThat(failed.kind()).isEqualTo(Kind.NOT_FOUND);
    assertThat(failed.retryable()).isFalse();
    assertThat(failed.message()).contains("bad response code: 404 (Not Found)").contains("/none");
    assertThat(world.target).doesNotExist();
  }

  /// F6: the original takes over what modes the archive asks for.
  @ParameterizedTest
  @ValueSource(ints = {04755, 02755, 01777, 0622, 0600, 0})
  void theDaemonsModeIsAlwaysTheSame(int mode) throws IOException {
    world.installs(
        served("/a.tgz", new TarBytes().folder("bin").file("bin/simd", mode, SCRIPT).gz()));
    assertThat(world.daemonMode()).isEqualTo("rwxr-xr-x");
  }

  @Test
  void aGzippedBinaryIsInstalledWithTheUsualMode() throws IOException {
    world.installs(served("/simd.gz", TarBytes.gzip(SCRIPT)));
    assertThat(world.daemon()).isEqualTo(SCRIPT);
    assertThat(world.daemonMode()).isEqualTo("rwxr-xr-x");
  }

  /// F7: the original makes an empty file of a link.
  @Test
  void aDaemonThatIsALinkToItsNeighbourIsInstalledAsACopy() throws IOException {
    byte[] archive =
        new TarBytes().file("bin/simd-v3", 0755, SCRIPT).symlink("bin/simd", "simd-v3").gz();
    world.installs(served("/a.tar.gz", archive));
    assertThat(world.daemon()).isEqualTo(SCRIPT);
    assertThat(world.tree()).containsEntry("v3/bin/simd", "-rwxr-xr-x");
  }

  @Test
  void anArchiveWithBinKeepsWhatLiesBesideTheDaemon() {
    byte[] archive =
        new ZipBytes()
            .file("bin/", new byte[0])
            .file("bin/simd", 0100755, SCRIPT)
            .file("bin/libwasmvm.so", 0100644, utf8("library"))
            .zip();
    world.installs(served("/a.zip", archive));
    assertThat(world.tree())
        .containsEntry("v3/bin/simd", "-rwxr-xr-x")
        .containsEntry("v3/bin/libwasmvm.so", "-rw-r--r--");
  }

  @Test
  void binWinsOverTheSameNameAtTheTopOnlyWhenBothAreThere() throws IOException {
    byte[] archive = new TarBytes().file("simd", utf8("#!/bin/sh\n")).file("bin/simd", SCRIPT).gz();
    world.installs(served("/a.tar.gz", archive));
    assertThat(world.daemon()).isEqualTo(SCRIPT);
  }

  @Test
  void theOnlyFileOfAnArchiveIsTheDaemonWhateverItsName() throws IOException {
    world.installs(
        served("/a.zip", new ZipBytes().file("build/simd-v3-linux-amd64", SCRIPT).zip()));
    assertThat(world.daemon()).isEqualTo(SCRIPT);
    assertThat(world.tree()).containsOnlyKeys("v3", "v3/bin", "v3/bin/simd");
  }

  @Test
  void aFolderAtTheTopIsLookedInto() throws IOException {
    byte[] archive =
        new TarBytes()
            .file("simd-3.0.0/LICENSE", utf8("Apache"))
            .file("simd-3.0.0/simd", 0755, SCRIPT)
            .gz();
    world.installs(served("/a.tar.gz", archive));
    assertThat(world.daemon()).isEqualTo(SCRIPT);
    assertThat(world.tree()).containsKey("v3/LICENSE").doesNotContainKey("v3/simd-3.0.0");
  }

  @Test
  void aFolderNamedLikeTheDaemonIsLookedInto() throws IOException {
    byte[] archive =
        new TarBytes().file("simd/simd", SCRIPT).file("simd/README", utf8("hello")).gz();
    world.installs(served("/a.tar.gz", archive));
    assertThat(world.daemon()).isEqualTo(SCRIPT);
  }

  @Test
  void twoFoldersThatBothHoldTheDaemonAreNoAnswer() {
    byte[] archive = new TarBytes().file("a/simd", SCRIPT).file("b/simd", SCRIPT).gz();
    Failed failed = world.fails(served("/a.tar.gz", archive));
    assertThat(failed.kind()).isEqualTo(Kind.NO_DAEMON);
    assertThat(failed.message())
        .contains("does not contain a bin/simd or simd file")
        .contains("a/simd");
  }

  @Test
  void theFolderThatTheUrlNamesCountsAsTheArchivesRoot() throws IOException {
    byte[] archive =
        new TarBytes().file("amd64/bin/simd", SCRIPT).file("arm64/bin/simd", utf8("#!/other")).gz();
    server.on("/a.tar.gz", ok(archive));
    world.installs(server.url("/a.tar.gz//amd64"));
    assertThat(world.daemon()).isEqualTo(SCRIPT);
    assertThat(server.targets()).containsExactly("/a.tar.gz");
  }

  @Test
  void anEmptyArchiveHoldsNoDaemon() {
    Failed failed = world.fails(served("/a.zip", new ZipBytes().zip()));
    assertThat(failed.kind()).isEqualTo(Kind.NO_DAEMON);
    assertThat(failed.message()).contains("it holds no file at all");
  }

  @Test
  void archiveFalseLeavesAFileAsItIs() throws IOException {
    server.on("/simd.gz", ok(SCRIPT));
    world.installs(server.url("/simd.gz?archive=false"));
    assertThat(world.daemon()).isEqualTo(SCRIPT);
    assertThat(server.targets()).containsExactly("/simd.gz");
  }

  @Test
  void archiveInTheUrlOverridesTheName() throws IOException {
    served("/download", new TarBytes().file("simd", SCRIPT).gz());
    world.installs(server.url("/download?archive=tar.gz&versionId=7"));
    assertThat(world.daemon()).isEqualTo(SCRIPT);
    assertThat(server.targets()).containsExactly("/download?versionId=7");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE html><html>please log in</html>",
        "{\"message\":\"Not Found\"}",
        "!<arch>\ndebian-binary   ",
        "just a text"
      })
  void whatIsNoExecutableIsNamedForWhatItIs(String body) {
    Failed failed = world.fails(served("/simd", utf8(body)));
    assertThat(failed.kind()).isEqualTo(Kind.NO_DAEMON);
    assertThat(failed.message())
        .containsAnyOf("an HTML page", "a JSON document", "a Debian package", "a plain text");
  }

  @Test
  void aLoginPageInPlaceOfAnArchiveIsNamedForWhatItIs() {
    Failed failed = world.fails(served("/a.tar.gz", utf8("<html>please log in</html>")));
    assertThat(failed.kind()).isEqualTo(Kind.NO_DAEMON);
    assertThat(failed.message()).contains("its URL says tar.gz, but it is an HTML page");
  }

  @Test
  void anEmptyBodyIsNoDaemon() {
    Failed failed = world.fails(served("/simd", new byte[0]));
    assertThat(failed.kind()).isEqualTo(Kind.NO_DAEMON);
    assertThat(failed.message()).contains("an empty file");
  }

  @Test
  void anArchiveUnderANameWithoutSuffixIsExplained() {
    Failed failed = world.fails(served("/UPPER.ZIP", new ZipBytes().file("simd", SCRIPT).zip()));
    assertThat(failed.message()).contains("a zip archive").contains("?archive=zip");
  }

  @Test
  void aBinaryForAnotherProcessorIsRefused() {
    byte[] elf = new byte[64];
    System.arraycopy(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1}, 0, elf, 0, 7);
    elf[16] = 2;
    elf[18] = (byte) 183;
    Failed failed = world.fails(served("/simd", elf));
    assertThat(failed.kind()).isEqualTo(Kind.NO_DAEMON);
    assertThat(failed.message()).contains("an ELF executable for arm64, this machine is amd64");
  }

  @Test
  void aFolderThatTheOperatorPreparedIsFilled() throws IOException {
    Files.createDirectory(world.target);
    Files.writeString(world.target.resolve("upgrade-info.json"), "{}");
    world.installs(served("/simd", SCRIPT));
    assertThat(world.daemon()).isEqualTo(SCRIPT);
    assertThat(world.target.resolve("upgrade-info.json")).hasContent("{}");
  }

  @Test
  void aBinFolderWithOtherThingsKeepsThem() throws IOException {
    Files.createDirectories(world.target.resolve("bin"));
    Files.writeString(world.target.resolve("bin/libwasmvm.so"), "mine");
    world.installs(
        served(
            "/a.tar.gz",
            new TarBytes().file("bin/simd", SCRIPT).file("bin/libwasmvm.so", utf8("theirs")).gz()));
    assertThat(world.daemon()).isEqualTo(SCRIPT);
    assertThat(world.target.resolve("bin/libwasmvm.so")).hasContent("mine");
  }

  @Test
  void aFolderThatIsALinkToElsewhereIsFilledThere(@TempDir Path elsewhere) throws IOException {
    Files.createSymbolicLink(world.target, elsewhere);
    world.installs(served("/simd", SCRIPT));
    assertThat(elsewhere.resolve("bin/simd")).hasBinaryContent(SCRIPT);
  }

  @Test
  void aDaemonThatIsThereIsNeverReplaced() throws IOException {
    Files.createDirectories(world.target.resolve("bin"));
    Path byHand = Files.writeString(world.target.resolve("bin/simd"), "by hand");
    Files.setPosixFilePermissions(byHand, PosixFilePermissions.fromString("rwx------"));
    assertThat(world.fetch(any(served("/simd", SCRIPT)))).isInstanceOf(AlreadyThere.class);
    assertThat(world.target.resolve("bin/simd")).hasContent("by hand");
    assertThat(server.targets()).isEmpty();
  }

  /// The original downloads to the final place, and sets the bits when all is well.
  @Test
  void aFileWithoutExecuteBitsIsALeftoverAndReplacedOnceTheDownloadIsRight() throws IOException {
    Files.createDirectories(world.target.resolve("bin"));
    Files.writeString(world.target.resolve("bin/simd"), "half a bin");
    Files.writeString(world.target.resolve("bin/libwasm.so"), "the operator's");
    world.fails(served("/simd", SCRIPT) + "?checksum=sha256:" + "0".repeat(64));
    assertThat(world.daemon()).asString(StandardCharsets.UTF_8).isEqualTo("half a bin");
    world.installs(served("/simd", SCRIPT));
    assertThat(world.daemon()).isEqualTo(SCRIPT);
    assertThat(world.daemonMode()).isEqualTo("rwxr-xr-x");
    assertThat(world.target.resolve("bin/libwasm.so")).exists();
  }

  /// `prepare-upgrade` beside `run`: whoever comes second finds it done, and neither disturbs the
  /// other's half of the work.
  @Test
  void twoFetchesOfTheSameUpgradeAtTheSameTimeBothEndWell() throws IOException {
    List<FetchReport> second = new ArrayList<>();
    server.on(
        "/simd",
        HostileServer.inTurn(
            answer -> {
              second.add(world.fetch(any(server.url("/simd"))));
              ok(SCRIPT).write(answer);
            },
            ok(SCRIPT)));
    assertThat(world.fetch(any(server.url("/simd")))).isInstanceOf(AlreadyThere.class);
    assertThat(second).singleElement().isInstanceOf(Installed.class);
    assertThat(world.daemon()).isEqualTo(SCRIPT);
    assertThat(world.tree()).containsOnlyKeys("v3", "v3/bin", "v3/bin/simd");
  }

  @Test
  void aFolderThatNeverGotItsNameGoesWhenItIsOld() throws IOException {
    Path young = world.upgrades.resolve(".partial-v3-0123456789abcdef.new");
    Path old = world.upgrades.resolve(".partial-v3-fedcba9876543210.new");
    Files.createDirectories(young);
    Files.createDirectories(old);
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
    world.fetch(any(served("/simd", SCRIPT)));
    assertThat(young).exists();
    assertThat(old).doesNotExist();
  }

  @Test
  void aFileInTheWayIsNamed() throws IOException {
    Files.writeString(world.target, "not a folder");
    Failed failed = world.fails(served("/simd", SCRIPT));
    assertThat(failed.message()).contains("is in the way").contains(world.target.toString());
  }

  @Test
  void leftoversOfTheSameUpgradeGoAndThoseOfOthersStay() throws IOException {
    Path mine = world.upgrades.resolve(".partial-v3-0123456789abcdef");
    Path others = world.upgrades.resolve(".partial-v3-rc1-0123456789abcdef");
    Files.createDirectories(mine.resolve("tree/bin"));
    Files.writeString(mine.resolve("download-1"), "half");
    Files.createDirectories(others);
    world.fetch(any(served("/simd", SCRIPT)));
    assertThat(mine).doesNotExist();
    assertThat(world.target.resolve("bin/simd")).exists();
    assertThat(others).exists();
  }

  @Test
  void aLeftoverThatIsALinkIsNotFollowed(@TempDir Path precious) throws IOException {
    Files.writeString(precious.resolve("file"), "precious");
    Path link = world.upgrades.resolve(".partial-v3-0123456789abcdef");
    Files.createSymbolicLink(link, precious);
    world.fetch(any(served("/simd", SCRIPT)));
    assertThat(precious.resolve("file")).hasContent("precious");
  }

  @Test
  void theLongestNameOfAFolderCanBeFetched() throws IOException {
    Path target = world.upgrades.resolve("n".repeat(255));
    FetchJob job =
        FetchJob.of(any(served("/simd", SCRIPT)), FetchWorld.PLATFORM, "simd", target, false);
    new Fetch(job, world.limits, world.surroundings(), ReportLines.SILENT).run();
    assertThat(target.resolve("bin/simd")).hasBinaryContent(SCRIPT);
  }

  @Test
  void theFolderOfUpgradesIsMadeIfItIsMissing(@TempDir Path home) throws IOException {
    Path target = home.resolve("new/cosmovisor/upgrades/v3");
    FetchJob job =
        FetchJob.of(any(served("/simd", SCRIPT)), FetchWorld.PLATFORM, "simd", target, false);
    new Fetch(job, world.limits, world.surroundings(), ReportLines.SILENT).run();
    assertThat(target.resolve("bin/simd")).hasBinaryContent(SCRIPT);
  }

  /// Row 36, in part: a disk that refuses. The rest, a kill at any point, is the end-to-end tier's.
  @Test
  void aFolderThatCantBeWrittenIsNamedAndNeverRetried() throws IOException {
    // Root may write anywhere: a file where a folder should be refuses everybody.
    Path file = Files.writeString(world.upgrades.resolve("file"), "");
    FetchJob job =
        FetchJob.of(
            any(served("/simd", SCRIPT)), FetchWorld.PLATFORM, "simd", file.resolve("v3"), false);
    FetchFailure failure =
        assertThrows(
            FetchFailure.class,
            () -> new Fetch(job, world.limits, world.surroundings(), ReportLines.SILENT).run());
    assertThat(failure.kind()).isEqualTo(Kind.DISK);
    assertThat(failure.isRetryable()).isFalse();
    assertThat(failure).hasMessageContaining("make a folder for the download");
  }

  @Test
  void whatTheDiskCantHoldIsNotBegun() {
    server.on(
        "/simd",
        HostileServer.raw("HTTP/1.1 200 OK\r\nContent-Length: 1000000000000000\r\n\r\n", SCRIPT));
    Limits.Sizes sizes = world.limits.sizes();
    world.limits =
        new Limits(
            new Limits.Sizes(Long.MAX_VALUE, 1, 1, 1, 1, sizes.reference(), sizes.decoder()),
            world.limits.times(),
            world.limits.retries());
    Failed failed = world.fails(server.url("/simd"));
    assertThat(failed.kind()).isEqualTo(Kind.DISK);
    assertThat(failed.message()).contains("no space for 1000000000000000 bytes");
  }

  @Test
  void aFileOnThisMachineIsCopiedAndNeverLinkedOrChanged(@TempDir Path shelf) throws IOException {
    Path binary = Files.write(shelf.resolve("simd v3"), SCRIPT);
    Files.setPosixFilePermissions(binary, PosixFilePermissions.fromString("rw-------"));
    Installed report = world.installs(binary.toUri().toString());
    assertThat(world.daemon()).isEqualTo(SCRIPT);
    assertThat(world.tree()).containsEntry("v3/bin/simd", "-rwxr-xr-x");
    assertThat(Files.getPosixFilePermissions(binary))
        .isEqualTo(Set.copyOf(PosixFilePermissions.fromString("rw-------")));
    assertThat(report.url()).startsWith("file:///");
  }

  @Test
  void aPathOfAnArchiveOnThisMachineIsUnpacked(@TempDir Path shelf) throws IOException {
    Path archive = Files.write(shelf.resolve("a.tar.gz"), new TarBytes().file("simd", SCRIPT).gz());
    String sum = hex("SHA-512", Files.readAllBytes(archive));
    world.installs(archive + "?checksum=sha512:" + sum);
    assertThat(world.daemon()).isEqualTo(SCRIPT);
  }

  @Test
  void aFolderOnThisMachineIsRefused(@TempDir Path shelf) {
    Failed failed = world.fails(shelf.toString());
    assertThat(failed.kind()).isEqualTo(Kind.PLAN);
    assertThat(failed.message()).contains("it is a folder");
  }

  @Test
  void aFileThatIsNotOnThisMachineIsNotFound(@TempDir Path shelf) {
    Failed failed = world.fails(shelf.resolve("none").toString());
    assertThat(failed.kind()).isEqualTo(Kind.NOT_FOUND);
  }
}
