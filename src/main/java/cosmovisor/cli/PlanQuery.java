package cosmovisor.cli;

import cosmovisor.chain.Chain;
import cosmovisor.chain.GrpcChain;
import cosmovisor.chain.RpcChain;
import cosmovisor.config.Config;
import cosmovisor.config.ConfigLoader;
import cosmovisor.config.Origin;
import cosmovisor.config.Setting;
import cosmovisor.home.RpcAddress;
import cosmovisor.notify.Deed;
import cosmovisor.notify.Narrator;
import cosmovisor.os.Failures;
import cosmovisor.os.UserError;
import cosmovisor.plan.UpgradePlan;
import cosmovisor.watch.CometRpc;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The question for the chain's plan, put in each way in which a node can be asked until one
/// answers: first the one that the operator has named.
///
/// @param ways the best first
record PlanQuery(List<Way> ways, Narrator narrator) {
  private static final Duration RPC_PATIENCE = Duration.ofSeconds(3);

  /// One way.
  ///
  /// @param how for people
  record Way(String how, String address, Chain chain) {}

  static PlanQuery of(Call call, ConfigLoader.Loaded loaded, Narrator narrator) {
    Way grpc = grpc(call, loaded.config());
    Way rpc = rpc(call, loaded.config());
    boolean named =
        !(loaded.origins().get(Setting.DAEMON_GRPC_ADDRESS) instanceof Origin.FromDefault);
    return new PlanQuery(named ? List.of(grpc, rpc) : List.of(rpc, grpc), narrator);
  }

  private static Way grpc(Call call, Config config) {
    String address = config.grpcAddress();
    return new Way(
        "gRPC", address, new GrpcChain(call.workplace().asking(), Action.ASK_CHAIN, address));
  }

  private static Way rpc(Call call, Config config) {
    InetSocketAddress address =
        RpcAddress.of(
            Call.home(config),
            call.disk(),
            config.rpcAddress(),
            List.of(),
            call.workplace().ambient().environment());
    return new Way(
        "RPC",
        address.getHostString() + ":" + address.getPort(),
        new RpcChain(new CometRpc(address, RPC_PATIENCE)));
  }

  /// The plan, if the chain has one.
  ///
  /// @throws UserError if nobody answers, with what was heard instead
  Optional<UpgradePlan> ask() throws UserError {
    List<String> refusals = new ArrayList<>();
    for (Way way : ways) {
      narrator.say(new Deed.AskingChain(way.how(), way.address()));
      try {
        return way.chain().ask().plan();
      } catch (IOException refused) {
        String why = Failures.line(refused);
        refusals.add(way.how() + " at " + way.address() + ": " + why);
        if (refusals.size() < ways.size()) {
          narrator.say(new Deed.ChainSilent(way.how(), why));
        }
      }
    }
    throw new UserError(
        "failed to query upgrade info: failed to query current upgrade plan: "
            + String.join("; ", refusals)
            + ": is the node running, and is DAEMON_GRPC_ADDRESS or DAEMON_RPC_ADDRESS its own?");
  }
}
