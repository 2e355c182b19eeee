package cosmovisor.chain;

import cosmovisor.fetch.TrustStore;
import cosmovisor.json.Json;
import cosmovisor.json.Json.JsonObject;
import cosmovisor.json.JsonException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The process half of [GrpcChain]: one question, one answer, and gone.
///
/// ```
/// {"grpc":"localhost:9090"}
/// ```
///
/// It ends in time whatever the server does, and whatever the server makes it run out of: what
/// takes too long, or too much memory, is a failure like any other.
public final class ChainWorker {
  /// A little longer than a call may take, for what the call's own limit does not reach: a resolver
  /// that does not answer.
  private static final Duration LIMIT = GrpcCall.LIMIT.plusSeconds(2);

  private static final int LONGEST_WORDS = 300;
  private static final int FAILED = 1;

  private ChainWorker() {}

  /// Answers what comes in on `in`; to be called once in a process of its own, which it may end.
  ///
  /// @param environment for certificate authorities
  /// @return the exit code for the process
  public static int run(InputStream in, PrintStream out, Map<String, String> environment) {
    Thread.setDefaultUncaughtExceptionHandler(
        (_, fault) -> {
          // One of the library's threads: nobody would ever tell the call that waits for it.
          print(out, ChainAnswer.failed("asking broke off: " + fault));
          Runtime.getRuntime().halt(FAILED);
        });
    try {
      GrpcAddress address = address(in);
      print(out, answer(address, new TrustStore(environment)).line());
      return 0;
    } catch (IOException | IllegalArgumentException failed) {
      print(out, ChainAnswer.failed(shown(String.valueOf(failed.getMessage()))));
      return FAILED;
    }
  }

  private static GrpcAddress address(InputStream in) throws IOException {
    var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    try {
      String line = String.valueOf(reader.readLine());
      if (Json.parse(line) instanceof JsonObject job && job.text("grpc").isPresent()) {
        return GrpcAddress.parse(job.text("grpc").get());
      }
      throw new IOException("no job on standard input");
    } catch (JsonException notJson) {
      throw new IOException("no job on standard input", notJson);
    }
  }

  private static ChainAnswer answer(GrpcAddress address, TrustStore authorities)
      throws IOException {
    var task = new FutureTask<>(() -> ask(new GrpcCall(address, authorities)));
    Thread.ofPlatform().daemon().name("call").start(task);
    try {
      return task.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      throw new IOException("no answer within " + GrpcCall.LIMIT.toSeconds() + " s", late);
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof IOException io ? io : new IOException(failed.getCause());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", stopped);
    }
  }

  private static ChainAnswer ask(GrpcCall call) throws IOException {
    GrpcCall.Answer answer = call.to(CurrentPlan.METHOD, CurrentPlan.MAX_BYTES);
    return new ChainAnswer(CurrentPlan.of(answer.message()), answer.height());
  }

  /// A server's words without what could break a line, and not endless.
  private static String shown(String foreign) {
    String line = foreign.replaceAll("[\\p{Cntrl}\u2028\u2029]+", " ").strip();
    return line.length() > LONGEST_WORDS ? line.substring(0, LONGEST_WORDS) + "…" : line;
  }

  private static void print(PrintStream out, String line) {
    byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
    out.write(bytes, 0, bytes.length);
    out.flush();
  }
}
