package cosmovisor.chain;

import cosmovisor.json.Json;
import cosmovisor.json.Json.JsonObject;
import cosmovisor.os.ProcessExit;
import cosmovisor.worker.Worker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// A node that is asked over gRPC: has a [ChainWorker] do it.
public final class GrpcChain implements Chain {
  private final Worker worker;
  private final String command;
  private final String address;

  /// @param command the worker's word for this
  /// @param address as [GrpcAddress] takes it
  public GrpcChain(Worker worker, String command, String address) {
    this.worker = worker;
    this.command = command;
    this.address = address;
  }

  @Override
  public ChainAnswer ask() throws IOException {
    List<String> lines = new ArrayList<>();
    String job = Json.write(JsonObject.of("grpc", address));
    ProcessExit exit = worker.run(command, job, _ -> {}, lines::add);
    if (lines.isEmpty()) {
      throw new IOException("the worker that asked ended without an answer: " + exit.words());
    }
    return ChainAnswer.parse(lines.getLast());
  }
}
