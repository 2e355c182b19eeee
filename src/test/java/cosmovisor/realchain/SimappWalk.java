package cosmovisor.realchain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;

/// The reader of `docs/simapp-upgrade.md` at work: every step runs the document's next block, and
/// fails if that is not about what the step is about.
final class SimappWalk {
  private static final Duration BUILD = Duration.ofMinutes(20);
  private static final Duration COMMAND = Duration.ofMinutes(1);

  /// Whom the upgrade favours.
  static final String RECEIVER = "cosmos18cgkqduwuh253twzmhedesw3l7v3fm37sppt58";

  private final Queue<String> blocks;
  private final Path home;
  private final Path log;
  private final int rpcPort = freePort();
  private final Terminal builders;
  private final Terminal operators;

  /// @param folder an empty one; the walk's home and its logs go there
  /// @param image the `cosmovisor` to walk with
  SimappWalk(Path folder, Path image) throws IOException {
    blocks = new ArrayDeque<>(WalkDocument.read(Path.of("docs/simapp-upgrade.md")).blocks());
    home = Files.createDirectory(folder.resolve("home"));
    log = folder.resolve("cosmovisor.log");
    // The build has its caches in the real home; the walk has a home of its own.
    builders = new Terminal(Files.createDirectory(folder.resolve("build")), Map.of());
    operators = new Terminal(folder, environment(image));
  }

  private Map<String, String> environment(Path image) {
    return Map.of(
        "HOME", home.toString(),
        "PATH", image.resolve("bin") + ":" + System.getenv("PATH"),
        "RPC_PORT", Integer.toString(rpcPort),
        "P2P_PORT", Integer.toString(freePort()));
  }

  Path home() {
    return home;
  }

  Path daemonHome() {
    return home.resolve(".simapp");
  }

  /// What cosmovisor and its nodes wrote.
  Path log() {
    return log;
  }

  int rpcPort() {
    return rpcPort;
  }

  void build() throws Exception {
    // The only block that both terminals run: the second time there is nothing left to build.
    String block = next("src/test/chain/build.sh");
    builders.run(block, BUILD);
    operators.run(block, COMMAND);
  }

  void init() throws Exception {
    run("simd init");
  }

  void config() throws Exception {
    run("simd config set client chain-id");
  }

  void choosePorts() throws Exception {
    run("simd config set client node");
  }

  void createKey() throws Exception {
    run("simd keys add");
  }

  void addGenesisAccount() throws Exception {
    run("simd genesis add-genesis-account");
  }

  void gentx() throws Exception {
    run("simd genesis gentx");
  }

  void collectGentxs() throws Exception {
    run("simd genesis collect-gentxs");
  }

  void shortenVoting() throws Exception {
    run("genesis=");
  }

  void setEnvironment() throws Exception {
    run("export DAEMON_NAME=simd");
  }

  void placeGenesisBinary() throws Exception {
    run("mkdir -p \"$DAEMON_HOME/cosmovisor/genesis/bin\"");
  }

  void placeUpgradeBinary() throws Exception {
    run("mkdir -p \"$DAEMON_HOME/cosmovisor/upgrades/test1/bin\"");
  }

  /// The running cosmovisor itself, not a shell around it.
  Process startCosmovisor() throws Exception {
    return operators.open(next("cosmovisor run start"), log.toFile());
  }

  /// The height that the document chose.
  long propose() throws Exception {
    accepted(run("height="));
    return Long.parseLong(operators.run("echo \"$UPGRADE_HEIGHT\"", COMMAND).strip());
  }

  void deposit() throws Exception {
    accepted(run("simd tx gov deposit"));
  }

  void vote() throws Exception {
    accepted(run("simd tx gov vote"));
  }

  /// What the document lets its reader see at the end.
  String lookAround() throws Exception {
    return run("readlink");
  }

  /// What nobody ran.
  List<String> left() {
    return List.copyOf(blocks);
  }

  // Beside the document.

  /// What the account that the upgrade favours held when this height was committed.
  String balanceAt(long height) throws Exception {
    return operators.run(
        "simd query bank balances %s --height %d".formatted(RECEIVER, height), COMMAND);
  }

  /// A command that the document does not have.
  String runBeside(String command) throws Exception {
    return operators.run(command, COMMAND);
  }

  /// Starts cosmovisor, wherever the reader is in the document.
  Process start() throws Exception {
    skipTo("cosmovisor run start");
    return startCosmovisor();
  }

  /// Starts cosmovisor by another command than the document's.
  Process startBeside(String command) throws Exception {
    return operators.open(command, log.toFile());
  }

  /// Proposes the upgrade, with this said besides, and votes for it.
  ///
  /// @return its height
  long voteFor(String besides) throws Exception {
    String proposal = next("height=").replace("--no-validate", "--no-validate " + besides);
    accepted(operators.run(proposal, COMMAND));
    deposit();
    vote();
    return Long.parseLong(operators.run("echo \"$UPGRADE_HEIGHT\"", COMMAND).strip());
  }

  private void skipTo(String beginning) {
    while (!blocks.isEmpty() && !blocks.element().startsWith(beginning)) {
      blocks.remove();
    }
  }

  String cosmovisorVersion() throws Exception {
    return operators.run("cosmovisor version 2>&1 | sed -n 1p", COMMAND).strip();
  }

  private String run(String beginning) throws Exception {
    return operators.run(next(beginning), COMMAND);
  }

  private String next(String beginning) {
    String block = blocks.remove();
    assertThat(block).as("the document's next block").startsWith(beginning);
    return block;
  }

  private static void accepted(String answer) {
    assertThat(answer).as("the chain's answer to the transaction").contains("code: 0\n");
  }

  /// A port that nobody listens on, and none of those that the kernel gives to clients: one of a
  /// witness's own could otherwise sit on it when the node comes.
  static int freePort() {
    return new Random().ints(20_000, 30_000).filter(SimappWalk::free).findFirst().orElseThrow();
  }

  private static boolean free(int port) {
    try (var socket = new ServerSocket(port)) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
