package cosmovisor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import cosmovisor.e2e.Cosmovisor.Ended;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@EndToEnd
final class DownloadIT {
  private static final String V2 = Node.node("echo v2 runs");
  private static final byte[] RAW = Bytes.of(V2);

  private final WebServer web = new WebServer();

  @AfterEach
  void closeServer() {
    web.close();
  }

  // What plans say

  @Test
  @Scenario(111)
  void aChainOfUpgradesIsFetchedFromAZipThenByReference(Home home) {
    byte[] third = Archives.zip(Map.of("bin/app", Node.node("echo chain3 \"$@\"")));
    String thirdUrl =
        web.serve("/chain3.zip", third) + "?checksum=sha256:" + Archives.sha256(third);
    byte[] reference = Bytes.of(binaries(thirdUrl));
    String referenceUrl =
        web.serve("/info.json", reference) + "?checksum=sha256:" + Archives.sha256(reference);
    byte[] second =
        Archives.zip(
            Map.of(
                "any-name",
                Node.node(
                    "echo chain2 \"$@\"",
                    Node.planFile(Node.json("chain3", 30, referenceUrl)),
                    Node.STAY)));
    String secondUrl =
        web.serve("/chain2.zip", second) + "?checksum=sha256:" + Archives.sha256(second);
    downloading(home).set("DAEMON_DOWNLOAD_MUST_HAVE_CHECKSUM", "true");
    home.genesis(
        "echo genesis \"$@\"",
        Node.planFile(Node.json("chain2", 20, binaries(secondUrl))),
        "exit 1");

    Ended end = home.run("run", "start", "--x");

    assertThat(end.out())
        .containsSubsequence(
            "genesis start --x\n",
            "no upgrade binary found, beginning to download it",
            "downloading binary complete",
            "chain2 start --x\n",
            "chain3 start --x\n");
    assertThat(end.status()).isZero();
    assertThat(home.current()).isEqualTo("upgrades/chain3");
  }

  @Test
  @Scenario({112, 120})
  void aRawBinaryWithItsChecksumIsTaken(Home home) {
    assertRuns(home, web.serve("/app", RAW) + "?checksum=sha256:" + Archives.sha256(RAW));

    assertThat(home.read("cosmovisor/upgrades/v2/bin/app")).isEqualTo(V2);
    assertThat(home.list("cosmovisor/upgrades")).containsExactly("v2");
    assertThat(web.requests()).allMatch("/app"::equals);
  }

  @Test
  void whatAFetchLeftThatWasCutShortBehindItsLastStepGoes(Home home) {
    downloading(home).genesis(Node.plan("v2", 20), "exit 1").version("v2", "echo v2 runs");
    home.makeFolder("cosmovisor/upgrades/.partial-v2-0123456789abcdef/tree");

    assertThat(home.run("run").out()).contains("v2 runs\n");
    assertThat(home.list("cosmovisor/upgrades")).containsExactly("v2");
  }

  @Test
  @Scenario({112, 120})
  void aRawBinaryWithAnotherChecksumLeavesNothingAndIsNotRunByTheNextStart(Home home) {
    String wrong = Archives.sha256(Bytes.of("another"));
    String url = web.serve("/app", RAW) + "?checksum=sha256:" + wrong;

    assertFails(home, url, wrong, Archives.sha256(RAW));
    assertThat(home.run("run").out()).doesNotContain("v2 runs");
  }

  @Test
  @Scenario(113)
  void aZipWithItsChecksumIsTaken(Home home) {
    byte[] zip = Archives.zip(Map.of("bin/app", V2));

    assertRuns(home, web.serve("/a.zip", zip) + "?checksum=sha256:" + Archives.sha256(zip));
  }

  @Test
  @Scenario({113, 120})
  void aZipWithAnotherChecksumLeavesNothing(Home home) {
    String url = web.serve("/a.zip", Archives.zip(Map.of("bin/app", V2)));

    assertFails(home, url + "?checksum=sha256:" + Archives.sha256(RAW), "hecksum");
  }

  @Test
  @Scenario({114, 123})
  void aFileThatIsMissingIsNamedWithTheServersAnswer(Home home) {
    String url = web.url("/missing");

    assertFails(home, url + "?checksum=sha256:" + Archives.sha256(RAW), "404", url);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   "})
  @Scenario(116)
  void aPlanThatSaysNothingEndsTheUpgrade(String info, Home home) {
    assertPlanFails(downloading(home), Node.json("v2", 20, info), "plan info must not be blank");
  }

  @Test
  @Scenario(116)
  void aPlanWithoutInfoEndsTheUpgrade(Home home) {
    assertPlanFails(downloading(home), Node.json("v2", 20), "plan info must not be blank");
  }

  @Test
  @Scenario(116)
  void aBinaryThatIsThereIsTakenWithoutAskingAnybody(Home home) {
    downloading(home).version("v2", "echo mine runs");
    planned(home, binaries(web.serve("/app", RAW)));

    assertThat(home.run("run").out()).contains("mine runs");
    assertThat(web.requests()).isEmpty();
  }

  @Test
  @Scenario(117)
  void theUrlForAnyPlatformIsTakenWhereThereIsNoneForThisOne(Home home) {
    downloading(home);
    String url = web.serve("/app", RAW);
    planned(home, "{\"binaries\":{\"plan9/mips\":\"http://x.invalid/\",\"any\":\"" + url + "\"}}");

    assertThat(home.run("run").out()).contains("v2 runs");
  }

  @Test
  @Scenario(117)
  void theUrlForThisPlatformWins(Home home) {
    downloading(home);
    String url = web.serve("/app", RAW);
    String any = web.serve("/any", RAW);
    planned(
        home,
        "{\"binaries\":{\"any\":\"%s\",\"linux/amd64\":\"%s\",\"linux/arm64\":\"%s\"}}"
            .formatted(any, url, url));

    assertThat(home.run("run").out()).contains("v2 runs");
    assertThat(web.requests()).isNotEmpty().allMatch("/app"::equals);
  }

  @Test
  @Scenario(118)
  void aPlanWithNoUrlForThisPlatformEndsTheUpgrade(Home home) {
    assertPlanFails(
        downloading(home),
        Node.json("v2", 20, "{\"binaries\":{\"plan9/mips\":\"http://x.invalid/\"}}"),
        "cannot find binary for os/arch: neither linux/");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"binaries\":[]}",
        "{\"binaries\":",
        "see the forum",
        "git::https://example.com/app",
        "ftp://example.com/app",
        "http://example.com/app"
      })
  @Scenario(116)
  void aPlanThatCannotBeReadOrMustNotBeFollowedEndsTheUpgrade(String info, Home home) {
    assertPlanFails(downloading(home), Node.json("v2", 20, info), "cannot download binary. ");
  }

  @Test
  @Scenario(111)
  void aReferenceIsComparedWithItsChecksum(Home home) {
    downloading(home);
    String url = web.serve("/info.json", Bytes.of(binaries(web.serve("/app", RAW))));
    planned(home, url + "?checksum=sha256:" + Archives.sha256(RAW));

    assertPlanFails(home, "hecksum");
    assertThat(web.requests()).doesNotContain("/app");
  }

  // Where it goes

  @Test
  @Scenario(119)
  void anEmptyFolderOfTheUpgradeIsFilled(Home home) {
    home.makeFolder("cosmovisor/upgrades/v2/bin");

    assertRuns(home, web.serve("/app", RAW));
  }

  @Test
  @Scenario(119)
  void whatTheOperatorPutIntoTheFolderIsKept(Home home) {
    home.write("cosmovisor/upgrades/v2/notes.txt", "mine");

    assertRuns(home, web.serve("/app", RAW));
    assertThat(home.read("cosmovisor/upgrades/v2/notes.txt")).isEqualTo("mine");
  }

  @Test
  @Scenario({112, 98})
  void theHomeMayHaveAnyName(Home home) {
    assertRuns(home.named("\u00ff\u00fe d"), web.serve("/app", RAW));
  }

  @Test
  @Scenario(120)
  void aConnectionThatIsCutLeavesNothingAndIsNotRunByTheNextStart(Home home) {
    byte[] large = Bytes.of(Node.node("echo v2 runs", "# " + "x".repeat(1 << 20)));

    assertFails(home, web.cut("/app", large), "/app");
    web.serve("/app", RAW);
    assertThat(home.run("run").out()).contains("v2 runs");
  }

  @Test
  @Scenario(120)
  void aServerThatIsNotThereIsNamed(Home home) {
    String url = web.url("/app");
    web.close();

    assertFails(home, url, url);
  }

  @Test
  @Scenario(121)
  void aUrlWithoutChecksumIsRefusedWhereOneMustBe(Home home) {
    downloading(home).set("DAEMON_DOWNLOAD_MUST_HAVE_CHECKSUM", "true");
    planned(home, binaries(web.serve("/app", RAW)));

    assertPlanFails(home, "checksum");
    assertThat(web.requests()).isEmpty();
  }

  @Test
  @Scenario(121)
  void aReferenceWithoutChecksumIsRefusedWhereOneMustBe(Home home) {
    downloading(home).set("DAEMON_DOWNLOAD_MUST_HAVE_CHECKSUM", "true");
    String url = web.serve("/app", RAW) + "?checksum=sha256:" + Archives.sha256(RAW);
    planned(home, web.serve("/info.json", Bytes.of(binaries(url))));

    assertPlanFails(home, "checksum");
    assertThat(web.requests()).isEmpty();
  }

  @Test
  @Scenario(121)
  void aReferencedUrlWithoutChecksumIsRefusedWhereOneMustBe(Home home) {
    downloading(home).set("DAEMON_DOWNLOAD_MUST_HAVE_CHECKSUM", "true");
    byte[] reference = Bytes.of(binaries(web.serve("/app", RAW)));
    String url = web.serve("/info.json", reference);
    planned(home, url + "?checksum=sha256:" + Archives.sha256(reference));

    assertPlanFails(home, "checksum");
    assertThat(web.requests()).doesNotContain("/app");
  }

  // How it is packed

  @Test
  @Scenario(122)
  void aZipWithTheBinaryAtItsTopIsTaken(Home home) {
    byte[] zip = Archives.zip(Map.of("app", V2, "LICENSE", "free", "README.md", "# read"));

    assertRuns(home, web.serve("/a.zip", zip));
    assertThat(home.path("cosmovisor/upgrades/v2/bin/app")).isExecutable();
  }

  @Test
  @Scenario(122)
  void aZipWithoutTheBinaryLeavesNothing(Home home) {
    byte[] zip = Archives.zip(Map.of("LICENSE", "free", "README.md", "# read"));

    assertFails(home, web.serve("/a.zip", zip), "app");
  }

  @Test
  @Scenario(122)
  void aTarGzWithTheBinaryAmongOtherFilesIsTaken(Home home) {
    byte[] tar = Archives.tarGz(Map.of("app", V2, "LICENSE", "free", "README.md", "# read"));

    assertRuns(home, web.serve("/a.tar.gz", tar) + "?checksum=sha256:" + Archives.sha256(tar));
  }

  @Test
  @Scenario(122)
  void aTarGzWithAFolderBinIsTaken(Home home) {
    byte[] tar = Archives.tarGz(Map.of("bin/app", V2, "LICENSE", "free"));

    assertRuns(home, web.serve("/a.tgz", tar));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../../evil", "/evil", "bin/../../../../evil"})
  @Scenario(122)
  void anArchiveThatReachesOutOfItsFolderLeavesNothingAnywhere(String name, Home home) {
    byte[] tar = Archives.tarGz(Map.of("bin/app", V2, name, "evil"));

    assertFails(home, web.serve("/a.tar.gz", tar), "evil");
    assertThat(home.exists("cosmovisor/evil")).isFalse();
    assertThat(home.exists("evil")).isFalse();
  }

  @Test
  @Scenario(120)
  void aPageInPlaceOfABinaryIsNamedForWhatItIsAndLeavesNothing(Home home) {
    byte[] page = Bytes.of("<!DOCTYPE html><html><body>Please log in</body></html>");

    assertFails(home, web.serve("/app", page), "HTML");
  }

  @Test
  @Scenario(120)
  void anArchiveThatIsBrokenLeavesNothing(Home home) {
    byte[] zip = Archives.zip(Map.of("bin/app", V2 + "#".repeat(10_000)));

    assertFails(home, web.serve("/a.zip", Arrays.copyOf(zip, zip.length / 2)), "a.zip");
  }

  @Test
  @Scenario(115)
  void aZipComesOverHttpsFromAServerThatTheSystemTrusts(Home home) throws Exception {
    try (var secure = WebServer.https(home.folder())) {
      byte[] zip = Archives.zip(Map.of("app", V2));
      home.set("SSL_CERT_FILE", home.folder().resolve("authority.pem").toString());

      assertRuns(home, secure.serve("/a.zip", zip) + "?checksum=sha256:" + Archives.sha256(zip));
    }
  }

  @Test
  @Scenario(115)
  void nothingComesOverHttpsFromAServerThatTheSystemDoesNotTrust(Home home) throws Exception {
    try (var secure = WebServer.https(home.folder())) {
      assertFails(home, secure.serve("/app", RAW), "certificate");
    }
  }

  @Test
  @Scenario(115)
  void aRedirectIsFollowed(Home home) {
    web.redirect("/latest", web.serve("/app-1.0", RAW));

    assertRuns(home, web.url("/latest") + "?checksum=sha256:" + Archives.sha256(RAW));
  }

  // Checksums

  @ParameterizedTest
  @CsvSource({"md5,MD5", "sha1,SHA-1", "sha256,SHA-256", "sha512,SHA-512", "SHA256,SHA-256"})
  @Scenario(124)
  void everyKindOfChecksumIsKnownInAnyCase(String word, String algorithm, Home home) {
    String hex = Archives.digest(algorithm, RAW).toUpperCase(Locale.ROOT);

    assertRuns(home, web.serve("/app", RAW) + "?checksum=" + word + ":" + hex);
  }

  @ParameterizedTest
  @ValueSource(strings = {"MD5", "SHA-512"})
  @Scenario(124)
  void aBareChecksumIsKnownByItsLength(String algorithm, Home home) {
    String url = web.serve("/app", RAW);

    assertRuns(home, url + "?checksum=" + Archives.digest(algorithm, RAW));
  }

  @Test
  @Scenario(124)
  void aListOfChecksumsIsAsked(Home home) {
    String list = "%s  other\n%s  app\n".formatted("0".repeat(64), Archives.sha256(RAW));
    String url = web.serve("/app", RAW);

    assertRuns(home, url + "?checksum=file:" + web.serve("/SHA256SUMS", Bytes.of(list)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sha256:abc", "crc32:00000000", "0123"})
  @Scenario(124)
  void aChecksumThatIsNoneEndsTheUpgrade(String checksum, Home home) {
    assertFails(home, web.serve("/app", RAW) + "?checksum=" + checksum, "checksum");
    assertThat(web.requests()).isEmpty();
  }

  // While it is under way

  @Test
  @Scenario(97)
  void theNodeRunsUntilTheBinaryIsThere(Home home) {
    var open = new CountDownLatch(1);
    downloading(home)
        .genesis("echo genesis", plan(binaries(web.late("/app", RAW, open))), Node.STAY);
    Cosmovisor cosmovisor = home.start("run").await("a request", () -> !web.requests().isEmpty());

    assertThat(cosmovisor.out()).doesNotContain("shutting down");
    assertThat(home.current()).isEqualTo("genesis");
    open.countDown();

    assertThat(cosmovisor.end().out())
        .containsSubsequence("downloading binary complete", "shutting down", "v2 runs");
  }

  @Test
  @Scenario(97)
  void aDownloadThatFailsLeavesTheRunningNodeAloneAndIsTriedAgain(Home home) {
    downloading(home).genesis("echo genesis", plan(binaries(web.url("/app"))), Node.STAY);
    Cosmovisor cosmovisor = home.start("run").awaitOut("404");

    assertThat(cosmovisor.out()).doesNotContain("shutting down");
    web.serve("/app", RAW);

    assertThat(cosmovisor.end().out()).contains("v2 runs");
  }

  @Test
  @Scenario(94)
  void aNewerPlanTakesThePlaceOfOneWhoseBinaryIsUnderWay(Home home) {
    String url = web.late("/app", RAW, new CountDownLatch(1));
    downloading(home).genesis(plan(binaries(url)), Node.STAY).version("v3", "echo v3 runs");
    Cosmovisor cosmovisor = home.start("run").await("a request", () -> !web.requests().isEmpty());

    home.plan("v3", 30);

    assertThat(cosmovisor.end().out()).contains("v3 runs").doesNotContain("v2 runs");
    assertThat(home.current()).isEqualTo("upgrades/v3");
    assertThat(home.processes()).isEmpty();
  }

  @Test
  @Scenario(129)
  void aStopDuringADownloadWithoutANodeEndsItToo(Home home) {
    downloading(home);
    planned(home, binaries(web.late("/app", RAW, new CountDownLatch(1))));
    Cosmovisor cosmovisor = home.start("run").await("a request", () -> !web.requests().isEmpty());

    Ended end = cosmovisor.signal("TERM").end();

    assertThat(end.status()).isEqualTo(143);
    assertThat(end.err()).startsWith("Error: ").hasLineCount(1);
    assertNothingInstalled(home);
    assertThat(home.processes()).isEmpty();
  }

  @Test
  @Scenario(129)
  void aStopDuringADownloadBesideANodeEndsBoth(Home home) {
    String url = web.late("/app", RAW, new CountDownLatch(1));
    downloading(home).genesis("trap 'exit 4' TERM", plan(binaries(url)), Node.STAY);
    Cosmovisor cosmovisor = home.start("run").await("a request", () -> !web.requests().isEmpty());

    assertThat(cosmovisor.signal("TERM").end().status()).isEqualTo(4);
    assertNothingInstalled(home);
    assertThat(home.processes()).isEmpty();
  }

  @Test
  @Scenario(129)
  void aKillDuringADownloadLeavesNoProcessBehind(Home home) {
    downloading(home);
    planned(home, binaries(web.late("/app", RAW, new CountDownLatch(1))));
    Cosmovisor cosmovisor = home.start("run").await("a request", () -> !web.requests().isEmpty());

    cosmovisor.signal("KILL").end();

    assertThat(Patience.until(() -> home.processes().isEmpty())).isTrue();
    assertNothingInstalled(home);
  }

  @Test
  void whatIsSecretInAUrlIsNotTold(Home home) {
    String url = web.url("/app").replace("http://", "http://user:hunter2@") + "?token=s3cret";
    downloading(home);
    planned(home, binaries(url));

    Ended end = home.run("run");

    assertThat(end.out() + end.err()).contains("404").doesNotContain("hunter2", "s3cret");
  }

  private static Home downloading(Home home) {
    return home.set("DAEMON_ALLOW_DOWNLOAD_BINARIES", "true");
  }

  private static String binaries(String url) {
    return "{\"binaries\":{\"any\":\"" + url + "\"}}";
  }

  private static String plan(String info) {
    return Node.planFile(Node.json("v2", 20, info));
  }

  /// A node that comes to an upgrade with this info, and ends.
  private static void planned(Home home, String info) {
    home.genesis(plan(info), "exit 1");
  }

  private static void assertRuns(Home home, String url) {
    planned(downloading(home), binaries(url));
    Ended end = home.run("run");
    assertThat(end.out()).contains("v2 runs");
    assertThat(end.err()).isEmpty();
    assertThat(end.status()).isZero();
    assertThat(home.current()).isEqualTo("upgrades/v2");
  }

  private static void assertFails(Home home, String url, String... words) {
    planned(downloading(home), binaries(url));
    assertPlanFails(home, words);
  }

  private static void assertPlanFails(Home home, String json, String word) {
    home.genesis(Node.planFile(json), "exit 1");
    assertPlanFails(home, word);
  }

  private static void assertPlanFails(Home home, String... words) {
    Ended end = home.run("run");
    assertThat(end.err())
        .startsWith("Error: cannot download binary. ")
        .contains(words)
        .hasLineCount(1);
    assertThat(end.status()).isEqualTo(1);
    assertThat(end.out()).doesNotContain("v2 runs");
    assertNothingInstalled(home);
  }

  private static void assertNothingInstalled(Home home) {
    assertThat(home.current()).isEqualTo("genesis");
    assertThat(home.exists("cosmovisor/upgrades/v2")).isFalse();
  }
}
