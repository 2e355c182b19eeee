package cosmovisor.chain;

import java.util.Optional;
import java.util.function.Supplier;

/// The height of the last block that our node has committed.
///
/// RPC is asked first, whatever is set: it is found in the node's own configuration, so that it
/// can't be another node's, and costs next to nothing. gRPC stands in for it where the operator has
/// named its address and RPC is closed. Once RPC has answered, its silence means that the node is
/// down, and gRPC is not asked any more.
public final class NodeHeight {
  private final Supplier<Optional<Long>> rpc;
  private final Optional<GrpcHeight> grpc;
  private volatile boolean rpcIsOpen;

  /// @param rpc asks through RPC
  /// @param grpc present if its address is set
  public NodeHeight(Supplier<Optional<Long>> rpc, Optional<GrpcHeight> grpc) {
    this.rpc = rpc;
    this.grpc = grpc;
  }

  /// The height, asked now.
  public Optional<Long> now() {
    return overRpc().or(() -> standIn().flatMap(GrpcHeight::now));
  }

  /// The height, for somebody who asks again and again.
  public Optional<Long> inTurn() {
    return overRpc().or(() -> standIn().flatMap(GrpcHeight::inTurn));
  }

  private Optional<Long> overRpc() {
    Optional<Long> height = rpc.get();
    rpcIsOpen |= height.isPresent();
    return height;
  }

  private Optional<GrpcHeight> standIn() {
    return grpc.filter(_ -> !rpcIsOpen);
  }
}
