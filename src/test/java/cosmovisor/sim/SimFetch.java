package cosmovisor.sim;

import cosmovisor.fetch.FetchJob;
import cosmovisor.fetch.FetchReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/// The fetch worker's part as the disk sees it: a tree put together under another name, synced,
/// renamed, its parent synced. What the real one does with servers and archives has tests of its
/// own.
final class SimFetch implements Program {
  private static final Duration STEP = Duration.ofMillis(400);

  private final World world;
  private boolean begun;

  SimFetch(World world) {
    this.world = world;
  }

  @Override
  public void begin(SimProcess self) {
    self.onInput(
        () -> {
          if (!begun && self.inputSoFar().endsWith("\n")) {
            begun = true;
            Path target = FetchJob.parse(self.inputSoFar().strip()).targetPath();
            self.after(STEP, () -> download(self, target));
          }
        });
  }

  private SimTree tree() {
    return world.data().disk().tree();
  }

  private static Path staging(Path target) {
    return target.resolveSibling(".fetching-" + target.getFileName());
  }

  private void download(SimProcess self, Path target) {
    step(
        self,
        () -> {
          Path bin = staging(target).resolve("bin");
          if (tree().facts(bin, true).isEmpty()) {
            tree().makeFolders(bin);
          }
          tree().write(binary(bin), new byte[0]);
          self.after(STEP, () -> unpack(self, target));
        });
  }

  private Path binary(Path bin) {
    return bin.resolve(world.home().name().text());
  }

  private void unpack(SimProcess self, Path target) {
    step(
        self,
        () -> {
          Path bin = staging(target).resolve("bin");
          tree().write(binary(bin), content(target));
          tree().setMode(binary(bin), 0755);
          self.after(STEP, () -> publish(self, target));
        });
  }

  private byte[] content(Path target) {
    return Chain.binary(world.versionOf(target)).getBytes(StandardCharsets.UTF_8);
  }

  private void publish(SimProcess self, Path target) {
    step(
        self,
        () -> {
          Path staging = staging(target);
          Path bin = staging.resolve("bin");
          tree().sync(binary(bin));
          tree().sync(bin);
          tree().sync(staging);
          tree().rename(staging, target);
          tree().sync(world.home().upgrades());
          tree().sync(world.home().root());
          self.print(
              new FetchReport.Installed("00", 1, "https://example.org/x", "none", "00").line()
                  + "\n");
          self.exit(0);
        });
  }

  /// Something that a disk can refuse.
  private interface Deed {
    void run() throws IOException;
  }

  private static void step(SimProcess self, Deed deed) {
    try {
      deed.run();
    } catch (IOException failure) {
      self.print(
          new FetchReport.Failed(FetchReport.Kind.DISK, String.valueOf(failure.getMessage()), true)
                  .line()
              + "\n");
      self.exit(FetchReport.Kind.DISK.exitCode());
    }
  }
}
