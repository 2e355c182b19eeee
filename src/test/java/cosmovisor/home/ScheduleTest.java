package cosmovisor.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cosmovisor.os.OsString;
import cosmovisor.os.posix.Posix;
import cosmovisor.plan.PlanException;
import cosmovisor.plan.PlanName;
import cosmovisor.plan.UpgradeBatch;
import cosmovisor.plan.UpgradePlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ScheduleTest {
  private static final UpgradeBatch BATCH =
      new UpgradeBatch(List.of(new UpgradePlan(new PlanName("v2"), 100, "")));

  @TempDir private Path folder;
  private Schedule schedule;
  private Path file;

  @BeforeEach
  void makeHome() throws IOException {
    NodeHome home = new NodeHome(folder, OsString.of("simd"), false);
    file = home.schedule();
    schedule = new Schedule(home, new Posix().disk());
    Files.createDirectories(home.data());
  }

  @Test
  void withoutAFileNothingIsOnIt() throws IOException, PlanException {
    assertThat(schedule.read()).isEqualTo(UpgradeBatch.EMPTY);
  }

  @Test
  void whatWasWrittenIsThereForUsAlone() throws IOException, PlanException {
    Files.writeString(file, "[]");
    schedule.write(BATCH);
    assertThat(schedule.read()).isEqualTo(BATCH);
    assertThat(file.getFileName()).hasToString("upgrade-info.json.batch");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(folder.resolve("data").toFile().list()).containsExactly("upgrade-info.json.batch");
  }

  @Test
  void aFileThatIsNoScheduleIsToldApartFromNone() throws IOException {
    Files.writeString(file, "[{");
    assertThatThrownBy(() -> schedule.read()).isInstanceOf(PlanException.class);
  }
}
