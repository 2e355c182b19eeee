package cosmovisor.sim;

import static java.nio.charset.StandardCharsets.UTF_8;

import cosmovisor.home.NodeHome;
import cosmovisor.home.Schedule;
import cosmovisor.os.Disk;
import cosmovisor.os.OsString;
import cosmovisor.plan.UpgradeBatch;
import cosmovisor.sim.Story.Origin;
import cosmovisor.sim.Story.Supply;
import cosmovisor.sim.Story.Upgrade;
import java.io.IOException;
import java.nio.file.Path;

/// A node's home as its operator sets it up, and what he puts there later.
final class SimHome {
  /// The operator's script, below the root.
  static final String HOOK = "hook.sh";

  /// The image.
  static final Path WORKER = Path.of("/opt/cosmovisor");

  static final String HOOK_PROGRAM = SimProcesses.INTERPRETER_LINE + "hook\n";
  static final String WORKER_PROGRAM = SimProcesses.INTERPRETER_LINE + "worker\n";

  private SimHome() {}

  static NodeHome at(Path home) {
    return new NodeHome(home, OsString.of("simd"), false);
  }

  static void create(SimDisk disk, NodeHome home, Chain chain) throws IOException {
    SimTree tree = disk.tree();
    tree.makeFolders(Path.of("/bin"));
    tree.makeFolders(Disk.parent(WORKER));
    tree.makeFolders(home.upgrades());
    program(tree, Path.of("/bin/sim"), "\u007fELF");
    program(tree, WORKER, WORKER_PROGRAM);
    program(tree, home.root().resolve(HOOK), HOOK_PROGRAM);
    install(tree, home.binary(home.genesis()), 0);
    for (Upgrade upgrade : chain.upgrades()) {
      if (upgrade.supply() == Supply.PRESENT) {
        install(tree, home, chain, upgrade);
      }
    }
    new SimData(disk, home).create();
    schedule(disk, home, chain);
    tree.syncAll();
  }

  private static void schedule(SimDisk disk, NodeHome home, Chain chain) throws IOException {
    UpgradeBatch batch =
        new UpgradeBatch(
            chain.upgrades().stream()
                .filter(upgrade -> upgrade.origin() == Origin.SCHEDULE)
                .map(Chain::plan)
                .toList());
    if (!batch.plans().isEmpty()) {
      new Schedule(home, disk).write(batch);
    }
  }

  /// Puts an upgrade's binary where it belongs, as careful operators do.
  static void install(SimTree tree, NodeHome home, Chain chain, Upgrade upgrade)
      throws IOException {
    Path version = home.versionFolders(Chain.plan(upgrade)).getFirst();
    if (tree.facts(home.binary(version), false).isEmpty()) {
      install(tree, home.binary(version), chain.upgrades().indexOf(upgrade) + 1);
    }
  }

  private static void install(SimTree tree, Path binary, int version) throws IOException {
    tree.makeFolders(Disk.parent(binary));
    program(tree, binary, Chain.binary(version));
  }

  private static void program(SimTree tree, Path file, String content) throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + ".new");
    tree.write(temporary, content.getBytes(UTF_8));
    tree.setMode(temporary, 0755);
    tree.rename(temporary, file);
    tree.syncAll();
  }
}
