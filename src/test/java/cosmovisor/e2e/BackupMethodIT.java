package cosmovisor.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cosmovisor.e2e.Cosmovisor.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// How a backup is made, on file systems that can and that can't, each in a file of its own.
@EndToEnd
final class BackupMethodIT {
  private static final String PLAN_AND_GO = Node.plan("v2", 20) + "; exit 1";

  /// A database as goleveldb leaves it, and other files.
  private static final String DATA =
      """
      mkdir data/application.db data/cs.wal
      for n in 000003 000004 000006; do head -c 1000000 /dev/urandom >data/application.db/$n.ldb; done
      head -c 300000 /dev/urandom >data/application.db/000005.log
      head -c 5000 /dev/urandom >data/application.db/MANIFEST-000002
      echo MANIFEST-000002 >data/application.db/CURRENT
      head -c 100000 /dev/urandom >data/cs.wal/wal
      sync -f data
      """;

  private static final String SAME = "diff -r data data-backup-* && echo same\n";

  private static Home upgraded(Home home) {
    return home.unset("UNSAFE_SKIP_BACKUP").genesis(PLAN_AND_GO).version("v2", "echo v2 runs");
  }

  @ParameterizedTest
  @EnumSource(names = {"XFS", "BTRFS"})
  void aFileSystemThatCanCloneSharesEveryBlock(OwnDisk disk, Home home) throws IOException {
    Ended end =
        disk.start(
                upgraded(home),
                DATA,
                SAME
                    + "for f in application.db/000003.ldb application.db/000005.log cs.wal/wal\n"
                    + "do filefrag -v data-backup-*/$f | grep -c last,shared; done")
            .end();

    assertThat(end.out()).contains("method=clone", "the file system clones files", "v2 runs");
    assertThat(end.status()).isZero();
    assertThat(OwnDisk.seen(home)).isEqualTo("same\n1\n1\n1\n");
  }

  @Test
  void elsewhereTablesAreLinkedAndAllElseIsCopied(Home home) throws IOException {
    Ended end =
        OwnDisk.EXT4
            .start(
                upgraded(home),
                DATA,
                SAME + "cd data-backup-*; stat -c '%h %n' application.db/* cs.wal/*")
            .end();

    assertThat(end.out()).contains("method=link", "no clones: ", "v2 runs");
    assertThat(OwnDisk.seen(home))
        .isEqualTo(
            """
            same
            2 application.db/000003.ldb
            2 application.db/000004.ldb
            1 application.db/000005.log
            1 application.db/000006.ldb
            1 application.db/CURRENT
            1 application.db/MANIFEST-000002
            1 cs.wal/wal
            """);
  }

  @Test
  void anotherFileSystemGetsACopyAndTheReasonIsTold(Home home) throws IOException {
    upgraded(home).set("DAEMON_DATA_BACKUP_DIR", Bytes.of(home.path("other")));
    Ended end =
        OwnDisk.XFS
            .start(
                home,
                DATA + "mkdir other; mount -t tmpfs none other",
                "diff -r data other/data-backup-* && echo same; ls -A other | wc -l")
            .end();

    assertThat(end.out())
        .contains("method=copy", "no clones: ", "; no links: ", "cross-device link", "v2 runs");
    assertThat(OwnDisk.seen(home)).isEqualTo("same\n3\n");
  }

  @Test
  void aMethodThatCantBeHadIsRefusedWhileTheNodeRuns(Home home) {
    upgraded(home).genesis(Node.plan("v2", 20), Node.STAY).set("DAEMON_BACKUP_METHOD", "clone");

    Cosmovisor waiting = OwnDisk.EXT4.start(home, DATA, "").awaitOut("leaving the app alone");

    assertThat(waiting.out().lines().filter(line -> line.contains("DAEMON_BACKUP_METHOD")))
        .hasSize(1)
        .first()
        .asString()
        .contains("DAEMON_BACKUP_METHOD is clone, and that can't be done here: ", "or auto");
    assertThat(waiting.out()).doesNotContain("shutting down", "v2 runs");
    waiting.children().forEach(pid -> Cosmovisor.signal("TERM", pid));
    waiting.end();
  }

  @Test
  void filesOfOthersAreCopiedWhereTheyMayNotBeLinked(Home home) throws IOException {
    assumeTrue(
        Files.readString(Path.of("/proc/sys/fs/protected_hardlinks")).startsWith("1"),
        "anybody may link to any file on this system");
    String nobody =
        """
        chown -R 65534:65534 .
        chown 0:0 data/application.db/*.ldb
        chmod 644 data/application.db/*.ldb
        chmod 755 $W
        mkdir $W/image; mount --bind $I $W/image
        """;
    Ended end =
        OwnDisk.EXT4
            .start(
                upgraded(home),
                DATA + nobody,
                SAME + "umount $W/image; rmdir $W/image",
                "setpriv --reuid=65534 --regid=65534 --clear-groups $W/image/bin/cosmovisor")
            .end();

    assertThat(end.out()).contains("method=copy", "no links: ", "not permitted", "v2 runs");
    assertThat(OwnDisk.seen(home)).isEqualTo("same\n");
  }

  @ParameterizedTest
  @EnumSource(names = {"EXT4", "XFS"})
  void aDiskThatGetsFullDuringACopyEndsTheUpgradeAndLeavesNothing(OwnDisk disk, Home home)
      throws IOException {
    upgraded(home)
        .set("DAEMON_BACKUP_METHOD", "copy")
        .genesis(
            "trap 'cat /dev/zero >$DAEMON_HOME/fill 2>/dev/null; truncate -s -1500K $DAEMON_HOME/fill;"
                + " exit 0' TERM",
            Node.plan("v2", 20),
            Node.STAY)
        .version("v2", "echo v2 runs");

    Ended end =
        disk.start(home, DATA, "ls -A; readlink cosmovisor/current; rm fill\n" + AGAIN).end();

    assertThat(end.err()).startsWith("Error: ").contains("No space left on device").hasLineCount(1);
    assertThat(end.status()).isEqualTo(1);
    assertThat(end.out()).contains("starting to take backup").doesNotContain("v2 runs");
    assertThat(OwnDisk.seen(home).lines().filter(line -> !line.equals("lost+found")))
        .containsSubsequence("cosmovisor", "data", "fill", "genesis")
        .filteredOn(line -> line.contains("backup-") || line.equals("v2 runs"))
        .satisfiesExactly(
            saved -> assertThat(saved).contains("backup completed"),
            runs -> assertThat(runs).isEqualTo("v2 runs"));
  }

  /// Another start, on the same disk.
  private static final String AGAIN = "$I/bin/cosmovisor run";
}
