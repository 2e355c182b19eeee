package cosmovisor.demo;

import cosmovisor.fakechain.FakeBinary;
import cosmovisor.fakechain.FakeChain;
import cosmovisor.fakechain.Plan;
import cosmovisor.fakechain.SmallServer;
import cosmovisor.fakechain.TarGz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// The page where `v3` is published, as a project's release page would have it: one archive, with
/// more in it than the binary.
final class Release implements AutoCloseable {
  static final String VERSION = "v3";
  private static final String FILE = "simd-v3.tar.gz";

  private final byte[] archive;
  private final SmallServer server;
  private final AtomicInteger requests = new AtomicInteger();

  /// @param license the text that lies beside the binary
  Release(Path license) throws IOException {
    archive =
        new TarGz()
            .file("README.md", "# simd v3\n\nPut `simd` into `upgrades/v3/bin`.\n")
            .file("LICENSE", Files.readString(license))
            .file(FakeChain.DAEMON, 0755, new FakeBinary(VERSION).content())
            .bytes();
    server = new SmallServer(0, "application/gzip", this::serve);
  }

  private Optional<byte[]> serve(String path) {
    if (!path.equals("/" + FILE)) {
      return Optional.empty();
    }
    requests.incrementAndGet();
    return Optional.of(archive);
  }

  String url() {
    return "http://127.0.0.1:" + server.port() + "/" + FILE;
  }

  String checksum() {
    return "sha256:" + FakeBinary.sha256(archive);
  }

  int bytes() {
    return archive.length;
  }

  /// The plan that leads here.
  Plan plan(long height) {
    return Plan.fetched(VERSION, height, url() + "?checksum=" + checksum());
  }

  boolean wasAskedFor() {
    return requests.get() > 0;
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
