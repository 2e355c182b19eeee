package cosmovisor.fetch;

import cosmovisor.fetch.FetchReport.Kind;
import cosmovisor.home.ExecutableFormat;
import cosmovisor.plan.BinaryUrl;
import cosmovisor.plan.Checksum.Algorithm;
import cosmovisor.plan.Packaging;
import cosmovisor.plan.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/// The daemon in the staging folder, looked at before anybody else can.
record InstalledDaemon(Path file, BinaryUrl url, Platform platform) {

  /// Refuses what is no executable for this machine.
  ///
  /// @param pinned whether a digest has proved the bytes to be the plan's
  void refuseUnfit(Received received, boolean pinned) throws FetchFailure {
    byte[] head = head();
    long size = size();
    if (ExecutableFormat.of(head, size, platform) instanceof ExecutableFormat.Unfit unfit) {
      throw new FetchFailure(
          Kind.NO_DAEMON,
          "what came from "
              + url.redacted()
              + " can't run here: it is "
              + unfit.reason()
              + hint(unfit));
    }
    boolean unproved = !pinned && received.openEnded() && url.packaging() == Packaging.RAW;
    if (unproved && !ExecutableFormat.showsItsEnd(head, size)) {
      throw FetchFailure.passing(
          Kind.NETWORK,
          "the server of "
              + url.redacted()
              + " did not say how long the file is, and the "
              + size
              + " bytes that came don't show that they are all; add a checksum to the URL");
    }
  }

  /// The digest of the daemon itself, which an archive's does not say.
  String sha256(Meter meter) throws FetchFailure {
    var digests = new Digests(Algorithm.SHA256);
    meter.restart(size());
    Durable.doing(
        "read " + file,
        () -> {
          try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
              digests.update(buffer, read);
              meter.add(read);
            }
          }
        });
    return Objects.requireNonNull(digests.finish().get(Algorithm.SHA256));
  }

  private String hint(ExecutableFormat.Unfit unfit) {
    boolean packed = unfit.reason().matches("an? (zip|gzip|bzip2|xz|zstd|tar) .*");
    return packed && url.packaging() == Packaging.RAW
        ? "; the URL of an archive has to end like one (.zip, .tar.gz, …) or say so (?archive=zip)"
        : "";
  }

  private byte[] head() throws FetchFailure {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(ExecutableFormat.HEAD_BYTES);
    } catch (IOException failed) {
      throw FetchFailure.of(failed, Kind.DISK, "could not read " + file);
    }
  }

  private long size() throws FetchFailure {
    try {
      return Files.size(file);
    } catch (IOException failed) {
      throw FetchFailure.of(failed, Kind.DISK, "could not read " + file);
    }
  }
}
