package cosmovisor.fakechain;

import static org.assertj.core.api.Assertions.assertThat;

import cosmovisor.fakechain.Sighting.What;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChainDataTest {
  private static final AppState STATE = new AppState(20, List.of("genesis", "Version 2"));

  @TempDir private Path folder;

  private static Sighting block(long height, String version) {
    return new Sighting(Instant.EPOCH, What.BLOCK, 1, height, version);
  }

  private ChainData opened(boolean inPlace) throws IOException {
    ChainData data = new ChainData(folder, inPlace);
    data.open();
    return data;
  }

  @Test
  void whatWasCommittedIsThereForTheNextOne() throws Exception {
    opened(false).commit(STATE, block(20, "Version 2"));

    assertThat(new ChainData(folder).app()).isEqualTo(STATE);
    assertThat(new ChainData(folder).commits()).containsExactly(block(20, "Version 2"));
  }

  @Test
  void aShorterStateInPlaceLeavesNothingOfTheLongerOne() throws Exception {
    ChainData data = opened(true);
    data.commit(STATE, block(20, "Version 2"));
    data.commit(AppState.initial(), block(20, "genesis"));

    assertThat(data.app()).isEqualTo(AppState.initial());
  }

  @Test
  void aLinkToAFileThatIsRewrittenInPlaceSeesTheChange() throws Exception {
    Path state = folder.resolve("application.db/state");
    Path link = folder.resolve("link");
    opened(true).commit(AppState.initial(), block(0, "genesis"));
    Files.createLink(link, state);

    opened(false).commit(STATE, block(20, "Version 2"));
    assertThat(Files.readString(link)).startsWith("0\n");

    Files.delete(link);
    Files.createLink(link, state);
    opened(true).commit(new AppState(21, STATE.versions()), block(21, "Version 2"));
    assertThat(Files.readString(link)).startsWith("21\n");
  }

  @Test
  void onlyOneThatWasClosedSaysSo() throws Exception {
    ChainData data = opened(false);
    assertThat(data.closedWell()).isFalse();
    data.close();
    assertThat(data.closedWell()).isTrue();
    data.open();
    assertThat(data.closedWell()).isFalse();
  }
}
