package cosmovisor.restore;

import cosmovisor.os.Disk;
import cosmovisor.os.Failures;
import cosmovisor.os.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Sees to it that a key never signs twice because data went back: of today's state and the
/// backup's the later one is what the restored data gets.
///
/// A node whose key lies elsewhere (`priv_validator_laddr`) keeps no state that means anything; its
/// file is treated in the same way, which does no harm.
///
/// @param config the node's `config` folder
public record Signer(Disk disk, Path config) {
  private static final String FILE = "priv_validator_state.json";
  private static final String KEY = "priv_validator_key.json";

  /// A signature and what was signed are a few hundred bytes.
  private static final int MAX_BYTES = 1 << 20;

  private static final Pattern REMOTE =
      Pattern.compile("(?m)^\\s*priv_validator_laddr\\s*=\\s*[\"']([^\"'\\n]+)[\"']");

  /// What the restored data will hold.
  ///
  /// @param source the file to be taken; nothing if there is none
  /// @param words for people: which state stays, and which goes
  public record Choice(Optional<Path> source, String words) {}

  /// Chooses.
  ///
  /// @param today the data as it is
  /// @param back the data of the backup
  /// @throws UserError if it is not known what the key signed last
  public Choice choose(Path today, Path back) throws UserError {
    try {
      return choose(today.resolve(FILE), state(today), back.resolve(FILE), state(back));
    } catch (IOException failure) {
      throw new UserError(
          "what this validator signed last can't be read, and without it a rollback could make it"
              + " sign twice: "
              + Failures.line(failure));
    }
  }

  private Choice choose(
      Path todaysFile, Optional<SignerState> today, Path backsFile, Optional<SignerState> back)
      throws IOException, UserError {
    if (today.isEmpty()) {
      if (disk.follow(todaysFile).isPresent()) {
        throw unknown(todaysFile + " is damaged");
      }
      if (hasKey() && !isRemote()) {
        throw unknown(todaysFile + " is missing");
      }
      return back.isEmpty()
          ? new Choice(Optional.empty(), "none, in the backup as today")
          : new Choice(Optional.of(backsFile), back.get().words() + ", the backup's");
    }
    String compared = back.map(state -> "; the backup's is " + state.words()).orElse("");
    return back.isPresent() && back.get().compareTo(today.get()) > 0
        ? new Choice(
            Optional.of(backsFile),
            back.get().words() + ", the backup's, since today's is " + today.get().words())
        : new Choice(Optional.of(todaysFile), today.get().words() + " stays" + compared);
  }

  private static UserError unknown(String what) {
    return new UserError(
        what
            + ": nobody knows what this validator's key signed last, and a rollback could make it"
            + " sign twice: put the newest copy of the file there; if the key has signed nothing"
            + " since the backup, the backup's");
  }

  private Optional<SignerState> state(Path data) throws IOException {
    Path file = data.resolve(FILE);
    return disk.follow(file).isEmpty()
        ? Optional.empty()
        : SignerState.parse(disk.read(file, MAX_BYTES));
  }

  private boolean hasKey() throws IOException {
    return disk.follow(config.resolve(KEY)).isPresent();
  }

  private boolean isRemote() {
    try {
      byte[] toml = disk.read(config.resolve("config.toml"), MAX_BYTES);
      Matcher address = REMOTE.matcher(new String(toml, StandardCharsets.UTF_8));
      return address.find();
    } catch (IOException unknown) {
      return false;
    }
  }

  /// Puts the chosen state into the data that is about to become today's.
  ///
  /// @param today the data as it is
  /// @param ready the data of the backup, brought here
  void bring(Path today, Path ready) throws IOException, UserError {
    Choice choice = choose(today, ready);
    Path target = ready.resolve(FILE);
    if (choice.source().isPresent() && !choice.source().get().equals(target)) {
      Path temporary = ready.resolve("." + FILE + ".new");
      disk.remove(temporary);
      disk.copy(disk.resolve(choice.source().get()), temporary);
      disk.putInPlace(temporary, target);
    }
  }
}
