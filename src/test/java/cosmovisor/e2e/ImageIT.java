package cosmovisor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import cosmovisor.e2e.Cosmovisor.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The packaged image needs nothing but itself, wherever it lies and however it is called.
@EndToEnd
final class ImageIT {
  @Test
  void itMayLieAnywhere(Home home) throws Exception {
    home.genesis("echo node runs");
    Path moved = Files.createDirectories(home.folder().resolve("opt/my tools"));
    new ProcessBuilder("cp", "-a", Home.IMAGE.toString(), moved.toString()).start().waitFor();
    Path image = moved.resolve(String.valueOf(Home.IMAGE.getFileName()));

    Ended end = home.program(image + "/bin/cosmovisor").run("run");

    assertThat(end.out()).contains("node runs\n");
    assertThat(end.err()).isEmpty();
  }

  @Test
  void itMayBeCalledThroughLinksOnThePath(Home home) throws IOException {
    home.genesis("echo node runs");
    Path bin = Files.createDirectories(home.folder().resolve("bin"));
    Files.createSymbolicLink(bin.resolve("real"), Home.IMAGE.resolve("bin/cosmovisor"));
    Files.createSymbolicLink(bin.resolve("cosmovisor"), Path.of("real"));

    Ended end = home.set("PATH", bin + ":/usr/bin:/bin").program("cosmovisor").run("run");

    assertThat(end.out()).contains("node runs\n");
    assertThat(end.status()).isZero();
  }

  @Test
  void itMayBeCalledByARelativePathFromAnyFolder(Home home) {
    home.genesis("echo node runs").from(Home.IMAGE.resolve("bin")).program("./cosmovisor");

    assertThat(home.run("run").out()).contains("node runs\n");
    assertThat(home.from(Home.IMAGE).program("bin/cosmovisor").run("run").out())
        .contains("node runs\n");
    assertThat(home.from(Path.of("/")).program(Home.IMAGE + "/bin/cosmovisor").run("run").out())
        .contains("node runs\n");
  }

  @Test
  void itMayBeCalledFromAFolderThatIsGone(Home home) {
    home.genesis("echo node runs").program("/bin/sh");
    String image = Home.IMAGE.resolve("bin/cosmovisor").toString();

    Ended end = home.run("-c", "mkdir gone; cd gone; rmdir ../gone; exec \"$0\" run", image);

    assertThat(end.out()).contains("node runs\n");
    assertThat(end.status()).isZero();
  }

  @Test
  void itNeedsNoJavaOnThePathAndNoPathAtAll(Home home) {
    home.genesis("echo node runs").set("PATH", "/nonexistent");
    assertThat(home.run("run").out()).contains("node runs\n");

    home.unset("PATH");
    assertThat(home.run("run").out()).contains("node runs\n");
  }

  @Test
  void variablesForJavaMeanNothingToItAndReachTheNode(Home home) {
    home.set("COSMOVISOR_DISABLE_LOGS", "true")
        .set("JAVA_HOME", "/nonexistent")
        .set("CLASSPATH", "/nonexistent")
        .set("JAVA_TOOL_OPTIONS", "-Dx=y")
        .set("JDK_JAVA_OPTIONS", "-Dx=y")
        .set("_JAVA_OPTIONS", "-Dx=y");
    home.genesis("echo $JAVA_HOME $CLASSPATH $JAVA_TOOL_OPTIONS $JDK_JAVA_OPTIONS $_JAVA_OPTIONS");

    assertThat(home.run("run"))
        .isEqualTo(new Ended(0, "/nonexistent /nonexistent -Dx=y -Dx=y -Dx=y\n", ""));
  }

  @Test
  void itWritesNothingButWhatTheLayoutNames(Home home) throws IOException {
    home.unset("UNSAFE_SKIP_BACKUP")
        .genesis(Node.plan("v2", 20), Node.STAY)
        .version("v2", "exit 0");
    Path working = Files.createDirectories(home.folder().resolve("working"));

    home.from(working).run("run");

    assertThat(working).isEmptyDirectory();
    assertThat(home.list("data")).containsExactly("upgrade-info.json");
    assertThat(home.list("cosmovisor"))
        .containsExactly(".journal", ".lock", "current", "genesis", "upgrades");
    assertThat(home.list("cosmovisor/genesis")).containsExactly("bin");
    assertThat(home.list("cosmovisor/upgrades")).containsExactly("v2");
    assertThat(home.list("cosmovisor/upgrades/v2")).containsExactly("bin", "upgrade-info.json");
    assertThat(home.list("")).hasSize(4).contains("cosmovisor", "data");
  }
}
