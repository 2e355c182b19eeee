package cosmovisor.chain;

import static org.assertj.core.api.Assertions.assertThat;

import cosmovisor.plan.PlanName;
import cosmovisor.plan.UpgradePlan;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Who is asked for the height, and how often.
final class NodeHeightTest {
  private Optional<Long> rpc = Optional.empty();
  private Optional<Long> grpc = Optional.empty();
  private boolean listening = true;
  private int asked;
  private long nanos = Long.MAX_VALUE - 1; // it wraps round, as System.nanoTime() may
  private List<UpgradePlan> schedule = List.of(plan(1_000));

  private final GrpcHeight grpcHeight =
      new GrpcHeight(() -> listening, this::answer, () -> schedule, () -> nanos);
  private final NodeHeight height = new NodeHeight(() -> rpc, Optional.of(grpcHeight));

  private static UpgradePlan plan(long height) {
    return new UpgradePlan(new PlanName("v2"), height, "");
  }

  private ChainAnswer answer() throws IOException {
    asked++;
    if (grpc.isEmpty()) {
      throw new IOException("no answer");
    }
    return new ChainAnswer(Optional.empty(), grpc);
  }

  /// How long nobody is asked again, to a tenth of a second.
  private Duration pause() {
    int before = asked;
    Duration waited = Duration.ZERO;
    while (asked == before) {
      height.inTurn();
      if (asked == before) {
        waited = waited.plusMillis(100);
        nanos += Duration.ofMillis(100).toNanos();
      }
    }
    return waited;
  }

  @Test
  void rpcIsAskedFirstAndGrpcOnlyWhereThereIsNone() {
    rpc = Optional.of(5L);
    grpc = Optional.of(9L);
    assertThat(height.inTurn()).contains(5L);
    assertThat(asked).isZero();
  }

  @Test
  void grpcStandsInForAnRpcThatIsClosed() {
    grpc = Optional.of(9L);
    assertThat(height.inTurn()).contains(9L);
    assertThat(height.now()).contains(9L);
  }

  @Test
  void theSilenceOfAnRpcThatWasOpenMeansThatTheNodeIsDown() {
    rpc = Optional.of(5L);
    height.inTurn();
    rpc = Optional.empty();
    grpc = Optional.of(9L);
    assertThat(height.inTurn()).isEmpty();
    assertThat(height.now()).isEmpty();
    assertThat(asked).isZero();
  }

  @Test
  void nobodyIsAskedWhereNothingListens() {
    listening = false;
    assertThat(height.now()).isEmpty();
    assertThat(height.inTurn()).isEmpty();
    assertThat(asked).isZero();
  }

  @Test
  void withoutAnAddressRpcIsAlone() {
    assertThat(new NodeHeight(() -> rpc, Optional.empty()).now()).isEmpty();
  }

  @Test
  void theFurtherTheNextHeightIsTheRarerIsAsked() {
    grpc = Optional.of(1L);
    height.inTurn();
    assertThat(pause()).isEqualTo(Duration.ofMinutes(1));
    grpc = Optional.of(900L);
    pause();
    assertThat(pause()).isEqualTo(Duration.ofSeconds(10));
    grpc = Optional.of(999L);
    pause();
    assertThat(pause()).isEqualTo(Duration.ofSeconds(2));
    grpc = Optional.of(5_000L);
    pause();
    assertThat(pause()).isEqualTo(Duration.ofSeconds(2));
    grpc = Optional.empty();
    pause();
    assertThat(pause()).isEqualTo(Duration.ofSeconds(10));
    grpc = Optional.of(1L);
    schedule = List.of();
    pause();
    assertThat(pause()).isEqualTo(Duration.ofMinutes(1));
  }
}
