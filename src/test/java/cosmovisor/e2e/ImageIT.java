package cosmovisor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import cosmovisor.e2e.Cosmovisor.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The packaged image needs nothing but itself, wherever it lies and however it is called.
@EndToEnd
final class ImageIT {
  @Test
  void itMayLieAnywhere(Home home) throws Exception {
    home.genesis("echo node runs");
    Path image = copy(home);

    Ended end = home.program(image + "/bin/cosmovisor").run("run");

    assertThat(end.out()).contains("node runs\n");
    assertThat(end.err()).isEmpty();
  }

  @Test
  void itMayLieOnAFileSystemThatIsReadOnly(Home home) {
    home.genesis("echo node runs");

    Ended end =
        Namespace.withMounts(
                home,
                "mount --bind %1$s %1$s\nmount -o remount,ro,bind %1$s".formatted(Home.IMAGE),
                "run")
            .end();

    assertThat(end.out()).contains("node runs\n");
    assertThat(end.err()).isEmpty();
  }

  @Test
  void itsArchiveOfClassesIsUsedWhereverItLiesAndWhateverItsTimes(Home home) throws Exception {
    home.genesis("echo node runs", Node.STAY);
    Path image = copy(home);

    Cosmovisor running =
        home.program(image + "/bin/cosmovisor").start("run").awaitOut("node runs\n");

    assertThat(maps(running)).contains(image.resolve(ARCHIVE).toString());
    running.signal("TERM").end();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rm classes.jsa",
        "truncate -s 0 classes.jsa",
        "truncate -s 1000000 classes.jsa",
        "printf x | dd of=classes.jsa conv=notrunc",
        // The numbers of its format and of the virtual machine that made it.
        "printf x | dd of=classes.jsa bs=1 seek=8 conv=notrunc",
        "printf x | dd of=classes.jsa bs=1 seek=40 conv=notrunc",
        "chmod 0 classes.jsa",
      })
  void anArchiveThatIsUnfitIsPassedOverWithoutAWord(String damage, Home home) throws Exception {
    home.set("COSMOVISOR_DISABLE_LOGS", "true").genesis("echo node runs: $*", "exit 3");
    Path image = copy(home);
    home.program(image + "/bin/cosmovisor");
    Ended before = home.run("run", "start");
    Ended helpBefore = home.run("help");
    shell("cd '" + image.resolve(ARCHIVE).getParent() + "' && " + damage);

    assertThat(home.run("run", "start")).isEqualTo(before);
    assertThat(home.run("help")).isEqualTo(helpBefore);
    assertThat(before.out()).isEqualTo("node runs: start\n");
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
    assertThat(home.list("")).hasSize(5).contains("cosmovisor", "data");
  }

  /// A virtual machine that heeds no SIGQUIT makes a socket there for debuggers, unless told not
  /// to; one that is killed leaves it behind, for a later one of the same pid to find.
  @Test
  void itWritesNothingOfItsOwnIntoTmp(Home home) throws IOException {
    home.genesis("echo node runs", Node.STAY);
    FileTime before = Files.getLastModifiedTime(home.folder());

    Cosmovisor running = home.start("run").awaitOut("node runs\n");

    Path socket = Path.of("/tmp/.java_pid" + running.pid());
    assertThat(Files.exists(socket) && Files.getLastModifiedTime(socket).compareTo(before) >= 0)
        .as("it made " + socket)
        .isFalse();
    running.signal("TERM").end();
  }

  private static final String ARCHIVE = "lib/runtime/lib/server/classes.jsa";

  /// The image in a folder with a blank, all its files as new as if they were just made.
  private static Path copy(Home home) throws IOException, InterruptedException {
    Path moved = Files.createDirectories(home.folder().resolve("opt/my tools"));
    shell("cp -r '" + Home.IMAGE + "' '" + moved + "'");
    return moved.resolve(String.valueOf(Home.IMAGE.getFileName()));
  }

  private static void shell(String lines) throws IOException, InterruptedException {
    int status =
        new ProcessBuilder("/bin/sh", "-c", lines)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor();
    assertThat(status).as(lines).isZero();
  }

  private static String maps(Cosmovisor running) throws IOException {
    return Files.readString(Path.of("/proc/" + running.pid() + "/maps"));
  }
}
