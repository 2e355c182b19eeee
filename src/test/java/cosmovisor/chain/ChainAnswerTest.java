package cosmovisor.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cosmovisor.plan.PlanName;
import cosmovisor.plan.UpgradePlan;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The chain's words, from the wire to the supervisor.
final class ChainAnswerTest {
  /// By the wire format of the SDK's `Plan`: name `v2`, the zero time, height 300, info `x`.
  private static final String PLAN = "0a170a027632120b088092b8c398feffffff0118ac02220178";

  private static Optional<UpgradePlan> plan(String hex) throws IOException {
    return CurrentPlan.of(new ProtoReader(HexFormat.of().parseHex(hex)));
  }

  @Test
  void aPlanIsReadFromItsBytes() throws IOException {
    assertThat(plan(PLAN)).contains(new UpgradePlan(new PlanName("v2"), 300, "x"));
    assertThat(plan("")).isEmpty();
    assertThat(plan("1203616263")).as("another field").isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0a", // no length
        "0a05", // beyond the end
        "0a8080808080808080808001", // a length without an end
        "0affffffffffffffffff01", // a negative length
        "08" + "ffffffffffffffffffffff", // a number without an end
        "0801", // the plan is a number
        "0a020801", // the name is a number
        "0a050a01ff1801", // the name is no text
        "0a021801", // no name
        "0a040a027632", // no height
        "0a0d0a02763218ffffffffffffffffff01", // a negative height
        "0a070a022e2e1801", // the name ..
        "0b", // a group
        "0000", // field 0
      })
  void whatIsNoPlanThatCouldBeCarriedOutIsRefused(String hex) {
    assertThatThrownBy(() -> plan(hex)).isInstanceOf(IOException.class);
  }

  @Test
  void bytesOfAnyKindAreAPlanOrRefused() {
    Random random = new Random(1);
    byte[] plan = HexFormat.of().parseHex(PLAN);
    for (int i = 0; i < 100_000; i++) {
      byte[] bytes = plan.clone();
      for (int changes = random.nextInt(4); changes >= 0; changes--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      try {
        assertThat(CurrentPlan.of(new ProtoReader(bytes))).isNotNull();
      } catch (IOException refused) {
        assertThat(refused.getMessage()).isNotEmpty();
      }
    }
  }

  @Test
  void anAnswerSurvivesItsLine() throws IOException {
    var answer =
        new ChainAnswer(
            Optional.of(new UpgradePlan(new PlanName("v 2\n"), 300, "{\"a\":\"\u20ac\"}")),
            Optional.of(7L));
    assertThat(answer.line()).doesNotContain("\n");
    assertThat(ChainAnswer.parse(answer.line())).isEqualTo(answer);
    var nothing = new ChainAnswer(Optional.empty(), Optional.empty());
    assertThat(ChainAnswer.parse(nothing.line())).isEqualTo(nothing);
  }

  @Test
  void aFailureSurvivesItsLine() {
    assertThatThrownBy(() -> ChainAnswer.parse(ChainAnswer.failed("so it is")))
        .isInstanceOf(IOException.class)
        .hasMessage("so it is");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "[]", "{\"plan\":{}}", "{\"plan\":{\"name\":\"v\"}}"})
  void anotherLineIsAFailure(String line) {
    assertThatThrownBy(() -> ChainAnswer.parse(line)).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "localhost:9090, false, localhost, 9090",
    "https://grpc.example.org:443, true, grpc.example.org, 443",
    "http://10.0.0.1:1, false, 10.0.0.1, 1",
    "tcp://h:2, false, h, 2",
    "dns:///h:3, false, h, 3",
    "dns:h:3, false, h, 3",
    "[::1]:9090, false, ::1, 9090",
  })
  void anAddressHasAHostAndAPort(String text, boolean tls, String host, int port) {
    assertThat(GrpcAddress.parse(text)).isEqualTo(new GrpcAddress(tls, host, port));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "localhost", ":9090", "h:0", "h:65536", "h:x", "unix:///x", "a b:1", "h:-1"})
  void anythingElseIsNoAddress(String text) {
    assertThatThrownBy(() -> GrpcAddress.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
