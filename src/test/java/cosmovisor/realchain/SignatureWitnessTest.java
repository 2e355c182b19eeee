package cosmovisor.realchain;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignatureWitnessTest {
  @TempDir private Path data;
  private SignatureWitness witness;

  @BeforeEach
  void itLooks() {
    witness = new SignatureWitness(data);
  }

  @AfterEach
  void itRests() {
    witness.close();
  }

  /// As a node does it: in one step.
  private void sign(long height, long step, String signature) throws Exception {
    Path next = data.resolve("next");
    Files.writeString(
        next,
        "{\"height\": \"%d\", \"round\": 0, \"step\": %d, \"signature\": \"%s\"}"
            .formatted(height, step, signature));
    Files.move(next, data.resolve("priv_validator_state.json"), StandardCopyOption.ATOMIC_MOVE);
    Patience.await(
        "a look at " + signature,
        Duration.ofSeconds(10),
        () -> Optional.of(witness.last()).filter(signature::equals));
  }

  @Test
  void oneSignatureAfterAnotherIsInOrder() throws Exception {
    sign(7, 2, "a");
    sign(7, 3, "b");
    sign(8, 1, "c");

    assertThat(witness.contradictions()).isEmpty();
    assertThat(witness.count()).isEqualTo(3);
    assertThat(witness.of(7, 0, 3, "unseen")).isEqualTo("b");
    assertThat(witness.of(9, 0, 3, "unseen")).isEqualTo("unseen");
  }

  @Test
  void anotherSignatureAtTheSamePlaceIsADoubleOne() throws Exception {
    sign(7, 3, "a");
    sign(7, 3, "b");

    assertThat(witness.contradictions()).singleElement().asString().contains("signed twice");
  }

  @Test
  void aSignatureBehindTheLastIsASecondNodes() throws Exception {
    sign(8, 3, "a");
    sign(7, 3, "b");

    assertThat(witness.contradictions()).singleElement().asString().contains("was signed after");
  }
}
