package cosmovisor.notify;

import cosmovisor.plan.UpgradePlan;
import java.nio.file.Path;

/// What a command that does one thing and ends has found or done, as data; [Sentences] has the
/// words. (What is told while a node is supervised is a `Notice`.)
public sealed interface Deed {

  /// The folder of the genesis binary is looked at.
  record CheckingGenesisFolder() implements Deed {}

  /// A folder is made.
  record MakingFolder(Path folder) implements Deed {}

  /// A folder was there already.
  record FolderThere(Path folder) implements Deed {}

  /// The genesis binary is looked at.
  record CheckingGenesisBinary() implements Deed {}

  /// A binary is copied to this place.
  record CopyingBinary(Path binary) implements Deed {}

  /// A binary was there already and is kept.
  record BinaryThere(Path binary) implements Deed {}

  /// A binary gets its execute bits if they are missing.
  record MakingExecutable(Path binary) implements Deed {}

  /// The `current` link is looked at.
  record CheckingLink() implements Deed {}

  /// Which binary is current.
  record LinkLeadsTo(Path binary) implements Deed {}

  /// There is no `current` link, though upgrades have been carried out.
  record LinkLeftToRun() implements Deed {}

  /// The configuration file is written.
  record ConfigWritten(Path file) implements Deed {}

  /// The configuration file was there already and is kept.
  record ConfigKept(Path file) implements Deed {}

  /// The configuration can't be written to a file.
  record ConfigNotWritten(String why) implements Deed {}

  /// A binary is going to be an upgrade's.
  record UsingBinary(Path binary, String upgrade) implements Deed {}

  /// An upgrade's binary is in place.
  record BinaryInPlace(Path binary) implements Deed {}

  /// A node is asked.
  ///
  /// @param how `gRPC` or `RPC`
  record AskingChain(String how, String address) implements Deed {}

  /// A node gave no answer, and another way is tried.
  record ChainSilent(String how, String why) implements Deed {}

  /// The chain plans nothing.
  record NoPlan() implements Deed {}

  /// The chain plans this, and its binary is to be there before.
  record PreparingUpgrade(UpgradePlan plan) implements Deed {}

  /// The binary is at this address, according to the plan.
  record DownloadingBinary(String url) implements Deed {}

  /// The upgrade's binary is where `run` will look for it.
  record UpgradePrepared(UpgradePlan plan) implements Deed {}

  /// An upgrade is on the schedule.
  record Scheduled(Path file, String upgrade, long height) implements Deed {}
}
