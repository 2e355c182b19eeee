package cosmovisor.sim;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cosmovisor.os.Disk;
import cosmovisor.sim.Faults.Strike;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// What a power cut may leave and what it may not, shown by many of them.
final class SimDiskTest {
  private static final Path D = Path.of("/d");
  private static final Path A = Path.of("/d/a");
  private static final Path B = Path.of("/d/b");
  private static final int CUTS = 400;

  /// Something done to a disk.
  private interface Deed {
    void on(Disk disk) throws IOException;
  }

  /// All that is found at a path after the same deed and one power cut or another.
  private static Set<String> left(Path path, Deed certain, Deed rest) throws IOException {
    Set<String> found = new TreeSet<>();
    for (int seed = 0; seed < CUTS; seed++) {
      SimDisk disk = new SimDisk(Faults.none(), () -> 0);
      disk.tree().makeFolders(D);
      certain.on(disk);
      disk.tree().syncAll();
      rest.on(disk);
      disk.powerCut(new Random(seed));
      found.add(text(disk, path));
    }
    return found;
  }

  private static String text(Disk disk, Path path) throws IOException {
    return disk.look(path).isEmpty()
        ? "nothing"
        : disk.look(path).get().kind() == Disk.Kind.LINK
            ? "-> " + disk.readLink(path)
            : new String(disk.read(path, 100), UTF_8).replace('\0', '0');
  }

  private static void write(Disk disk, Path path, String text) throws IOException {
    disk.write(path, text.getBytes(UTF_8));
  }

  @Test
  void aNewFileMayBeMissingOrAnyBeginningOfItself() throws IOException {
    assertThat(left(A, _ -> {}, disk -> write(disk, A, "xy")))
        .containsExactlyInAnyOrder("nothing", "", "0", "00", "x", "x0", "xy");
  }

  @Test
  void aFileWhoseNameAloneWasSyncedIsThere() throws IOException {
    assertThat(
            left(
                A,
                _ -> {},
                disk -> {
                  write(disk, A, "x");
                  disk.sync(D);
                }))
        .containsExactlyInAnyOrder("", "0", "x");
  }

  @Test
  void aFileWhoseContentAloneWasSyncedMayBeMissing() throws IOException {
    assertThat(
            left(
                A,
                _ -> {},
                disk -> {
                  write(disk, A, "x");
                  disk.sync(A);
                }))
        .containsExactlyInAnyOrder("nothing", "x");
  }

  @Test
  void anOverwrittenFileMayBeOldNewOrTorn() throws IOException {
    assertThat(left(A, disk -> write(disk, A, "old"), disk -> write(disk, A, "n")))
        .containsExactlyInAnyOrder("old", "", "0", "n");
  }

  @Test
  void anAppendedFileKeepsWhatWasSynced() throws IOException {
    assertThat(left(A, disk -> write(disk, A, "old"), disk -> disk.append(A, "xy".getBytes(UTF_8))))
        .containsExactlyInAnyOrder("old", "old0", "old00", "oldx", "oldx0", "oldxy");
  }

  @Test
  void aPublishedFileIsTheOldOrTheNewOneUntilItIsTheNewOne() throws IOException {
    Deed old = disk -> write(disk, A, "old");
    assertThat(left(A, old, disk -> disk.publish(A, "new".getBytes(UTF_8)))).containsExactly("new");
    assertThat(
            left(
                A,
                old,
                disk -> {
                  write(disk, B, "new");
                  disk.sync(B);
                  disk.rename(B, A);
                }))
        .containsExactlyInAnyOrder("old", "new");
  }

  @Test
  void whoeverRenamesBeforeSyncingMayFindAnEmptyFile() throws IOException {
    assertThat(
            left(
                A,
                disk -> write(disk, A, "old"),
                disk -> {
                  write(disk, B, "n");
                  disk.rename(B, A);
                  disk.sync(D);
                }))
        .containsExactlyInAnyOrder("", "0", "n");
  }

  @Test
  void aReplacedLinkIsTheOldOrTheNewOne() throws IOException {
    assertThat(
            left(
                A,
                disk -> disk.link(A, Path.of("one")),
                disk -> {
                  disk.link(B, Path.of("two"));
                  disk.rename(B, A);
                }))
        .containsExactlyInAnyOrder("-> one", "-> two");
  }

  @Test
  void aFileThatMovedBetweenFoldersIsNeverLost() throws IOException {
    for (int seed = 0; seed < CUTS; seed++) {
      SimDisk disk = new SimDisk(Faults.none(), () -> 0);
      disk.tree().makeFolders(Path.of("/d/e"));
      write(disk, A, "x");
      disk.tree().syncAll();
      disk.rename(A, Path.of("/d/e/a"));
      disk.sync(D);
      disk.powerCut(new Random(seed));
      assertThat(List.of(text(disk, A), text(disk, Path.of("/d/e/a")))).contains("x");
    }
  }

  @Test
  void aSyncOfTheFileSystemMakesAllCertain() throws IOException {
    assertThat(
            left(
                A,
                _ -> {},
                disk -> {
                  write(disk, B, "x");
                  disk.rename(B, A);
                  disk.syncFileSystem(Path.of("/d"));
                }))
        .containsExactly("x");
  }

  @Test
  void permissionsMayBeTheOldOrTheNewOnes() throws IOException {
    Set<Boolean> executable = new TreeSet<>();
    for (int seed = 0; seed < CUTS; seed++) {
      SimDisk disk = new SimDisk(Faults.none(), () -> 0);
      disk.tree().makeFolders(D);
      write(disk, A, "x");
      disk.tree().syncAll();
      disk.makeExecutable(A);
      disk.powerCut(new Random(seed));
      executable.add(disk.follow(A).orElseThrow().executable());
    }
    assertThat(executable).containsExactly(false, true);
  }

  @Test
  void aFullDiskTakesAPart() throws IOException {
    SimDisk disk = new SimDisk(Faults.none(), () -> 0);
    disk.tree().makeFolders(D);
    disk.tree().limit(3);
    assertThatThrownBy(() -> write(disk, A, "hello"))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("No space left on device");
    assertThat(text(disk, A)).isEqualTo("hel");
    assertThat(disk.room(A)).isZero();
    disk.remove(A);
    assertThat(disk.room(D)).isEqualTo(3);
  }

  @Test
  void aVerbIsFailedHalfwayOrKilledByItsNumber() throws IOException {
    Faults faults = new Faults();
    SimDisk disk = new SimDisk(faults, () -> 0);
    disk.tree().makeFolders(D);
    faults.follow(
        point ->
            switch (point.number()) {
              case 2 -> new Strike.Fail(Faults.EIO, true);
              case 3 -> new Strike.Fail(Faults.EROFS, false);
              case 4 -> new Strike.Crash(SimCrash.Kind.KILL, true);
              default -> Strike.NONE;
            });
    write(disk, A, "first");
    assertThatThrownBy(() -> write(disk, A, "abcd")).hasMessageContaining("Input/output error");
    assertThat(new String(disk.tree().read(A, 9), UTF_8)).isEqualTo("ab");
    assertThatThrownBy(() -> disk.remove(A)).hasMessageContaining("Read-only");
    assertThatThrownBy(() -> write(disk, B, "abcd")).isInstanceOf(SimCrash.class);
    assertThat(new String(disk.tree().read(B, 9), UTF_8)).isEqualTo("ab");
    assertThatThrownBy(() -> disk.look(A)).isInstanceOf(SimCrash.class);
    faults.revive();
    assertThat(disk.look(A)).isPresent();
  }
}
