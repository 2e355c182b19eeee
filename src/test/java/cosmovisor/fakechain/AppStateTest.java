package cosmovisor.fakechain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class AppStateTest {
  private static final Plan V2 = new Plan("v2", 20, "");
  private static final Optional<Plan> DUE = Optional.of(V2);
  private static final Optional<Plan> NOTHING_DUE = Optional.empty();
  private static final AppState BEFORE = new AppState(19, List.of("genesis"));
  private static final AppState BEHIND = new AppState(20, List.of("genesis", "v2"));

  @Test
  void theVersionOfTheDataGoesOn() {
    assertThat(BEFORE.refusalOf("genesis", NOTHING_DUE, "")).isEmpty();
    assertThat(BEHIND.refusalOf("v2", NOTHING_DUE, V2.json())).isEmpty();
  }

  @Test
  void theOldVersionMayStartAtTheHeightToSayAgainThatItCannot() {
    assertThat(BEFORE.refusalOf("genesis", DUE, V2.json())).isEmpty();
  }

  @Test
  void theNewVersionMayStartAtItsHeightOnly() {
    assertThat(BEFORE.refusalOf("v2", DUE, V2.json())).isEmpty();
    assertThat(BEFORE.refusalOf("v2", NOTHING_DUE, ""))
        .hasValueSatisfying(
            why -> assertThat(why).startsWith("BINARY UPDATED BEFORE TRIGGER! UPGRADE \"v2\""));
  }

  @Test
  void theNewVersionFindsItsStoresByUpgradeInfo() {
    assertThat(BEFORE.refusalOf("v2", DUE, ""))
        .hasValueSatisfying(why -> assertThat(why).contains("upgrade-info.json"));
  }

  @Test
  void anOldVersionDoesNotTouchNewerData() {
    assertThat(BEHIND.refusalOf("genesis", NOTHING_DUE, V2.json()))
        .hasValueSatisfying(why -> assertThat(why).startsWith("wrong app version genesis"));
  }

  @Test
  void theBlockOfAnUpgradeIsTheNewVersions() {
    assertThat(BEFORE.after("v2")).isEqualTo(BEHIND);
    assertThat(BEHIND.after("v2")).isEqualTo(new AppState(21, List.of("genesis", "v2")));
  }
}
