package cosmovisor.chain;

import cosmovisor.plan.UpgradePlan;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// The height of a node whose gRPC alone can be asked.
///
/// Each question costs the start of a process, half a second of one processor's time. So nobody is
/// asked while nothing listens at the address, and the further the next scheduled height is, the
/// rarer.
public final class GrpcHeight {
  /// For each block until the next height: no chain makes ten a second.
  private static final Duration PER_BLOCK = Duration.ofMillis(100);

  private static final Duration SHORTEST = Duration.ofSeconds(2);
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final Duration AFTER_SILENCE = Duration.ofSeconds(10);
  private static final int CONNECT_MILLIS = 1_000;

  private final BooleanSupplier listening;
  private final Chain chain;
  private final Supplier<List<UpgradePlan>> schedule;
  private final LongSupplier nanos;

  /// Guarded by this.
  private long notBefore;

  GrpcHeight(
      BooleanSupplier listening,
      Chain chain,
      Supplier<List<UpgradePlan>> schedule,
      LongSupplier nanos) {
    this.listening = listening;
    this.chain = chain;
    this.schedule = schedule;
    this.nanos = nanos;
    this.notBefore = nanos.getAsLong();
  }

  /// Asks at this address.
  ///
  /// @param chain asks for all that the node there has to say
  /// @param schedule what is still to come, the lowest first
  public static GrpcHeight of(
      GrpcAddress address, Chain chain, Supplier<List<UpgradePlan>> schedule) {
    return new GrpcHeight(() -> listens(address), chain, schedule, System::nanoTime);
  }

  /// The height of the last committed block, asked now.
  public Optional<Long> now() {
    if (!listening.getAsBoolean()) {
      return Optional.empty();
    }
    try {
      return chain.ask().height();
    } catch (IOException noAnswer) {
      return Optional.empty();
    }
  }

  /// The same, or nothing if it is too soon to ask again.
  public synchronized Optional<Long> inTurn() {
    if (nanos.getAsLong() - notBefore < 0) {
      return Optional.empty();
    }
    Optional<Long> height = now();
    notBefore = nanos.getAsLong() + height.map(this::pause).orElse(AFTER_SILENCE).toNanos();
    return height;
  }

  private Duration pause(long height) {
    List<UpgradePlan> plans = schedule.get();
    if (plans.isEmpty()) {
      return LONGEST;
    }
    long blocks = Math.clamp(plans.getFirst().height() - height, 0, LONGEST.dividedBy(PER_BLOCK));
    Duration pause = PER_BLOCK.multipliedBy(blocks);
    return pause.compareTo(SHORTEST) < 0 ? SHORTEST : pause;
  }

  private static boolean listens(GrpcAddress address) {
    try (Socket socket = new Socket()) {
      socket.connect(address.socketAddress(), CONNECT_MILLIS);
      return true;
    } catch (IOException nobody) {
      return false;
    }
  }
}
