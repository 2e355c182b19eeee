package cosmovisor.cli;

import cosmovisor.config.Config;
import cosmovisor.config.ConfigLoader.Purpose;
import cosmovisor.config.ConfigToml;
import cosmovisor.home.CurrentLink;
import cosmovisor.home.NodeBinary;
import cosmovisor.home.NodeHome;
import cosmovisor.machine.Sight;
import cosmovisor.notify.Deed;
import cosmovisor.notify.Narrator;
import cosmovisor.os.Disk;
import cosmovisor.os.Failures;
import cosmovisor.os.OsString;
import cosmovisor.os.UserError;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `init`.
@Command(
    name = "init",
    customSynopsis = "cosmovisor init <path to executable> [flags]",
    header = "Set up a home around the node's first executable",
    description = {
      "Copies the executable to genesis/bin, links current to genesis, and writes the settings to"
          + " config.toml. What is there already is kept. DAEMON_NAME and DAEMON_HOME must be set.",
      "",
      "The file is read only when it is named by --cosmovisor-config.",
    })
final class InitCommand implements OneShot {
  private static final Executable.Complaints COMPLAINTS =
      new Executable.Complaints(
          "executable file not found", "invalid path to executable: must not be a directory");

  @Parameters(paramLabel = "<path to executable>", hidden = true)
  private List<String> words = List.of();

  @Override
  public int run(Call call) throws UserError {
    CobraWords.accepts(1, words);
    if (words.getFirst().isEmpty()) {
      throw new UserError("no <path to executable> provided");
    }
    Path given = call.path(Words.bytes(words.getFirst()));
    Executable executable = Executable.checked(given, call, COMPLAINTS);
    Config config = call.config(Purpose.INIT);
    NodeHome home = Call.home(config);
    Placing placing = new Placing(executable, home.genesis(), home, call);
    placing.check();
    try {
      new Steps(call, config, home, placing, current(home, call.disk())).take();
      return 0;
    } catch (IOException failure) {
      throw new UserError("failed to set up " + home.root() + ": " + Failures.line(failure));
    }
  }

  private static Sight.Current current(NodeHome home, Disk disk) throws UserError {
    try {
      Sight.Current current = new CurrentLink(home, disk).look().current();
      if (current instanceof Sight.Current.Broken(String problem)) {
        throw new UserError("error creating symlink to genesis: " + problem);
      }
      return current;
    } catch (IOException failure) {
      throw new UserError("failed to look at " + home.current() + ": " + Failures.line(failure));
    }
  }

  /// All that changes the home, in the original's order.
  private record Steps(
      Call call,
      Config config,
      NodeHome home,
      Placing placing,
      Sight.Current current,
      Narrator narrator) {

    Steps(Call call, Config config, NodeHome home, Placing placing, Sight.Current current) {
      this(call, config, home, placing, current, call.narrator(config));
    }

    void take() throws IOException, UserError {
      makeFolder();
      placeBinary();
      makeLink();
      writeConfig();
    }

    private void makeFolder() throws IOException {
      Path folder = Disk.parent(placing.target());
      narrator.say(new Deed.CheckingGenesisFolder());
      if (call.disk().follow(folder).isPresent()) {
        narrator.say(new Deed.FolderThere(folder));
      } else {
        narrator.say(new Deed.MakingFolder(folder));
        Placing.makeFolders(call.disk(), folder);
      }
    }

    private void placeBinary() throws IOException, UserError {
      narrator.say(new Deed.CheckingGenesisBinary());
      if (placing.isTaken()) {
        narrator.say(new Deed.BinaryThere(placing.target()));
      } else {
        narrator.say(new Deed.CopyingBinary(placing.target()));
        placing.carryOut();
      }
      narrator.say(new Deed.MakingExecutable(placing.target()));
      new NodeBinary(call.disk(), call.workplace().platform()).check(placing.target());
    }

    private void makeLink() throws IOException {
      narrator.say(new Deed.CheckingLink());
      if (current instanceof Sight.Current.Missing(var recorded)) {
        if (!recorded.isEmpty()) {
          narrator.say(new Deed.LinkLeftToRun());
          return;
        }
        new CurrentLink(home, call.disk()).switchToGenesis();
      }
      narrator.say(new Deed.LinkLeadsTo(home.binary(call.disk().resolve(home.current()))));
    }

    private void writeConfig() throws IOException {
      Path file = home.root().resolve("config.toml");
      Optional<byte[]> content = ConfigToml.render(config);
      if (content.isEmpty()) {
        narrator.say(
            new Deed.ConfigNotWritten("a name or path is not UTF-8 text, which TOML has to be"));
      } else if (call.disk().follow(file).isPresent() && !mayOverwrite(file)) {
        narrator.say(new Deed.ConfigKept(file));
      } else {
        call.disk().publish(file, content.get(), "rw-r--r--");
        narrator.say(new Deed.ConfigWritten(file));
      }
    }

    private boolean mayOverwrite(Path file) throws IOException {
      return new Question(call)
          .isAnsweredWithYes(
              "file %s already exists, do you want to overwrite it?"
                  .formatted(OsString.of(file).text()));
    }
  }
}
