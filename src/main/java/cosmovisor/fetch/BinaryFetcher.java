package cosmovisor.fetch;

import cosmovisor.machine.Notice;
import cosmovisor.os.OsString;
import cosmovisor.os.ProcessExit;
import cosmovisor.os.Processes;
import cosmovisor.os.UserError;
import cosmovisor.plan.Platform;
import cosmovisor.plan.UpgradePlan;
import cosmovisor.worker.Worker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The resident half of a fetch: has a worker do it, and tells how it goes.
public final class BinaryFetcher {
  private final Worker worker;
  private final String command;
  private final Platform platform;
  private final OsString daemon;
  private final boolean mustHaveChecksum;
  private final Consumer<Notice> narrator;

  /// @param command the worker's word for this
  /// @param daemon the name of the binary that is wanted
  public BinaryFetcher(
      Worker worker,
      String command,
      Platform platform,
      OsString daemon,
      boolean mustHaveChecksum,
      Consumer<Notice> narrator) {
    this.worker = worker;
    this.command = command;
    this.platform = platform;
    this.daemon = daemon;
    this.mustHaveChecksum = mustHaveChecksum;
    this.narrator = narrator;
  }

  /// Whether what lies in a binary's place may be what a failed download has left there, and the
  /// plan says where to get the binary: then it has to be fetched.
  public boolean isLeftover(Path binary, UpgradePlan plan) {
    return Leftover.is(binary) && Leftover.isReplaceable(plan, platform);
  }

  /// Fetches a plan's binary into its version's folder, checked and whole, or leaves nothing.
  ///
  /// Several processes may fetch the same one at the same time: the first to be done puts it in
  /// place, and the others find it there.
  ///
  /// @param target the folder below `upgrades`
  /// @param started is told of the worker, so that somebody can end it
  /// @return whether it was fetched; otherwise a binary, unchecked, is there already
  /// @throws UserError if it can't be had; the message says why
  public boolean fetch(UpgradePlan plan, Path target, Consumer<Processes.Child> started)
      throws IOException, UserError {
    narrator.accept(new Notice.FetchStarted());
    String job = FetchJob.of(plan.info(), platform, daemon.text(), target, mustHaveChecksum).line();
    List<FetchReport> results = new ArrayList<>();
    ProcessExit exit =
        worker.run(
            command,
            job,
            started,
            line -> FetchReport.parse(line).flatMap(this::tell).ifPresent(results::add));
    if (results.isEmpty()) {
      throw new UserError(
          "cannot download binary. the download ended without a result: " + exit.words());
    }
    return switch (results.getLast()) {
      case FetchReport.Installed installed -> {
        narrator.accept(new Notice.FetchCompleted(installed.url(), installed.checksum()));
        yield true;
      }
      case FetchReport.AlreadyThere _ -> false;
      case FetchReport.Failed failed ->
          throw new UserError("cannot download binary. " + failed.message());
      case FetchReport.Progress _ -> throw new AssertionError("told already");
    };
  }

  /// Removes what is left of a fetch that was cut short when its binary was in place already, so
  /// that no other will come by. What can't be removed is hidden, and no reason to stop anything.
  public void tidyBeside(Path target) {
    try {
      Staging.removeLeftovers(target);
    } catch (FetchFailure harmless) {
      // See above.
    }
  }

  /// Tells the operator of progress; anything else is the result.
  private Optional<FetchReport> tell(FetchReport report) {
    if (report instanceof FetchReport.Progress(var phase, long done, long total)) {
      narrator.accept(new Notice.FetchProgress(phase.word(), done, total));
      return Optional.empty();
    }
    return Optional.of(report);
  }
}
