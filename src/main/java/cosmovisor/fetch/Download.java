package cosmovisor.fetch;

import cosmovisor.fetch.FetchReport.Kind;
import cosmovisor.plan.BinaryUrl;
import cosmovisor.plan.Checksum;
import cosmovisor.plan.Checksum.Algorithm;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/// Brings the bytes behind one URL to a [Sink], whole or not at all.
final class Download {
  private static final int BUFFER_BYTES = 1 << 16;

  private final Http http;
  private final Attempts attempts;
  private final Watchdog watchdog;

  Download(Limits limits, Surroundings surroundings) {
    this.watchdog = new Watchdog(limits.times());
    this.http = new Http(limits.times(), surroundings);
    this.attempts =
        new Attempts(limits.retries(), surroundings.sleeper(), surroundings.random(), watchdog);
  }

  /// Brings the file and compares it with its checksum.
  ///
  /// @param expected the plan's checksum; a list has been looked up before
  /// @param most bytes that may come
  Received fetch(BinaryUrl url, Checksum expected, long most, Sink sink, Meter meter)
      throws FetchFailure {
    try {
      Algorithm wanted =
          expected instanceof Checksum.Digest digest ? digest.algorithm() : Algorithm.SHA256;
      Attempts.Try<Received> once =
          url.isLocal()
              ? () -> copyLocal(url, wanted, most, sink, meter)
              : () -> transfer(url, expected, wanted, most, sink, meter);
      Received received = attempts.run(once);
      compare(received, expected);
      return received;
    } catch (FetchFailure failure) {
      throw failure.during("could not download " + url.redacted());
    }
  }

  private Received transfer(
      BinaryUrl url, Checksum expected, Algorithm wanted, long most, Sink sink, Meter meter)
      throws IOException {
    boolean pinned = expected instanceof Checksum.Digest;
    meter.restart(-1);
    return watchdog.run(
        () -> {
          Response response = Hostile.read(() -> http.get(URI.create(url.request()), pinned));
          try (InputStream body = response.body()) {
            refuseTooLate();
            refuseOversize(response.length(), most);
            meter.restart(response.length());
            Received received =
                copy(body, response.length(), wanted, most, sink, meter, response.openEnded());
            refuseShort(received, response.length());
            return received;
          }
        },
        meter);
  }

  private Received copyLocal(BinaryUrl url, Algorithm wanted, long most, Sink sink, Meter meter)
      throws FetchFailure {
    Path file = localPath(url);
    if (Files.isDirectory(file)) {
      throw new FetchFailure(
          Kind.PLAN, "it is a folder; name the binary itself or an archive of the folder");
    }
    if (!Files.isRegularFile(file)) {
      throw new FetchFailure(Kind.NOT_FOUND, "there is no such file on this machine");
    }
    try (InputStream in = Files.newInputStream(file)) {
      long size = Files.size(file);
      refuseOversize(size, most);
      meter.restart(size);
      return copy(in, size, wanted, most, sink, meter, false);
    } catch (IOException failed) {
      throw FetchFailure.of(failed, Kind.DISK, "could not read the file");
    }
  }

  private static Path localPath(BinaryUrl url) throws FetchFailure {
    try {
      return Path.of(URI.create(url.request()));
    } catch (IllegalArgumentException unfit) {
      throw new FetchFailure(Kind.PLAN, "it is no path on this machine");
    }
  }

  private static Received copy(
      InputStream in,
      long expected,
      Algorithm wanted,
      long most,
      Sink sink,
      Meter meter,
      boolean openEnded)
      throws IOException {
    var digests = new Digests(Algorithm.SHA256, wanted);
    long total = 0;
    try (OutputStream out = sink.open(expected)) {
      byte[] buffer = new byte[BUFFER_BYTES];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        total += read;
        refuseOversize(total, most);
        out.write(buffer, 0, read);
        digests.update(buffer, read);
        meter.add(read);
      }
    }
    return new Received(total, digests.finish(), openEnded);
  }

  /// A try that the watchdog has given up must not touch what the next one uses.
  private static void refuseTooLate() throws InterruptedIOException {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("given up");
    }
  }

  private static void refuseOversize(long bytes, long most) throws FetchFailure {
    if (bytes > most) {
      throw new FetchFailure(Kind.LIMIT, "it is larger than the allowed " + most + " bytes");
    }
  }

  private static void refuseShort(Received received, long announced) throws FetchFailure {
    if (announced >= 0 && received.bytes() != announced) {
      throw FetchFailure.passing(
          Kind.NETWORK,
          "the connection broke off: "
              + received.bytes()
              + " of "
              + announced
              + " announced bytes came");
    }
  }

  private static void compare(Received received, Checksum expected) throws FetchFailure {
    if (!(expected instanceof Checksum.Digest digest)) {
      return;
    }
    String got = received.digest(digest.algorithm());
    if (!got.equals(digest.hex())) {
      throw new FetchFailure(
          Kind.CHECKSUM,
          "Checksums did not match. Expected: "
              + digest.hex()
              + " Got: "
              + got
              + " ("
              + digest.algorithm().word()
              + " of "
              + received.bytes()
              + " bytes); nothing was installed");
    }
  }
}
