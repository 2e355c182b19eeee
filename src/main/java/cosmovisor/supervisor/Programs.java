package cosmovisor.supervisor;

import cosmovisor.home.NodeHome;
import cosmovisor.hook.Hook;
import cosmovisor.machine.Notice;
import cosmovisor.os.Command;
import cosmovisor.os.Disk;
import cosmovisor.os.Environment;
import cosmovisor.os.OsString;
import cosmovisor.os.ProcessExit;
import cosmovisor.os.Processes;
import cosmovisor.os.UserError;
import cosmovisor.plan.UpgradePlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The programs of a home and how each is called: the node, its `pre-upgrade`, the operator's
/// script.
///
/// @param processes starts them
/// @param environment ours, handed on as it is
/// @param nodeArguments what the operator wants the node to get
/// @param customScript a file of the operator's below the root
public record Programs(
    Processes processes,
    Disk disk,
    NodeHome home,
    Environment environment,
    List<OsString> nodeArguments,
    Optional<OsString> customScript,
    Consumer<Notice> narrator) {

  /// The binary that `current` leads to, with no link left in its path.
  public Path currentBinary() throws IOException {
    return home.binary(disk.resolve(home.current()));
  }

  /// The node, with our own descriptors, from the root: as the original has it since 1.7.
  public Command node(Path binary) {
    return call(binary, nodeArguments, home.root(), Command.Streams.OURS);
  }

  /// Runs a version's `pre-upgrade`.
  ProcessExit preUpgrade(
      Path version, Processes.Register register, Consumer<Processes.Child> started)
      throws IOException {
    Path binary = home.binary(version);
    Hook.Result result =
        new Hook(processes, register, started)
            .run(
                call(
                    binary,
                    List.of(OsString.of("pre-upgrade")),
                    home.root(),
                    Command.Streams.CAPTURED));
    if (!result.output().isEmpty()) {
      narrator.accept(new Notice.PreUpgradeOutput(result.output()));
    }
    return result.exit();
  }

  /// Runs the operator's script with the plan's name, as the chain spells it, and its height.
  void customHook(UpgradePlan plan, Processes.Register register, Consumer<Processes.Child> started)
      throws IOException, UserError {
    Path script = checkCustomScript();
    narrator.accept(new Notice.CustomHookStarted(script));
    List<OsString> arguments =
        List.of(OsString.of(plan.name().spelling()), OsString.of(Long.toString(plan.height())));
    Hook.Result result =
        new Hook(processes, register, started)
            .run(call(script, arguments, home.home(), Command.Streams.CAPTURED));
    narrator.accept(new Notice.CustomHookEnded(result.output()));
    if (result.exit().status() != 0) {
      throw new UserError(
          "COSMOVISOR_CUSTOM_PREUPGRADE failed: " + script + ": " + result.exit().words());
    }
  }

  /// The operator's script, which must be there and gets its execute bits.
  Path checkCustomScript() throws IOException, UserError {
    Path script = home.script(customScript.orElseThrow());
    Optional<Disk.Facts> facts = disk.follow(script);
    if (facts.isEmpty()) {
      throw new UserError(
          "COSMOVISOR_CUSTOM_PREUPGRADE file missing: " + script + " does not exist");
    }
    if (facts.get().kind() != Disk.Kind.FILE) {
      throw new UserError("COSMOVISOR_CUSTOM_PREUPGRADE: " + script + " is not a regular file");
    }
    if (!facts.get().executable()) {
      disk.makeExecutable(script);
    }
    return script;
  }

  private Command call(
      Path program, List<OsString> arguments, Path folder, Command.Streams streams) {
    List<OsString> words =
        Stream.concat(Stream.of(OsString.of(program)), arguments.stream()).toList();
    return new Command(program, words, environment, folder, streams);
  }
}
