package cosmovisor.restore;

import cosmovisor.home.NodeHome;
import cosmovisor.os.Disk;
import cosmovisor.os.Failures;
import cosmovisor.os.UserError;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// Sees to it that a key never signs twice because data went back: of today's state and the
/// backup's the later one is what the restored data gets. A state that the node keeps elsewhere
/// than in its data does not go back with it.
///
/// A node whose key lies elsewhere (`priv_validator_laddr`) keeps no state that means anything; its
/// file is treated in the same way, which does no harm.
public record Signer(Disk disk, NodeHome home) {
  /// A signature and what was signed are a few hundred bytes.
  private static final int MAX_BYTES = 1 << 20;

  /// What the restored data will hold.
  ///
  /// @param source the file to be taken; nothing if there is none
  /// @param target where it belongs, below the data
  /// @param words for people: which state stays, and which goes
  public record Choice(Optional<Path> source, Path target, String words) {}

  /// Chooses.
  ///
  /// @param today the data as it is
  /// @param back the data of the backup
  /// @throws UserError if it is not known what the key signed last
  public Choice choose(Path today, Path back) throws UserError {
    try {
      SignerFiles files = SignerFiles.of(disk, home);
      Optional<Path> below = files.stateBelow(disk, home, today);
      return below.isPresent()
          ? choose(files, below.get(), today, back)
          : new Choice(
              Optional.empty(),
              files.state(),
              files.state() + " lies outside the data and stays as it is");
    } catch (IOException failure) {
      throw new UserError(
          "what this validator signed last can't be read, and without it a rollback could make it"
              + " sign twice: "
              + Failures.line(failure));
    }
  }

  private Choice choose(SignerFiles files, Path below, Path today, Path back)
      throws IOException, UserError {
    Path todays = today.resolve(below);
    Path backs = back.resolve(below);
    Optional<SignerState> now = state(todays);
    Optional<SignerState> then = state(backs);
    if (now.isEmpty()) {
      refuseUnknown(files, todays);
      return then.isEmpty()
          ? new Choice(Optional.empty(), below, "none, in the backup as today")
          : new Choice(Optional.of(backs), below, then.get().words() + ", the backup's");
    }
    String compared = then.map(state -> "; the backup's is " + state.words()).orElse("");
    return then.isPresent() && then.get().compareTo(now.get()) > 0
        ? new Choice(
            Optional.of(backs),
            below,
            then.get().words() + ", the backup's, since today's is " + now.get().words())
        : new Choice(Optional.of(todays), below, now.get().words() + " stays" + compared);
  }

  private void refuseUnknown(SignerFiles files, Path todays) throws IOException, UserError {
    if (disk.follow(todays).isPresent()) {
      throw unknown(todays + " is damaged");
    }
    if (disk.follow(files.key()).isPresent() && !files.isRemote()) {
      throw unknown(todays + " is missing");
    }
  }

  private static UserError unknown(String what) {
    return new UserError(
        what
            + ": nobody knows what this validator's key signed last, and a rollback could make it"
            + " sign twice: put the newest copy of the file there; if the key has signed nothing"
            + " since the backup, the backup's");
  }

  private Optional<SignerState> state(Path file) throws IOException {
    return disk.follow(file).filter(facts -> facts.kind() == Disk.Kind.FILE).isEmpty()
        ? Optional.empty()
        : SignerState.parse(disk.read(file, MAX_BYTES));
  }

  /// Puts the chosen state into the data that is about to become today's.
  ///
  /// @param today the data as it is
  /// @param ready the data of the backup, brought here
  void bring(Path today, Path ready) throws IOException, UserError {
    Choice choice = choose(today, ready);
    Path target = ready.resolve(choice.target());
    if (choice.source().isPresent() && !choice.source().get().equals(target)) {
      disk.makeFolders(Disk.parent(target));
      Path temporary = target.resolveSibling("." + target.getFileName() + ".new");
      disk.remove(temporary);
      disk.copy(disk.resolve(choice.source().get()), temporary);
      disk.putInPlace(temporary, target);
    }
  }
}
