package cosmovisor.cli;

import cosmovisor.config.Config;
import cosmovisor.config.ConfigLoader;
import cosmovisor.config.ConfigLoader.Purpose;
import cosmovisor.fetch.BinaryFetcher;
import cosmovisor.home.NodeBinary;
import cosmovisor.home.NodeHome;
import cosmovisor.home.Versions;
import cosmovisor.notify.Deed;
import cosmovisor.notify.Narrator;
import cosmovisor.os.Failures;
import cosmovisor.os.UserError;
import cosmovisor.plan.BinaryManifest;
import cosmovisor.plan.BinaryUrl;
import cosmovisor.plan.PlanException;
import cosmovisor.plan.UpgradePlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;

/// `prepare-upgrade`.
///
/// Takes no lock: what is put in place appears in one step, and is never replaced, so that it may
/// run beside a supervisor, even one that fetches the same binary.
@Command(
    name = "prepare-upgrade",
    customSynopsis = "cosmovisor prepare-upgrade [flags]",
    header = "Download the binary of the upgrade that the chain plans",
    description = {
      "Asks a running node for the upgrade that its chain has decided on, and puts its binary, checked"
          + " as in a download by cosmovisor run, into upgrades/<name>/bin. Nothing is switched. A"
          + " binary that is there is kept; without a plan nothing happens.",
      "",
      "The node is asked over gRPC if DAEMON_GRPC_ADDRESS is set, else over RPC; if the one gives no"
          + " answer, in the other way.",
    })
final class PrepareUpgrade implements OneShot {

  @Override
  public int run(Call call) throws UserError {
    ConfigLoader.Loaded loaded = call.checked(Purpose.USE);
    Narrator narrator = call.narrator(loaded.config());
    Optional<UpgradePlan> plan = PlanQuery.of(call, loaded, narrator).ask();
    if (plan.isEmpty()) {
      narrator.say(new Deed.NoPlan());
      return 0;
    }
    narrator.say(new Deed.PreparingUpgrade(plan.get()));
    place(plan.get(), call, loaded.config(), narrator);
    narrator.say(new Deed.UpgradePrepared(plan.get()));
    return 0;
  }

  private static void place(UpgradePlan plan, Call call, Config config, Narrator narrator)
      throws UserError {
    NodeHome home = Call.home(config);
    Versions versions = new Versions(home, call.disk());
    BinaryFetcher fetcher =
        new BinaryFetcher(
            call.workplace().fetching(),
            Action.FETCH,
            call.workplace().platform(),
            config.name(),
            config.mustHaveChecksum(),
            narrator::say);
    try {
      Optional<Path> there = versions.withBinary(plan);
      Path version = there.isPresent() ? there.get() : versions.target(plan);
      Path binary = home.binary(version);
      if (there.isPresent() && !fetcher.isLeftover(binary, plan)) {
        narrator.say(new Deed.BinaryThere(binary));
      } else {
        narrator.say(new Deed.DownloadingBinary(location(plan, call).redacted()));
        fetcher.fetch(plan, version, _ -> {});
      }
      new NodeBinary(call.disk(), call.workplace().platform()).check(binary);
    } catch (IOException failure) {
      throw new UserError(
          "upgrade " + plan.name() + " can't be prepared: " + Failures.line(failure));
    }
  }

  /// Where the plan says that the binary is, or the list that says it.
  private static BinaryUrl location(UpgradePlan plan, Call call) throws UserError {
    BinaryManifest manifest;
    try {
      manifest = BinaryManifest.parse(plan.info());
    } catch (PlanException unreadable) {
      throw new UserError("failed to parse upgrade info: " + unreadable.line());
    }
    try {
      return switch (manifest) {
        case BinaryManifest.Binaries binaries -> binaries.choose(call.workplace().platform());
        case BinaryManifest.Reference reference -> reference.url();
      };
    } catch (PlanException none) {
      throw new UserError(
          "binary URL not found in upgrade plan. Cannot prepare for upgrade: " + none.line());
    }
  }
}
