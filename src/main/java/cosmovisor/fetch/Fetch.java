package cosmovisor.fetch;

import cosmovisor.fetch.FetchReport.Kind;
import cosmovisor.fetch.FetchReport.Phase;
import cosmovisor.plan.BinaryManifest;
import cosmovisor.plan.BinaryUrl;
import cosmovisor.plan.Checksum;
import cosmovisor.plan.Packaging;
import cosmovisor.plan.PlanException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// The whole way of one job, from the plan's text to the rename.
final class Fetch {
  private final FetchJob job;
  private final Limits limits;
  private final ReportLines reports;
  private final Download download;
  private final Publication publication;

  Fetch(FetchJob job, Limits limits, Surroundings surroundings, ReportLines reports) {
    this.job = job;
    this.limits = limits;
    this.reports = reports;
    this.download = new Download(limits, surroundings);
    this.publication = new Publication(job.targetPath(), job.daemon());
  }

  /// Fetches and publishes, unless somebody else has done it, or does it meanwhile.
  FetchReport run() throws FetchFailure {
    Staging.removeLeftovers(job.targetPath());
    if (publication.isThere()) {
      return new FetchReport.AlreadyThere();
    }
    BinaryUrl url = chosen();
    Checksum expected = resolved(url);
    try (Staging staging = Staging.beside(job.targetPath())) {
      return install(url, expected, staging);
    }
  }

  private FetchReport install(BinaryUrl url, Checksum expected, Staging staging)
      throws FetchFailure {
    var meter = new Meter(Phase.DOWNLOAD, reports);
    Received received;
    try (Arrival arrival = new Arrival(staging)) {
      received = download.fetch(url, expected, limits.sizes().download(), arrival, meter);
      try {
        var unpacker =
            new Unpacker(url, job.daemon(), limits.sizes(), new Meter(Phase.UNPACK, reports));
        unpacker.unpack(arrival, received, staging.tree());
      } catch (FetchFailure failure) {
        throw failure.during("could not install " + url.redacted());
      }
    }
    var daemon = new InstalledDaemon(staging.daemon(job.daemon()), url, job.platform());
    daemon.refuseUnfit(received, expected instanceof Checksum.Digest);
    String sha256 = daemon.sha256(new Meter(Phase.VERIFY, reports));
    return publication.publish(staging)
        ? new FetchReport.Installed(
            received.sha256(), received.bytes(), url.redacted(), url.checksum().word(), sha256)
        : new FetchReport.AlreadyThere();
  }

  private BinaryUrl chosen() throws FetchFailure {
    try {
      BinaryUrl url =
          switch (BinaryManifest.parse(job.info())) {
            case BinaryManifest.Binaries binaries -> binaries.choose(job.platform());
            case BinaryManifest.Reference reference ->
                BinaryManifest.parseReferenced(referenced(reference.url())).choose(job.platform());
          };
      refuseUnpinned(url);
      return url;
    } catch (PlanException plan) {
      throw FetchFailure.of(plan);
    }
  }

  private String referenced(BinaryUrl url) throws FetchFailure {
    refuseUnpinned(url);
    if (url.packaging() != Packaging.RAW) {
      throw new FetchFailure(
          Kind.PLAN,
          "the plan's info refers to an archive: " + url.redacted() + "; publish the JSON itself");
    }
    String text = text(url, resolved(url)).strip();
    if (text.isEmpty()) {
      throw new FetchFailure(Kind.PLAN, "no content returned by \"" + url.redacted() + "\"");
    }
    return text;
  }

  private void refuseUnpinned(BinaryUrl url) throws FetchFailure {
    if (job.requireChecksum() && !url.checksum().pins()) {
      String found =
          url.checksum() instanceof Checksum.None
              ? "missing checksum query parameter"
              : "a checksum of kind '" + url.checksum().word() + "' pins nothing";
      throw new FetchFailure(
          Kind.CHECKSUM,
          found
              + " in "
              + url.redacted()
              + ": checksums are required, a sha256 or sha512 digest has to stand in the plan");
    }
  }

  private Checksum resolved(BinaryUrl url) throws FetchFailure {
    return switch (url.checksum()) {
      case Checksum.None none -> none;
      case Checksum.Digest digest -> digest;
      case Checksum.FromFile(BinaryUrl list) -> {
        if (list.checksum() instanceof Checksum.FromFile) {
          throw new FetchFailure(
              Kind.PLAN, "the checksum of " + url.redacted() + " is a list that needs a list");
        }
        yield new ChecksumList(text(list, list.checksum()), list).digestOf(url);
      }
    };
  }

  private String text(BinaryUrl url, Checksum expected) throws FetchFailure {
    var text = new ByteArrayOutputStream();
    Sink sink =
        _ -> {
          text.reset();
          return text;
        };
    var meter = new Meter(Phase.DOWNLOAD, ReportLines.SILENT);
    download.fetch(url, expected, limits.sizes().reference(), sink, meter);
    return text.toString(StandardCharsets.UTF_8);
  }
}
