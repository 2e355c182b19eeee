package cosmovisor.realchain;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A second validator with ten times the power, run without cosmovisor: with it the chain goes on,
/// whatever becomes of the first.
final class Neighbour implements RehearsedChain.Besides, AutoCloseable {
  /// Blocks as often as a machine can, since a few hundred are wanted.
  private static final String HURRY = "100ms";

  private final RehearsedChain chain;
  private final Path home;
  private final int rpcPort = SimappWalk.freePort();
  private final int p2pPort = SimappWalk.freePort();
  private @Nullable Process node;

  /// @param folder an empty one for its home
  Neighbour(RehearsedChain chain, Path folder) {
    this.chain = chain;
    this.home = folder.toAbsolutePath().resolve("neighbour");
  }

  @Override
  public void accountsAreThere() throws Exception {
    String at = " --home " + home;
    chain.run("simd init neighbour --chain-id test" + at);
    chain.run("simd keys add neighbour");
    chain.run("simd genesis add-genesis-account neighbour 1000000000stake");
    chain.run("cp ~/.simapp/config/genesis.json " + home + "/config/");
    chain.run(
        "simd genesis gentx neighbour 10000000stake --chain-id test --keyring-backend test"
            + " --keyring-dir ~/.simapp"
            + at);
  }

  @Override
  public void validatorIsThere() throws Exception {
    chain.run("cp " + home + "/config/gentx/*.json ~/.simapp/config/gentx/");
  }

  @Override
  public void genesisIsThere() throws Exception {
    chain.run("cp ~/.simapp/config/genesis.json " + home + "/config/");
    String set = "simd config set config --skip-validate --home " + home + " ";
    chain.run(set + "rpc.laddr tcp://127.0.0.1:" + rpcPort);
    chain.run(set + "p2p.laddr tcp://127.0.0.1:" + p2pPort);
    chain.run(set + "rpc.pprof_laddr ''");
    chain.run(set + "p2p.allow_duplicate_ip true");
    chain.run(set + "consensus.timeout_commit " + HURRY);
    chain.run("simd config set app minimum-gas-prices 0stake --home " + home);
    chain.run("simd config set app grpc.enable false --home " + home);
    chain.run("simd config set config consensus.timeout_commit " + HURRY + " --skip-validate");
    chain.run("simd config set config p2p.allow_duplicate_ip true --skip-validate");
    chain.run(
        "simd config set config --skip-validate p2p.persistent_peers"
            + " \"$(simd comet show-node-id --home %s)@127.0.0.1:%d\"".formatted(home, p2pPort));
  }

  void start() throws IOException {
    node =
        new ProcessBuilder(chain.binary("v1").toString(), "start", "--home", home.toString())
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("log").toFile())
            .start();
  }

  /// Its word on the chain.
  ChainWitness witness() {
    return new ChainWitness(rpcPort);
  }

  @Override
  public void close() {
    if (node != null) {
      node.destroyForcibly();
    }
  }
}
