package cosmovisor.fetch;

import static cosmovisor.fetch.FetchWorld.SCRIPT;
import static cosmovisor.fetch.FetchWorld.any;
import static cosmovisor.fetch.FetchWorld.hex;
import static cosmovisor.fetch.FetchWorld.utf8;
import static cosmovisor.fetch.HostileServer.ok;
import static org.assertj.core.api.Assertions.assertThat;

import cosmovisor.fetch.FetchReport.Failed;
import cosmovisor.fetch.FetchReport.Installed;
import cosmovisor.fetch.FetchReport.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Plans that say where the plan is, lists of checksums, and the demand for checksums.
class ReferenceAndEnforcementTest {
  private FetchWorld world;
  private HostileServer server;

  @BeforeEach
  void open(@TempDir Path home) throws IOException {
    world = new FetchWorld(home);
    server = new HostileServer();
    server.on("/simd", ok(SCRIPT));
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  private static String pinned(String url, byte[] content) {
    return url + "?checksum=sha256:" + hex("SHA-256", content);
  }

  @Test
  void aReferenceLeadsToThePlan() throws IOException {
    server.on("/plan.json", ok("\n " + any(server.url("/simd")) + "\n"));
    assertThat(world.fetch(server.url("/plan.json"))).isInstanceOf(Installed.class);
    assertThat(world.daemon()).isEqualTo(SCRIPT);
    assertThat(server.targets()).containsExactly("/plan.json", "/simd");
  }

  @Test
  void aReferenceToAFileOnThisMachineLeadsToThePlan(@TempDir Path shelf) throws IOException {
    Path plan = Files.writeString(shelf.resolve("plan.json"), any(server.url("/simd")));
    assertThat(world.fetch(plan.toString())).isInstanceOf(Installed.class);
  }

  @Test
  void aReferenceWithAWrongChecksumIsNotRead() {
    server.on("/plan.json", ok(any(server.url("/simd"))));
    Failed failed = world.failsOn(pinned(server.url("/plan.json"), utf8("something else")));
    assertThat(failed.kind()).isEqualTo(Kind.CHECKSUM);
    assertThat(server.targets()).containsExactly("/plan.json");
  }

  @Test
  void aReferenceToAReferenceIsNotFollowed() {
    server.on("/plan.json", ok(server.url("/other.json")));
    Failed failed = world.failsOn(server.url("/plan.json"));
    assertThat(failed.kind()).isEqualTo(Kind.PLAN);
    assertThat(failed.message()).contains("could not parse plan info");
    assertThat(server.targets()).containsExactly("/plan.json");
  }

  @Test
  void anEmptyReferenceIsSaidToBeEmpty() {
    server.on("/plan.json", ok(" \n"));
    Failed failed = world.failsOn(server.url("/plan.json"));
    assertThat(failed.message()).contains("no content returned by");
  }

  @Test
  void aHugeReferenceIsRefused() {
    server.on("/plan.json", ok("[" + " ".repeat(1 << 17) + "]"));
    assertThat(world.failsOn(server.url("/plan.json")).kind()).isEqualTo(Kind.LIMIT);
  }

  @Test
  void aMissingReferenceIsNotFound() {
    Failed failed = world.failsOn(server.url("/none.json"));
    assertThat(failed.kind()).isEqualTo(Kind.NOT_FOUND);
    assertThat(failed.message()).contains("404");
  }

  @Test
  void aReferenceToAnArchiveIsRefused() {
    assertThat(world.failsOn(server.url("/plan.json.gz")).kind()).isEqualTo(Kind.PLAN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  \n ", "{}", "not json", "{\"binaries\":{\"darwin/arm64\":\"x\"}}"})
  void aPlanWithoutABinaryForThisMachineFailsAsAPlan(String info) {
    assertThat(world.failsOn(info).kind()).isEqualTo(Kind.PLAN);
  }

  @Test
  void checksumsThatAreRequiredHaveToStandAtTheBinary() {
    world.requireChecksum = true;
    Failed failed = world.fails(server.url("/simd"));
    assertThat(failed.kind()).isEqualTo(Kind.CHECKSUM);
    assertThat(failed.message()).contains("missing checksum query parameter");
    assertThat(server.targets()).isEmpty();
  }

  @Test
  void checksumsThatAreRequiredHaveToStandAtTheReferenceToo() {
    world.requireChecksum = true;
    byte[] plan = utf8(any(pinned(server.url("/simd"), SCRIPT)));
    server.on("/plan.json", ok(plan));
    assertThat(world.failsOn(server.url("/plan.json")).kind()).isEqualTo(Kind.CHECKSUM);
    assertThat(server.targets()).isEmpty();
    assertThat(world.fetch(pinned(server.url("/plan.json"), plan))).isInstanceOf(Installed.class);
  }

  @Test
  void aPinnedReferenceDoesNotPinTheBinary() {
    world.requireChecksum = true;
    byte[] plan = utf8(any(server.url("/simd")));
    server.on("/plan.json", ok(plan));
    Failed failed = world.failsOn(pinned(server.url("/plan.json"), plan));
    assertThat(failed.kind()).isEqualTo(Kind.CHECKSUM);
    assertThat(server.targets()).containsExactly("/plan.json");
  }

  @Test
  void weakDigestsAndListsDoNotSatisfyTheDemand() {
    world.requireChecksum = true;
    server.on("/SHA256SUMS", ok(hex("SHA-256", SCRIPT) + "  simd\n"));
    for (String checksum :
        new String[] {
          "md5:" + hex("MD5", SCRIPT),
          "sha1:" + hex("SHA-1", SCRIPT),
          "file:" + server.url("/SHA256SUMS")
        }) {
      Failed failed = world.fails(server.url("/simd?checksum=" + checksum));
      assertThat(failed.kind()).isEqualTo(Kind.CHECKSUM);
      assertThat(failed.message()).contains("pins nothing");
    }
    assertThat(server.targets()).isEmpty();
  }

  @Test
  void strongDigestsSatisfyTheDemand() {
    world.requireChecksum = true;
    Installed report =
        world.installs(
            server.url("/simd?checksum=SHA512:" + hex("SHA-512", SCRIPT).toUpperCase(Locale.ROOT)));
    assertThat(report.checksum()).isEqualTo("sha512");
  }

  @Test
  void weakDigestsAreCompared() {
    assertThat(world.fails(server.url("/simd?checksum=md5:" + "0".repeat(32))).kind())
        .isEqualTo(Kind.CHECKSUM);
    assertThat(world.installs(server.url("/simd?checksum=" + hex("MD5", SCRIPT))).checksum())
        .isEqualTo("md5");
  }

  @Test
  void aListOfChecksumsIsLookedUp() {
    server.on(
        "/SHA256SUMS",
        ok("0".repeat(64) + "  other\n" + hex("SHA-256", SCRIPT) + " *simd\n# a remark\n"));
    Installed report =
        world.installs(server.url("/simd?checksum=file:" + server.url("/SHA256SUMS")));
    assertThat(report.checksum()).isEqualTo("file");
    assertThat(server.targets()).containsExactly("/SHA256SUMS", "/simd");
  }

  @Test
  void aListWithAnotherChecksumRefusesTheFile() {
    server.on("/SHA256SUMS", ok("0".repeat(64) + "  simd\n"));
    Failed failed = world.fails(server.url("/simd?checksum=file:" + server.url("/SHA256SUMS")));
    assertThat(failed.kind()).isEqualTo(Kind.CHECKSUM);
  }

  @Test
  void aListWithoutTheFileIsSaidSo() {
    server.on("/SHA256SUMS", ok("0".repeat(64) + "  other\n"));
    Failed failed = world.fails(server.url("/simd?checksum=file:" + server.url("/SHA256SUMS")));
    assertThat(failed.message()).contains("no checksum found in: ");
    assertThat(server.targets()).containsExactly("/SHA256SUMS");
  }

  @Test
  void anArchivesChecksumIsThatOfTheArchive() throws IOException {
    byte[] archive = new TarBytes().file("simd", SCRIPT).gz();
    server.on("/a.tar.gz", ok(archive));
    world.installs(pinned(server.url("/a.tar.gz"), archive));
    assertThat(world.daemon()).isEqualTo(SCRIPT);
  }
}
