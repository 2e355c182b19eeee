package cosmovisor.e2e;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A file system of a test's own, in a file, on which its home lies for one start of the image. It
/// is mounted in a namespace of its own, so it goes with the start, whatever becomes of that.
enum OwnDisk {
  XFS("320M", "mkfs.xfs -q"),
  BTRFS("320M", "mkfs.btrfs -q"),
  EXT4("128M", "mkfs.ext4 -q");

  private final String size;
  private final String make;

  OwnDisk(String size, String make) {
    this.size = size;
    this.make = make;
  }

  /// What the shell of a start knows: `$H` is the home, `$W` the test's folder, `$I` the image.
  private static final String PREAMBLE =
      """
      set -e
      PATH=$PATH:/usr/sbin:/sbin
      H=$DAEMON_HOME
      W=${H%/*}
      """;

  /// Starts the image on it, with lines of shell in front and behind.
  ///
  /// @param before with the home as the working folder
  /// @param after what they print is in the file `seen` of the test's folder
  Cosmovisor start(Home home, String before, String after) {
    return start(home, before, after, "$I/bin/cosmovisor");
  }

  /// Starts it by this command.
  Cosmovisor start(Home home, String before, String after, String command) {
    need();
    String script =
        PREAMBLE
            + """
            I=%s
            truncate -s %s $W/disk
            %s $W/disk >$W/made
            cp -a $H $W/kept
            mount -o loop $W/disk $H
            cp -a $W/kept/. $H
            cd $H
            %s
            status=0
            %s run || status=$?
            { %s
            } >$W/seen
            exit $status
            """
                .formatted(Home.IMAGE, size, make, before, command, after);
    return home.program("/usr/bin/unshare")
        .start("--mount", "--propagation", "private", "/bin/sh", "-c", script);
  }

  /// What the lines behind a start printed.
  static String seen(Home home) throws IOException {
    return Files.readString(home.folder().resolve("seen"));
  }

  private void need() {
    List<String> problems = new ArrayList<>();
    for (String tool : List.of(make.split(" ", 2)[0], "filefrag")) {
      if (Stream.of("/usr/sbin/", "/sbin/", "/usr/bin/").noneMatch(in -> exists(in + tool))) {
        problems.add(tool + " is missing");
      }
    }
    if (!exists("/dev/loop-control") || !"root".equals(System.getProperty("user.name"))) {
      problems.add("no loop mounts for us on this system");
    }
    if (!problems.isEmpty() && System.getenv("CI") != null) {
      throw new AssertionError(problems);
    }
    if (!problems.isEmpty()) {
      abort("no " + this + " of our own: " + problems);
    }
  }

  private static boolean exists(String file) {
    return Files.exists(java.nio.file.Path.of(file));
  }
}
