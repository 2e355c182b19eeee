package cosmovisor.fakechain;

import static org.assertj.core.api.Assertions.assertThat;

import cosmovisor.json.Json;
import cosmovisor.json.Json.JsonObject;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class RpcTest {
  private static JsonObject result(Rpc rpc, String path) throws Exception {
    String text = new String(rpc.answer(path).orElseThrow(), StandardCharsets.UTF_8);
    return ((JsonObject) Json.parse(text.strip())).object("result").orElseThrow();
  }

  private static String blockHeight(Rpc rpc) throws Exception {
    JsonObject sync = result(rpc, "/status").object("sync_info").orElseThrow();
    return sync.text("latest_block_height").orElseThrow();
  }

  private static String appHeight(Rpc rpc) throws Exception {
    JsonObject response = result(rpc, "/abci_info").object("response").orElseThrow();
    return response.text("last_block_height").orElseThrow();
  }

  @Test
  void aBlockThatTheApplicationCannotExecuteIsStoredAllTheSame() throws Exception {
    Rpc rpc = new Rpc("genesis", false, 0);
    rpc.at(20, 19);

    assertThat(blockHeight(rpc)).isEqualTo("20");
    assertThat(appHeight(rpc)).isEqualTo("19");
  }

  @Test
  void oneThatIsBehindItselfCatchesUp() throws Exception {
    Rpc rpc = new Rpc("v2", true, 20);
    rpc.at(21, 21);
    assertThat(blockHeight(rpc)).isEqualTo("16");
    assertThat(appHeight(rpc)).isEqualTo("16");

    rpc.at(30, 30);
    assertThat(blockHeight(rpc)).isEqualTo("30");
  }

  @Test
  void healthIsAnEmptyAnswerAndNothingElseIsKnown() throws Exception {
    Rpc rpc = new Rpc("v2", false, 0);

    assertThat(result(rpc, "/health").members()).isEmpty();
    assertThat(rpc.answer("/validators")).isEmpty();
  }
}
