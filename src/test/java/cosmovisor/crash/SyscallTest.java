package cosmovisor.crash;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SyscallTest {
  private static Syscall call(String line) {
    return Syscall.parse(line).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          43  rename("/h/.x", "/h/x") = 0 (DELAYED)                      | rename .x to x
          write(22</h/.node>, "a \\"/b\\" c", 9) = 9                           | write .node
          write(1</tmp/7/out2>, "INF path=/h/x", 13) = 13                      | write stdout
          write(26<pipe:[12]>, "\\0", 1) = -1 EIO (I/O error) (INJECTED)       | write a pipe
          openat(AT_FDCWD</w>, "/h/data/a", O_RDONLY) = 3</h/data/a>           | openat data/a
          fsync(22</h/data-backup-2026-1-2>) = 0                               | fsync data-backup-DAY
          kill(4208, SIGTERM)               = 0 (DELAYED)                      | kill
          execve("/i/lib/guard", ["/i/lib/guard", "41"], 0x7 /* 4 vars */) = 0 | execve guard
          """)
  void aCallIsNamedByWhatItWasAbout(String line, String label) {
    assertThat(call(line).label("/h")).isEqualTo(label);
  }

  @Test
  void otherLinesAreNoCalls() {
    assertThat(Syscall.parse("43  +++ killed by SIGKILL +++")).isEmpty();
    assertThat(Syscall.parse("strace: Process 4 attached with 16 threads")).isEmpty();
    assertThat(Syscall.parse("43  write(1</out>, \"a\", 1 <unfinished ...>")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          openat(AT_FDCWD</w>, "/a", O_RDONLY) = 3                ; false
          openat(AT_FDCWD</w>, "/a", O_WRONLY|O_CREAT, 0666) = 3  ; true
          clone3({flags=CLONE_VM|CLONE_THREAD}, 88) = 7           ; false
          clone3({flags=CLONE_VM|CLONE_VFORK}, 88) = 7            ; true
          execve("/a", ["a"], 0x7 /* 4 vars */) = 0               ; false
          unlink("/a") = -1 ENOENT (No such file or directory)    ; true
          """)
  void readingAndThreadsAndNewProgramsChangeNothing(String line, boolean changes) {
    assertThat(call(line).changesSomething()).isEqualTo(changes);
  }

  @Test
  void theTraceSaysWhatItHasMadeFail() {
    assertThat(call("fsync(3</a>) = -1 EIO (Input/output error) (INJECTED)").injected()).isTrue();
    assertThat(call("fsync(3</a>) = -1 EIO (Input/output error)").injected()).isFalse();
  }
}
