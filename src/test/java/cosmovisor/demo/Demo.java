package cosmovisor.demo;

import cosmovisor.fakechain.FakeChain;
import cosmovisor.fakechain.Pause;
import cosmovisor.fakechain.Plan;
import cosmovisor.fakechain.Supervision;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/// `Demo ROOT COLOR`: the main job, from its beginning to its end.
final class Demo {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final List<String> COMMAND =
      List.of("run", "start", "--block-millis", "300", "--log-every", "5");

  private final Path root;
  private final Path home;
  private final boolean color;
  private final Telling telling;
  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicBoolean interrupted = new AtomicBoolean();

  private Demo(Path root, boolean color) {
    this.root = root;
    this.home = root.resolve("demo-home");
    this.color = color;
    this.telling = new Telling(color);
  }

  static void main(String[] arguments) {
    Demo demo = new Demo(Path.of(arguments[0]), Boolean.parseBoolean(arguments[1]));
    System.exit(demo.run());
  }

  private int run() {
    try {
      play();
      over.set(true);
      return 0;
    } catch (DemoFailure | AssertionError wrong) {
      return fail(String.valueOf(wrong.getMessage()));
    } catch (Exception failure) {
      return fail(failure.toString());
    }
  }

  private int fail(String line) {
    if (!interrupted.get()) {
      over.set(true);
      telling.fail(line);
    }
    return 1;
  }

  private void play() throws Exception {
    DemoHome.prepare(home);
    FakeChain chain = FakeChain.create(home);
    chain.install("v2");
    try (Release release = new Release(root.resolve("LICENSE"))) {
      chain.vote(new Plan("v2", Script.V2_HEIGHT, ""));
      chain.vote(release.plan(Script.V3_HEIGHT));
      introduce(release);
      supervise(chain, release);
    }
    new Verdict(chain, new Script()).check();
    conclude(chain);
  }

  private void introduce(Release release) {
    telling.say("A little chain with one node, in demo-home. It has voted for two upgrades:");
    telling.add("v2 at height %d: its binary lies ready".formatted(Script.V2_HEIGHT));
    telling.add("v3 at height %d: its binary is to be fetched from".formatted(Script.V3_HEIGHT));
    telling.add("   " + release.url());
    telling.add("   " + release.checksum());
    telling.say("Lines that begin like this one are the demo's. Those with module=cosmovisor are");
    telling.add("cosmovisor's, all others the node's. From here on nobody touches anything.");
    telling.blank();
    telling.add("$ export DAEMON_HOME=" + home + " DAEMON_NAME=" + FakeChain.DAEMON);
    telling.add("$ export DAEMON_ALLOW_DOWNLOAD_BINARIES=true");
    telling.add("$ target/cosmovisor/bin/cosmovisor " + String.join(" ", COMMAND));
    telling.blank();
  }

  private void supervise(FakeChain chain, Release release) throws Exception {
    Live live = new Live(chain, new Script(), release, telling);
    try (Supervision cosmovisor =
        Supervision.start(
            root.resolve("target/cosmovisor"), chain, settings(), Redirect.INHERIT, COMMAND)) {
      DemoHome.usedBy(home, cosmovisor.pid());
      Runtime.getRuntime().addShutdownHook(new Thread(() -> interrupt(cosmovisor)));
      Pause.until("height " + Script.LAST_HEIGHT, PATIENCE, () -> isOver(chain, cosmovisor, live));
      telling.say("That is enough: SIGTERM to cosmovisor.");
      cosmovisor.terminate();
      int status = cosmovisor.await();
      live.look();
      if (status != 0) {
        throw new DemoFailure("cosmovisor ended with exit code " + status);
      }
    }
  }

  private Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>();
    settings.put("DAEMON_ALLOW_DOWNLOAD_BINARIES", "true");
    if (!color) {
      settings.put("COSMOVISOR_COLOR_LOGS", "false");
    }
    return settings;
  }

  private boolean isOver(FakeChain chain, Supervision cosmovisor, Live live) throws Exception {
    boolean alive = cosmovisor.isAlive();
    live.look();
    if (!alive) {
      throw new DemoFailure("cosmovisor ended early, with exit code " + cosmovisor.await());
    }
    return chain.data().app().height() >= Script.LAST_HEIGHT;
  }

  /// Somebody had enough: the node ends with us.
  private void interrupt(Supervision cosmovisor) {
    if (over.get()) {
      return;
    }
    interrupted.set(true);
    try {
      cosmovisor.close();
      telling.blank();
      telling.say("Broken off; nothing is left running. The home is in " + home);
    } catch (IOException failure) {
      telling.say("Broken off; what may be left could not be ended: " + failure);
    }
  }

  private void conclude(FakeChain chain) throws Exception {
    telling.blank();
    telling.say("All as it should be, by the node's own witness and by what lies on the disk:");
    telling.blank();
    for (String line : new Summary(chain, root).lines()) {
      telling.add(line);
    }
    telling.blank();
    telling.add("One node at a time, each block executed once and by the right version, both");
    telling.add("backups as the data was before their upgrades, v3's binary as published.");
  }
}
