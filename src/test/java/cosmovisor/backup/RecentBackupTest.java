package cosmovisor.backup;

import static org.assertj.core.api.Assertions.assertThat;

import cosmovisor.os.Disk;
import cosmovisor.os.UserError;
import cosmovisor.os.posix.Posix;
import cosmovisor.plan.PlanName;
import cosmovisor.plan.UpgradePlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RecentBackupTest {
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
  private static final UpgradePlan V2 = new UpgradePlan(new PlanName("v2"), 20, "");

  @TempDir private Path folder;
  private final Disk disk = new Posix().disk();

  /// Backups of a home, all in one folder.
  private Backups backups(String home) throws IOException {
    Files.createDirectories(folder.resolve(home + "/data"));
    return new Backups(
        folder.resolve(home + "/data"), folder, disk, Optional.empty(), 1, (_, _) -> true);
  }

  private String taken(Backups backups, Instant moment) throws IOException, UserError {
    Path backup =
        backups.take(
            new BackupSubject(V2, 1, Optional.empty()), moment.atZone(ZoneOffset.UTC), _ -> {});
    return String.valueOf(backup.getFileName());
  }

  private static Optional<String> recent(Backups backups, Duration within) throws IOException {
    return new RecentBackup(backups, within, InstantSource.fixed(NOON)).find().map(Backup::name);
  }

  @Test
  void theNewestOneWithinTheTimeIsFound() throws IOException, UserError {
    Backups backups = backups("a");
    String newest = taken(backups, NOON.minus(Duration.ofMinutes(5)));
    taken(backups, NOON.minus(Duration.ofMinutes(50)));
    taken(backups, NOON.minus(Duration.ofMinutes(70)));
    assertThat(recent(backups, Duration.ofHours(1))).contains(newest);
    assertThat(recent(backups, Duration.ofMinutes(5))).isEmpty();
    assertThat(recent(backups, Duration.ofSeconds(301))).contains(newest);
    assertThat(recent(backups, Duration.ZERO)).isEmpty();
  }

  @Test
  void howLongOneWillTakeIsToldByTheLastOneByTheSameMethod() throws IOException, UserError {
    Files.createDirectories(folder.resolve("a/data"));
    Files.writeString(folder.resolve("a/data/db"), "x".repeat(100));
    Backups backups =
        new Backups(
            folder.resolve("a/data"),
            folder,
            disk,
            Optional.of(CopyMethod.COPY),
            1,
            (_, _) -> false);
    assertThat(backups.need(V2).orElseThrow().expected()).isEmpty();
    Path manifest = folder.resolve("." + taken(backups, NOON) + ".json");
    assertThat(Files.readString(manifest)).contains("\"seconds\":");
    Files.writeString(
        manifest, Files.readString(manifest).replaceAll("\"seconds\":\\d+", "\"seconds\":7"));
    Files.writeString(folder.resolve("a/data/db"), "x".repeat(251));
    assertThat(backups.need(V2).orElseThrow().expected())
        .contains(Duration.ofSeconds(18)); // 7 s x 2.51
    Files.writeString(manifest, Files.readString(manifest).replace("copy", "link"));
    assertThat(backups.need(V2).orElseThrow().expected()).isEmpty();
  }

  @Test
  void oneFromTheFutureIsOfUnknownAge() throws IOException, UserError {
    Backups backups = backups("a");
    taken(backups, NOON.plusSeconds(1));
    assertThat(recent(backups, Duration.ofHours(1))).isEmpty();
  }

  @Test
  void anotherHomesBackupsInTheSameFolderAreNoneOfOurs() throws IOException, UserError {
    taken(backups("a"), NOON);
    assertThat(recent(backups("b"), Duration.ofHours(1))).isEmpty();
    assertThat(backups("b").standing(V2)).isEmpty();
    assertThat(backups("a").standing(V2)).isPresent();
  }

  @Test
  void whatSomebodyElseTookIsOfUnknownAge() throws IOException, UserError {
    Backups backups = backups("a");
    disk.remove(folder.resolve("." + taken(backups, NOON) + ".json"));
    assertThat(recent(backups, Duration.ofHours(1))).isEmpty();
  }
}
