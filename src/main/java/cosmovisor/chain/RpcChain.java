package cosmovisor.chain;

import cosmovisor.watch.CometRpc;
import java.io.IOException;

/// A node that is asked through CometBFT's RPC.
public record RpcChain(CometRpc rpc) implements Chain {

  @Override
  public ChainAnswer ask() throws IOException {
    var answer = new ProtoReader(rpc.query("/" + CurrentPlan.METHOD, CurrentPlan.MAX_BYTES));
    return new ChainAnswer(CurrentPlan.of(answer), rpc.committedHeight());
  }
}
