package cosmovisor.contract;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cosmovisor.os.Disk;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a [Disk] refuses to an owner who has taken the right from himself. Root is refused nothing.
interface PermissionContract {
  Disk disk();

  /// An empty folder of this disk.
  Path folder();

  @BeforeEach
  default void makeAFile() throws IOException {
    disk().makeFolders(folder().resolve("d/below"));
    disk().write(folder().resolve("d/a"), new byte[1]);
  }

  @AfterEach
  default void openAll() throws IOException {
    disk().setPermissions(folder().resolve("d"), "rwxr-xr-x");
  }

  private void allow(String name, String permissions) throws IOException {
    disk().setPermissions(folder().resolve(name), permissions);
  }

  private Path path(String name) {
    return folder().resolve(name);
  }

  private static void denied(ThrowingCallable deed) {
    assertThatThrownBy(deed).isExactlyInstanceOf(AccessDeniedException.class);
  }

  @Test
  default void aFileWithoutReadBitIsNotRead() throws IOException {
    allow("d/a", "-w-------");
    denied(() -> disk().read(path("d/a"), 1));
    denied(() -> disk().copy(path("d/a"), path("b")));
    denied(() -> disk().copyContent(path("d/a"), path("b")));
    denied(() -> disk().sync(path("d/a")));
  }

  @Test
  default void aFileWithoutWriteBitIsNotWritten() throws IOException {
    allow("d/a", "r--------");
    denied(() -> disk().write(path("d/a"), new byte[0]));
    disk().rename(path("d/a"), path("d/b"));
    disk().remove(path("d/b"));
  }

  @Test
  default void aFolderWithoutWriteBitKeepsItsNames() throws IOException {
    allow("d", "r-xr-xr-x");
    disk().write(path("d/a"), new byte[2]);
    disk().list(path("d"));
    denied(() -> disk().write(path("d/new"), new byte[0]));
    denied(() -> disk().link(path("d/new"), Path.of("a")));
    denied(() -> disk().makeFolders(path("d/new")));
    denied(() -> disk().rename(path("d/a"), path("a")));
    denied(() -> disk().rename(path("d/a"), path("d/b")));
    denied(() -> disk().remove(path("d/a")));
    denied(() -> disk().remove(path("d/below")));
    disk().remove(path("d/missing"));
  }

  @Test
  default void aFolderWithoutReadBitIsNotListed() throws IOException {
    allow("d", "-wx------");
    denied(() -> disk().list(path("d")));
    disk().read(path("d/a"), 1);
  }

  @Test
  default void nothingIsFoundInAFolderWithoutExecuteBit() throws IOException {
    allow("d", "rw-------");
    disk().list(path("d"));
    denied(() -> disk().follow(path("d/a")));
    denied(() -> disk().look(path("d/a")));
    denied(() -> disk().read(path("d/a"), 1));
    denied(() -> disk().resolve(path("d/a")));
    denied(() -> disk().write(path("d/new"), new byte[0]));
  }
}
