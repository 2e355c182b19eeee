package cosmovisor.crash;

import cosmovisor.fakechain.FakeBinary;
import cosmovisor.fakechain.FakeChain;
import cosmovisor.fakechain.SmallServer;
import cosmovisor.fakechain.TarGz;
import java.io.IOException;
import java.util.Optional;

/// Where version `v2` can be fetched from.
final class Downloads implements AutoCloseable {
  static final String PATH = "/simd.tar.gz";

  private final byte[] archive =
      new TarGz()
          .file("README.md", "# v2\n")
          .file(FakeChain.DAEMON, 0755, new FakeBinary("v2").content())
          .bytes();
  private final SmallServer server;

  Downloads() throws IOException {
    server =
        new SmallServer(
            0,
            "application/gzip",
            path -> path.equals(PATH) ? Optional.of(archive) : Optional.empty());
  }

  int port() {
    return server.port();
  }

  byte[] archive() {
    return archive.clone();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
