package cosmovisor.fetch;

import static cosmovisor.fetch.FetchWorld.SCRIPT;
import static cosmovisor.fetch.FetchWorld.any;
import static cosmovisor.fetch.FetchWorld.hex;
import static cosmovisor.fetch.HostileServer.inTurn;
import static cosmovisor.fetch.HostileServer.ok;
import static cosmovisor.fetch.HostileServer.redirect;
import static cosmovisor.fetch.HostileServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cosmovisor.fetch.FetchReport.Failed;
import cosmovisor.fetch.FetchReport.Installed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Proxies by the variables that every other program of the operator obeys.
class ProxiesTest {

  private static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  private static Proxies.Way way(Map<String, String> environment, String url) throws FetchFailure {
    return new Proxies(environment).wayTo(URI.create(url));
  }

  private static boolean isDirect(Map<String, String> environment, String url) throws FetchFailure {
    return way(environment, url).isDirect();
  }

  @Test
  void withoutVariablesEverythingIsDirect() throws FetchFailure {
    assertThat(isDirect(Map.of(), "https://host/")).isTrue();
  }

  @Test
  void eachSchemeHasItsVariable() throws FetchFailure {
    Map<String, String> https = Map.of("HTTPS_PROXY", "http://127.0.0.1:3128");
    assertThat(way(https, "https://host/").proxy())
        .isEqualTo(new Proxy(Proxy.Type.HTTP, loopback(3128)));
    assertThat(isDirect(https, "http://host/")).isTrue();
    assertThat(isDirect(Map.of("http_proxy", "127.0.0.1:80"), "http://host/")).isFalse();
  }

  @Test
  void capitalsWinOverSmallLetters() throws FetchFailure {
    Map<String, String> both = Map.of("HTTPS_PROXY", "127.0.0.1:1", "https_proxy", "127.0.0.1:2");
    assertThat(way(both, "https://host/").proxy().address()).isEqualTo(loopback(1));
  }

  @Test
  void portsAndSocksAreUnderstood() throws FetchFailure {
    assertThat(way(Map.of("HTTP_PROXY", "127.0.0.1"), "http://host/").proxy().address())
        .isEqualTo(loopback(80));
    assertThat(way(Map.of("HTTP_PROXY", "socks5://127.0.0.1"), "http://host/").proxy())
        .isEqualTo(new Proxy(Proxy.Type.SOCKS, loopback(1080)));
  }

  @Test
  void aVariableThatARequestCouldHaveSetIsIgnored() throws FetchFailure {
    Map<String, String> cgi = Map.of("HTTP_PROXY", "127.0.0.1:1", "REQUEST_METHOD", "GET");
    assertThat(isDirect(cgi, "http://host/")).isTrue();
  }

  @Test
  void whatIsNoProxyIsSaidSoWithoutShowingIt() {
    assertThatThrownBy(() -> way(Map.of("HTTPS_PROXY", "http://me:s3cret@"), "https://host/"))
        .isInstanceOf(FetchFailure.class)
        .hasMessageContaining("HTTPS_PROXY is no address of a proxy")
        .hasMessageNotContaining("s3cret");
    assertThatThrownBy(() -> way(Map.of("HTTPS_PROXY", "ftp://127.0.0.1"), "https://host/"))
        .hasMessageContaining("'ftp://'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*                     | https://host/                | true",
        "host                  | https://host/                | true",
        "host                  | https://sub.host/            | true",
        "host                  | https://ghost/               | false",
        ".host                 | https://sub.host/            | true",
        ".host                 | https://host/                | false",
        "*.host                | https://sub.host/            | true",
        "a, HOST ,b            | https://host/                | true",
        "host:443              | https://host/                | true",
        "host:443              | https://host:8443/           | false",
        "10.0.0.0/8            | https://10.1.2.3/            | true",
        "10.0.0.0/8            | https://11.1.2.3/            | false",
        "10.0.0.0/8            | https://host/                | false",
        "10.1.2.3              | https://10.1.2.3/            | true",
        "fd00::/8              | https://[fd00::1]/           | true",
        "[fd00::1]:443         | https://[fd00::1]/           | true",
        "nonsense/xx           | https://10.1.2.3/            | false",
        "''                    | https://host/                | false",
        "other                 | https://localhost/           | true",
        "other                 | https://127.0.0.1:1/         | true",
        "other                 | https://[::1]/               | true",
      })
  void exceptionsAreByGosRules(String list, String url, boolean direct) throws FetchFailure {
    Map<String, String> environment =
        Map.of("HTTPS_PROXY", "http://127.0.0.1:3128", "no_proxy", list);
    assertThat(isDirect(environment, url)).isEqualTo(direct);
  }

  @Test
  void theProxyIsAskedForTheWholeUrlAndGetsItsCredentialsOnly(@TempDir Path home)
      throws IOException {
    try (var proxy = new HostileServer()) {
      String url = "http://a-host.invalid/simd";
      proxy.on(
          url,
          inTurn(
              status("407 Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\""),
              ok(SCRIPT)));
      var world = new FetchWorld(home);
      world.environment.put("HTTP_PROXY", "http://me:s3cret@127.0.0.1:" + proxy.port());
      FetchReport report = world.fetch(any(url + "?checksum=" + hex("SHA-256", SCRIPT)));
      assertThat(report).isInstanceOf(Installed.class);
      assertThat(proxy.requests().getLast().line()).isEqualTo("GET " + url + " HTTP/1.1");
      assertThat(proxy.requests().getLast().headers())
          .containsEntry("proxy-authorization", "Basic bWU6czNjcmV0")
          .doesNotContainKey("authorization");
    }
  }

  @Test
  void aRedirectIsFollowedThroughTheProxyThoughOnlyTheProxyKnowsTheHost(@TempDir Path home)
      throws IOException {
    try (var proxy = new HostileServer()) {
      proxy
          .on("http://a-host.invalid/simd", redirect("http://another-host.invalid/simd"))
          .on("http://another-host.invalid/simd", ok(SCRIPT));
      var world = new FetchWorld(home);
      world.environment.put("HTTP_PROXY", "http://127.0.0.1:" + proxy.port());
      world.installs("http://a-host.invalid/simd?checksum=" + hex("SHA-256", SCRIPT));
      assertThat(world.daemon()).isEqualTo(SCRIPT);
    }
  }

  @Test
  void aProxyThatRefusesIsReportedWithoutItsPassword(@TempDir Path home) throws IOException {
    try (var proxy = new HostileServer()) {
      var world = new FetchWorld(home);
      world.environment.put("HTTPS_PROXY", "http://me:s3cret@127.0.0.1:" + proxy.port());
      Failed failed = world.fails("https://a-host.invalid/simd");
      assertThat(failed.message()).contains("404").doesNotContain("s3cret");
    }
  }
}
