package cosmovisor.fetch;

import static cosmovisor.fetch.FetchWorld.SCRIPT;
import static cosmovisor.fetch.FetchWorld.hex;
import static cosmovisor.fetch.FetchWorld.utf8;
import static cosmovisor.fetch.HostileServer.ok;
import static cosmovisor.fetch.HostileServer.redirect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cosmovisor.fetch.FetchReport.Failed;
import cosmovisor.fetch.FetchReport.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Where a server may send us, and where not.
class RedirectsTest {
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

  /// Hosts with names like `a10.0.0.7.test` are at the address they name.
  private static List<InetAddress> named(URI uri) {
    String host = Hosts.of(uri).replaceFirst("^a", "").replaceFirst("\\.test$", "");
    return List.of(InetAddress.ofLiteral(host));
  }

  private static URI next(String from, String location, boolean pinned) throws IOException {
    return new Redirects(RedirectsTest::named, pinned).next(URI.create(from), location);
  }

  @Test
  void aChainOfRedirectsIsFollowed() throws IOException {
    server
        .on("/a", redirect("/b/c"))
        .on("/b/c", redirect("d?x=1"))
        .on("/b/d", redirect(server.url("/simd#part")))
        .on("/simd", ok(SCRIPT));
    world.installs(server.url("/a"));
    assertThat(world.daemon()).isEqualTo(SCRIPT);
    assertThat(server.targets()).containsExactly("/a", "/b/c", "/b/d?x=1", "/simd");
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void everyKindOfRedirectIsFollowed(int code) {
    server
        .on("/a", HostileServer.status(code + " Elsewhere\r\nLocation: /simd"))
        .on("/simd", ok(SCRIPT));
    world.installs(server.url("/a"));
  }

  @Test
  void aLoopEnds() {
    server.on("/a", redirect("/a"));
    Failed failed = world.fails(server.url("/a"));
    assertThat(failed.message()).contains("stopped after 10 redirects");
    assertThat(failed.retryable()).isFalse();
    assertThat(server.targets()).hasSize(11);
  }

  @Test
  void aRedirectToNowhereFails() {
    server.on("/a", HostileServer.status("302 Found"));
    assertThat(world.fails(server.url("/a")).message()).contains("without saying where to");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file:///etc/passwd",
        "jar:http://h/x!/y",
        "ftp://h/x",
        "gopher://h/",
        "data:,x",
        "FILE:/etc/passwd"
      })
  void otherSchemesAreRefused(String location) {
    server.on("/a", redirect(location));
    Failed failed = world.fails(server.url("/a"));
    assertThat(failed.kind()).isEqualTo(Kind.NETWORK);
    assertThat(failed.message()).contains("only http and https are followed");
  }

  @Test
  void theTypeOfAnArchiveComesFromThePlanAndNotFromTheRedirect() throws IOException {
    server
        .on("/latest.tar.gz", redirect("/blob/0815"))
        .on("/blob/0815", ok(new TarBytes().file("simd", SCRIPT).gz()));
    world.installs(server.url("/latest.tar.gz"));
    assertThat(world.daemon()).isEqualTo(SCRIPT);
  }

  @Test
  void aChecksumInALocationMeansNothing() {
    byte[] evil = utf8("#!/bin/sh\nevil\n");
    server
        .on("/simd", redirect("/evil?checksum=sha256:" + hex("SHA-256", evil)))
        .on("/evil", ok(evil));
    Failed failed = world.fails(server.url("/simd?checksum=sha256:" + hex("SHA-256", SCRIPT)));
    assertThat(failed.kind()).isEqualTo(Kind.CHECKSUM);
    assertThat(server.targets()).last().asString().startsWith("/evil?checksum=sha256:");
  }

  @Test
  void credentialsStayWithTheirServer() throws IOException {
    try (var other = new HostileServer()) {
      other.on("/simd", ok(SCRIPT));
      server.on("/a", redirect("/b")).on("/b", redirect(other.url("/simd")));
      world.installs(server.url("/a").replace("http://", "http://me:pass@"));
      assertThat(server.requests()).allMatch(sent -> sent.headers().containsKey("authorization"));
      assertThat(other.requests()).noneMatch(sent -> sent.headers().containsKey("authorization"));
    }
  }

  @Test
  void protectionIsGivenUpOnlyForAPinnedFile() throws IOException {
    assertThatThrownBy(
            () -> next("https://a93.184.216.34.test/x", "http://a93.184.216.35.test/y", false))
        .isInstanceOf(FetchFailure.class)
        .hasMessageContaining("redirected to plain http on a93.184.216.35.test");
    assertThat(next("https://a93.184.216.34.test/x", "http://a93.184.216.35.test/y", true))
        .hasToString("http://a93.184.216.35.test/y");
    assertThat(next("http://a93.184.216.34.test/x", "https://a93.184.216.35.test/y", false))
        .hasToString("https://a93.184.216.35.test/y");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "[::1]",
        "[fe80::1]",
        "[fd00::1]"
      })
  void aPublicServerMayNotSendUsInside(String inside) {
    String host = inside.startsWith("[") ? inside : "a" + inside + ".test";
    var redirects = new Redirects(RedirectsTest::named, true);
    assertThatThrownBy(
            () ->
                redirects.next(
                    URI.create("https://a93.184.216.34.test/x"), "https://" + host + "/secret"))
        .isInstanceOf(FetchFailure.class)
        .hasMessageContaining("which is inside this machine or its private network");
  }

  @Test
  void aSecondHopInsideIsRefusedToo() throws IOException {
    var redirects = new Redirects(RedirectsTest::named, true);
    URI second =
        redirects.next(URI.create("https://a93.184.216.34.test/"), "https://a93.184.216.35.test/");
    assertThatThrownBy(() -> redirects.next(second, "https://a10.0.0.7.test/"))
        .isInstanceOf(FetchFailure.class);
  }

  @Test
  void aPrivateMirrorMaySendUsAroundInside() throws IOException {
    assertThat(next("https://a10.0.0.1.test/x", "https://a10.0.0.2.test/y", false)).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1, x, http://127.0.0.1/x",
    "http://127.0.0.1/a/b, ../c, http://127.0.0.1/c",
    "http://127.0.0.1/a, //127.0.0.1:9/c, http://127.0.0.1:9/c",
    "http://127.0.0.1/a, /with space/é, http://127.0.0.1/with%20space/%E9",
    "http://127.0.0.1/a, /a%2Fb?c=%2f, http://127.0.0.1/a%2Fb?c=%2f",
  })
  void locationsAreReadTolerantlyAndKeptExactly(String from, String location, String expected)
      throws IOException {
    assertThat(next(from, location, true)).hasToString(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://", "http:///x", "http://[::1/x", "%zz", "http://h:99999999999/"})
  void nonsenseIsAFailureAndNoCrash(String location) {
    assertThatThrownBy(() -> next("http://127.0.0.1/a", location, true))
        .isInstanceOf(IOException.class);
  }
}
