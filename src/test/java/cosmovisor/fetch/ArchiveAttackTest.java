package cosmovisor.fetch;

import static cosmovisor.fetch.FetchWorld.SCRIPT;
import static cosmovisor.fetch.FetchWorld.filled;
import static cosmovisor.fetch.FetchWorld.utf8;
import static cosmovisor.fetch.HostileServer.ok;
import static org.assertj.core.api.Assertions.assertThat;

import cosmovisor.fetch.FetchReport.Failed;
import cosmovisor.fetch.FetchReport.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Archives that want to be somewhere else, be something else, or fill the disk. In every case
/// nothing is left: [FetchWorld#fails] looks.
///
/// Row 12, names under `LANG=C`, is in `WorkerProcessTest`, because a JVM has one locale.
class ArchiveAttackTest {
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

  private Failed refused(String path, byte[] archive) {
    server.on(path, ok(archive));
    return world.fails(server.url(path));
  }

  private Failed refusedTar(TarBytes tar) {
    return refused("/a.tar.gz", tar.gz());
  }

  private void unsafe(Failed failed, String because) {
    assertThat(failed.kind()).as(failed.message()).isEqualTo(Kind.UNSAFE_ARCHIVE);
    assertThat(failed.message()).contains(because).contains(server.url("/a"));
    assertThat(failed.retryable()).isFalse();
  }

  // Rows 1 and 2: names that lead elsewhere, at every place in the archive, in both formats.

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../evil",
        "a/../../evil",
        "./../evil",
        "a/..",
        "..",
        "..\\evil",
        "a\\..\\..\\evil",
        "/evil",
        "//host/evil",
        "C:/evil",
        "c:evil"
      })
  void namesThatLeadElsewhereAreRefusedAtAnyPlace(String name) {
    byte[] content = utf8("evil");
    unsafe(refusedTar(new TarBytes().file(name, content).file("simd", SCRIPT)), "the name of");
    unsafe(
        refusedTar(new TarBytes().file("simd", SCRIPT).file(name, content).file("README", content)),
        "the name of");
    unsafe(refusedTar(new TarBytes().file("simd", SCRIPT).file(name, content)), "the name of");
    unsafe(
        refused("/a.zip", new ZipBytes().file("simd", SCRIPT).file(name, content).zip()),
        "the name of");
  }

  // Row 3: links.

  @Test
  void aFileThroughALinkIsRefused() {
    unsafe(
        refusedTar(
            new TarBytes()
                .file("simd", SCRIPT)
                .symlink("x", "simd")
                .file("x/passwd", utf8("evil"))),
        "uses as a folder what it says is none");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/etc", "/etc/passwd", "..", "../../etc/passwd", "a/../../x"})
  void aLinkOutOfTheArchiveIsRefused(String target) {
    unsafe(refusedTar(new TarBytes().file("simd", SCRIPT).symlink("x", target)), "leads out of it");
  }

  @Test
  void aZippedLinkOutOfTheArchiveIsRefused() {
    unsafe(
        refused(
            "/a.zip",
            new ZipBytes().file("simd", SCRIPT).file("x", 0120777, utf8("../../x")).zip()),
        "leads out of it");
  }

  @Test
  void aZippedLinkInsideTheArchiveBecomesACopy() throws IOException {
    server.on(
        "/a.zip",
        ok(
            new ZipBytes()
                .file("bin/simd-v3", 0100755, SCRIPT)
                .file("bin/simd", 0120777, utf8("./simd-v3"))
                .zip()));
    world.installs(server.url("/a.zip"));
    assertThat(world.daemon()).isEqualTo(SCRIPT);
  }

  @Test
  void aDaemonThatIsALoopOfLinksIsNoDaemon() {
    Failed failed =
        refusedTar(
            new TarBytes()
                .file("README", utf8("x"))
                .symlink("bin/simd", "other")
                .symlink("bin/other", "simd"));
    assertThat(failed.kind()).isEqualTo(Kind.NO_DAEMON);
  }

  @Test
  void linksThatLeadNowhereInsideTheArchiveAreLeftOut() {
    server.on(
        "/a.tar.gz",
        ok(
            new TarBytes()
                .file("simd", SCRIPT)
                .folder("docs")
                .symlink("docs/a", "missing")
                .symlink("docs/b", "../docs")
                .gz()));
    world.installs(server.url("/a.tar.gz"));
    assertThat(world.tree()).containsOnlyKeys("v3", "v3/bin", "v3/bin/simd", "v3/docs");
  }

  // Row 4: hard links.

  @Test
  void aHardLinkToAnEarlierFileBecomesACopy() throws IOException {
    server.on(
        "/a.tar.gz",
        ok(
            new TarBytes()
                .file("bin/simd-v3", 0755, SCRIPT)
                .hardlink("bin/simd", "bin/simd-v3")
                .gz()));
    world.installs(server.url("/a.tar.gz"));
    assertThat(world.daemon()).isEqualTo(SCRIPT);
    Files.writeString(world.target.resolve("bin/simd-v3"), "changed");
    assertThat(world.daemon()).isEqualTo(SCRIPT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/etc/shadow", "../etc/shadow", "later", "folder"})
  void otherHardLinksAreRefused(String target) {
    unsafe(
        refusedTar(
            new TarBytes()
                .folder("folder")
                .hardlink("bin/x", target)
                .file("later", utf8("x"))
                .file("simd", SCRIPT)),
        "link in the archive");
  }

  // Row 5: what is no file.

  @ParameterizedTest
  @ValueSource(chars = {'3', '4', '6', '8', 'S', 'V', 'M', 'Z', '\u0001'})
  void devicesPipesAndUnknownTypesAreRefused(char type) {
    unsafe(
        refusedTar(new TarBytes().file("simd", SCRIPT).entry("x", type, 0644, "", new byte[0])),
        "an entry of the archive is");
  }

  @Test
  void aZippedDeviceIsRefused() {
    unsafe(
        refused(
            "/a.zip", new ZipBytes().file("simd", SCRIPT).file("x", 0020666, new byte[0]).zip()),
        "of a type that is refused");
  }

  // Row 6: modes. The daemon's are in InstallTest.

  @Test
  void otherFilesGetOneOfTwoModes() {
    server.on(
        "/a.tar.gz",
        ok(
            new TarBytes()
                .entry("bin", '5', 0500, "", new byte[0])
                .file("bin/simd", 0, SCRIPT)
                .file("bin/tool", 04755, SCRIPT)
                .file("bin/data", 0666, SCRIPT)
                .file("bin/closed", 0, SCRIPT)
                .gz()));
    world.installs(server.url("/a.tar.gz"));
    assertThat(world.tree())
        .containsEntry("v3/bin", "drwxr-xr-x")
        .containsEntry("v3/bin/tool", "-rwxr-xr-x")
        .containsEntry("v3/bin/data", "-rw-r--r--")
        .containsEntry("v3/bin/closed", "-rw-r--r--");
  }

  // Rows 7 and 8: bombs.

  @Test
  void aGzipBombEndsAtTheRatio() throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      for (int i = 0; i < 6; i++) {
        gzip.write(new byte[1 << 20]);
      }
    }
    Failed failed = refused("/a.gz", packed.toByteArray());
    assertThat(failed.kind()).isEqualTo(Kind.LIMIT);
    assertThat(failed.message()).contains("more than 200 times its size");
  }

  @Test
  void whatUnpacksToTooMuchEndsAtTheLimit() {
    byte[] noise = new byte[3 << 20];
    new Random(1).nextBytes(noise);
    var tar = new TarBytes().file("simd", SCRIPT);
    for (int i = 0; i < 3; i++) {
      tar.file("noise" + i, Arrays.copyOf(filled(3 << 20, 'n'), 3 << 20));
    }
    tar.file("incompressible", Arrays.copyOf(noise, 1 << 18));
    Failed failed = refusedTar(tar);
    assertThat(failed.kind()).isEqualTo(Kind.LIMIT);
    assertThat(failed.message()).contains("more than the allowed 8388608 bytes");
  }

  @Test
  void copiesThroughLinksCountToo() {
    byte[] noise = new byte[1 << 20];
    new Random(1).nextBytes(noise);
    var tar = new TarBytes().file("simd", SCRIPT).file("noise", noise);
    for (int i = 0; i < 9; i++) {
      tar.symlink("link" + i, "noise");
    }
    assertThat(refusedTar(tar).kind()).isEqualTo(Kind.LIMIT);
  }

  @Test
  void tooManyEntriesAreRefused() {
    var tar = new TarBytes().file("simd", SCRIPT);
    for (int i = 0; i < 100; i++) {
      tar.file("f" + i, new byte[0]);
    }
    Failed failed = refusedTar(tar);
    assertThat(failed.kind()).isEqualTo(Kind.LIMIT);
    assertThat(failed.message()).contains("more than the allowed 100 entries");
  }

  @Test
  void aZipThatUnpacksToMoreThanItSaysIsRefused() {
    var zip = new ZipBytes().file("simd", SCRIPT);
    zip.add("x", new byte[1 << 19]).size = 10;
    unsafe(refused("/a.zip", zip.zip()), "not as long as the directory says");
  }

  @Test
  void zipEntriesThatShareTheirBytesAreRefused() {
    var zip = new ZipBytes();
    zip.add("simd", SCRIPT);
    zip.add("x", SCRIPT).offset = 0;
    unsafe(refused("/a.zip", zip.zip()), "laid over another one");
  }

  // Rows 9 and 10: one name, two files.

  @Test
  void aNameThatComesTwiceIsRefused() {
    unsafe(
        refusedTar(new TarBytes().file("bin/simd", SCRIPT).file("bin/simd", utf8("#!/bin/evil"))),
        "have the same name");
    unsafe(
        refusedTar(
            new TarBytes().file("bin/simd", SCRIPT).file("./bin//simd", utf8("#!/bin/evil"))),
        "have the same name");
    unsafe(
        refused("/a.zip", new ZipBytes().file("simd", SCRIPT).file("simd", SCRIPT).zip()),
        "have the same name");
  }

  @Test
  void aFolderThatComesTwiceIsNoHarm() {
    server.on(
        "/a.tar.gz",
        ok(new TarBytes().folder("./").folder("bin/").file("bin/simd", SCRIPT).folder("bin").gz()));
    world.installs(server.url("/a.tar.gz"));
  }

  @Test
  void namesThatDifferInCaseOrCompositionOnlyAreRefused() {
    unsafe(
        refusedTar(new TarBytes().file("bin/simd", SCRIPT).file("bin/SIMD", SCRIPT)),
        "differ only in letter case");
    unsafe(
        refusedTar(new TarBytes().file("bin/simd", SCRIPT).file("Bin/x", SCRIPT)),
        "differ only in letter case");
    unsafe(
        refusedTar(
            new TarBytes()
                .file("simd", SCRIPT)
                .file("caf\u00e9", SCRIPT)
                .file("cafe\u0301", SCRIPT)),
        "differ only in letter case");
  }

  // Row 11: strange names.

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "a\u001b[2Jb", "a\u007fb", "a\u0085b"})
  void controlCharactersInNamesAreRefusedAndNotPrinted(String name) {
    Failed failed = refusedTar(new TarBytes().file("simd", SCRIPT).file(name, utf8("x")));
    unsafe(failed, "holds a control character");
    assertThat(failed.message()).doesNotContainPattern("\\p{Cntrl}");
  }

  @Test
  void aNulInAZippedNameIsRefused() {
    unsafe(
        refused("/a.zip", new ZipBytes().file("simd", SCRIPT).file("x\0y", SCRIPT).zip()),
        "holds a control character");
  }

  /// The library puts `?` for what it can't read. Two such names that become one are refused.
  @Test
  void namesThatAreNoUtf8AreTakenWithQuestionMarks() {
    byte[] tar = new TarBytes().file("simd", SCRIPT).file("cafX", SCRIPT).tar();
    int header = new String(tar, StandardCharsets.ISO_8859_1).indexOf("cafX");
    tar[header + 3] = (byte) 0xe9;
    fixChecksum(tar, header);
    server.on("/a.tar", ok(tar));
    world.installs(server.url("/a.tar"));
    assertThat(world.tree()).containsKey("v3/caf?");
  }

  private static void fixChecksum(byte[] tar, int header) {
    Arrays.fill(tar, header + 148, header + 156, (byte) ' ');
    int sum = 0;
    for (int i = 0; i < 512; i++) {
      sum += tar[header + i] & 0xff;
    }
    byte[] field = String.format("%06o\0 ", sum).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(field, 0, tar, header + 148, 8);
  }

  @Test
  void endlessAndDeepNamesAreRefused() {
    unsafe(
        refused("/a.zip", new ZipBytes().file("simd", SCRIPT).file("x".repeat(256), SCRIPT).zip()),
        "longer than 255 bytes");
    unsafe(
        refused(
            "/a.zip",
            new ZipBytes().file("simd", SCRIPT).file("d/".repeat(40) + "x", SCRIPT).zip()),
        "folders deep");
  }

  @Test
  void aLongNameWithoutEndDoesNotFillTheMemory() {
    byte[] name = filled(2 << 20, 'n');
    unsafe(
        refused("/a.tar", new TarBytes().file("simd", SCRIPT).entry("L", 'L', 0, "", name).tar()),
        "bytes of headers");
    byte[] pax = utf8("2097152 comment=" + "x".repeat((2 << 20) - 17) + "\n");
    unsafe(
        refused("/a.tar", new TarBytes().file("simd", SCRIPT).entry("x", 'x', 0, "", pax).tar()),
        "bytes of headers");
  }

  @Test
  void aLongNameOfReasonableLengthIsTaken() {
    String name = "docs/" + "n".repeat(180);
    server.on(
        "/a.tar.gz",
        ok(
            new TarBytes()
                .file("simd", SCRIPT)
                .entry("././@LongLink", 'L', 0, "", utf8(name + "\0"))
                .file("docs/nnn", utf8("x"))
                .gz()));
    world.installs(server.url("/a.tar.gz"));
    assertThat(world.tree()).containsKey("v3/" + name);
  }

  // Row 13: zips that say two things.

  @Test
  void theHeaderBeforeAnEntryCountsForNothing() {
    var zip = new ZipBytes();
    zip.add("bin/simd", SCRIPT).localName = "../evilevil";
    server.on("/a.zip", ok(zip.zip()));
    world.installs(server.url("/a.zip"));
    assertThat(world.tree()).containsOnlyKeys("v3", "v3/bin", "v3/bin/simd");
  }

  @Test
  void anEntryWithAWrongCrcIsRefused() {
    var zip = new ZipBytes();
    zip.add("simd", SCRIPT).crc++;
    unsafe(refused("/a.zip", zip.zip()), "its CRC differs");
  }

  @Test
  void anEncryptedEntryIsRefused() {
    var zip = new ZipBytes().file("simd", SCRIPT);
    zip.add("x", SCRIPT).flags |= 1;
    unsafe(refused("/a.zip", zip.zip()), "encrypted");
  }

  @Test
  void anUnusualMethodIsRefused() {
    var zip = new ZipBytes();
    zip.add("simd", SCRIPT).method = 93;
    unsafe(refused("/a.zip", zip.zip()), "method 93");
  }

  @Test
  void bytesBeforeAZipAreNoHarm() throws IOException {
    byte[] zip = new ZipBytes().file("simd", SCRIPT).zip();
    var whole = new ByteArrayOutputStream();
    whole.writeBytes(utf8("#!/bin/sh\nunzip me\n"));
    whole.writeBytes(zip);
    server.on("/a.zip", ok(whole.toByteArray()));
    world.installs(server.url("/a.zip"));
    assertThat(world.daemon()).isEqualTo(SCRIPT);
  }

  @Test
  void aZipThatIsCutOffIsBroken() {
    byte[] zip = new ZipBytes().file("simd", SCRIPT).zip();
    unsafe(refused("/a.zip", Arrays.copyOf(zip, zip.length - 10)), "the archive is broken");
  }

  // Row 14: tars that don't add up.

  @Test
  void aHeaderThatFailsItsChecksumIsRefused() {
    byte[] tar = new TarBytes().file("README", utf8("x")).file("simd", SCRIPT).tar();
    tar[1024]++;
    unsafe(refused("/a.tar", tar), "fails its checksum");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "77777777777",
        "99999999999",
        "-0000000001",
        "\u0080\u0000\u0000\u007f\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff",
        "\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff"
      })
  void aSizeThatCantBeIsRefused(String size) {
    byte[] field = size.getBytes(StandardCharsets.ISO_8859_1);
    Failed failed =
        refused(
            "/a.tar",
            new TarBytes()
                .file("simd", SCRIPT)
                .header("x", '0', 0644, "", field)
                .data(utf8("x"))
                .tar());
    assertThat(failed.kind()).isEqualTo(Kind.UNSAFE_ARCHIVE);
  }

  @Test
  void aSizeThatAnExtendedHeaderInventsIsRefused() {
    byte[] pax = utf8("24 size=99999999999999\n");
    byte[] negative = utf8("11 size=-1\n");
    for (byte[] header : new byte[][] {pax, negative, utf8("garbage"), utf8("9999 path=x\n")}) {
      Failed failed =
          refused(
              "/a.tar",
              new TarBytes()
                  .file("README", utf8("x"))
                  .entry("x", 'x', 0644, "", header)
                  .file("simd", SCRIPT)
                  .tar());
      assertThat(failed.kind()).as(failed.message()).isIn(Kind.UNSAFE_ARCHIVE, Kind.LIMIT);
    }
  }

  @Test
  void aSparseFileIsRefused() {
    byte[] pax = utf8("22 GNU.sparse.major=1\n22 GNU.sparse.minor=0\n28 GNU.sparse.realsize=512\n");
    unsafe(
        refused(
            "/a.tar",
            new TarBytes()
                .file("README", utf8("x"))
                .entry("x", 'x', 0644, "", pax)
                .file("simd", utf8("1\n0\n512\n"))
                .tar()),
        "");
  }

  @Test
  void aTarThatEndsInsideAFileIsRefused() {
    byte[] tar = new TarBytes().file("simd", filled(2000, '#')).tar();
    unsafe(refused("/a.tar", Arrays.copyOf(tar, 1024)), "the archive is broken");
  }

  /// As in the original: the end of the file is an end of the archive too.
  @Test
  void aTarWithoutItsEndBlocksIsTaken() throws IOException {
    server.on("/a.tar", ok(new TarBytes().file("simd", SCRIPT).withoutEnd()));
    world.installs(server.url("/a.tar"));
    assertThat(world.daemon()).isEqualTo(SCRIPT);
  }

  // Row 15: gzips.

  @Test
  void rubbishBehindAGzipIsRefused() {
    byte[] packed = new TarBytes().file("simd", SCRIPT).gz();
    var whole = new ByteArrayOutputStream();
    whole.writeBytes(packed);
    whole.writeBytes(utf8("rubbish"));
    unsafe(refused("/a.tar.gz", whole.toByteArray()), "the archive is broken");
  }

  @Test
  void severalMembersAreOneStream() throws IOException {
    var whole = new ByteArrayOutputStream();
    whole.writeBytes(TarBytes.gzip(Arrays.copyOf(SCRIPT, 10)));
    whole.writeBytes(TarBytes.gzip(Arrays.copyOfRange(SCRIPT, 10, SCRIPT.length)));
    server.on("/simd.gz", ok(whole.toByteArray()));
    world.installs(server.url("/simd.gz"));
    assertThat(world.daemon()).isEqualTo(SCRIPT);
  }

  @Test
  void aGzipWithAWrongCrcIsRefusedThoughTheTarInItIsWhole() {
    byte[] packed = new TarBytes().file("simd", SCRIPT).gz();
    packed[packed.length - 8]++;
    unsafe(refused("/a.tar.gz", packed), "the archive is broken");
  }

  @Test
  void aGzipThatIsCutOffIsRefused() {
    byte[] packed = new TarBytes().file("simd", SCRIPT).gz();
    unsafe(refused("/a.tar.gz", Arrays.copyOf(packed, packed.length - 4)), "the archive is broken");
  }
}
