package cosmovisor.fetch;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/// The worker process for one [FetchJob].
///
/// Standard input carries the job's line and then stays open as a lifeline: when it ends, the
/// supervisor is gone, and this process stops where it stands. That is safe at every moment, for
/// the same reason that a power cut is: what is not finished lies in a hidden folder, which the
/// next fetch of the same upgrade removes.
///
/// Exit codes: 0 for a daemon that is [FetchReport.Installed] or [FetchReport.AlreadyThere], the
/// number of the [FetchReport.Kind] for a failure (10 to 17), 19 for a lost supervisor, 1 for a
/// bug.
public final class FetchWorker {
  private static final int LOST_SUPERVISOR = 19;
  private static final int MAX_JOB_BYTES = 16 << 20;

  private final InputStream in;
  private final ReportLines reports;
  private final Surroundings surroundings;
  private final Runnable stop;
  private final AtomicBoolean finished = new AtomicBoolean();

  FetchWorker(InputStream in, OutputStream out, Surroundings surroundings, Runnable stop) {
    this.in = new BufferedInputStream(in);
    this.reports = new ReportLines(out, stop);
    this.surroundings = surroundings;
    this.stop = stop;
  }

  /// Does the job that comes in on `in` and answers on `out`.
  ///
  /// To be called once in a process of its own, which it may end, and before anything in it has
  /// used the network: some of the JDK's network settings are read once.
  ///
  /// @param environment for proxies and certificates
  /// @return the exit code for the process
  public static int run(InputStream in, OutputStream out, Map<String, String> environment) {
    // Take the addresses of a host in the order of the system, which knows what is reachable.
    System.setProperty("java.net.preferIPv6Addresses", "system");
    // Credentials for a proxy come from our own environment, so that TLS through it may use them.
    System.setProperty("jdk.http.auth.tunneling.disabledSchemes", "");
    Runnable halt = () -> Runtime.getRuntime().halt(LOST_SUPERVISOR);
    return new FetchWorker(in, out, Surroundings.real(environment), halt).run();
  }

  int run() {
    FetchJob job;
    try {
      job = FetchJob.parse(firstLine());
    } catch (IOException gone) {
      return LOST_SUPERVISOR;
    }
    Thread.ofPlatform().daemon().name("lifeline").start(this::watchLifeline);
    FetchReport result = result(job);
    finished.set(true);
    reports.result(result);
    return result instanceof FetchReport.Failed failed ? failed.kind().exitCode() : 0;
  }

  private FetchReport result(FetchJob job) {
    try {
      return new Fetch(job, Limits.of(job), surroundings, reports).run();
    } catch (FetchFailure failure) {
      return failure.report();
    } catch (OutOfMemoryError tooMuch) {
      // One huge array was refused, which leaves the rest of the process sound enough to say so.
      return new FetchReport.Failed(
          FetchReport.Kind.LIMIT,
          "could not unpack the download: it asks for more memory than the worker has ("
              + (Runtime.getRuntime().maxMemory() >> 20)
              + " MiB); publish it with a smaller compression window",
          false);
    }
  }

  private String firstLine() throws IOException {
    var line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0 || line.size() >= MAX_JOB_BYTES) {
        throw new IOException("no job on standard input");
      }
      line.write(b);
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  private void watchLifeline() {
    try {
      while (in.read() >= 0) {
        // Nothing more is expected; whatever comes shows that the supervisor lives.
      }
    } catch (IOException broken) {
      // As good as its end.
    }
    if (!finished.get()) {
      stop.run();
    }
  }
}
