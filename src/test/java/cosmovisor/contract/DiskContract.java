package cosmovisor.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cosmovisor.os.Disk;
import cosmovisor.os.Disk.Kind;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// What every [Disk] does, and which exception it throws where.
interface DiskContract {
  Disk disk();

  /// An empty folder of this disk.
  Path folder();

  private Path path(String name) {
    return folder().resolve(name);
  }

  private Path file(String name, String content) throws IOException {
    disk().write(path(name), content.getBytes(UTF_8));
    return path(name);
  }

  private Path folder(String name) throws IOException {
    disk().makeFolders(path(name));
    return path(name);
  }

  private Path link(String name, String target) throws IOException {
    disk().link(path(name), Path.of(target));
    return path(name);
  }

  private String text(String name) throws IOException {
    return new String(disk().read(path(name), 1000), UTF_8);
  }

  private static AbstractThrowableAssert<?, ?> refused(
      Class<? extends IOException> type, ThrowingCallable deed) {
    return assertThatThrownBy(deed).isExactlyInstanceOf(type);
  }

  @Test
  default void aWrittenFileIsReadBack() throws IOException {
    file("a", "hello");
    assertThat(text("a")).isEqualTo("hello");
    assertThat(new String(disk().read(path("a"), 2), UTF_8)).isEqualTo("he");
    Disk.Facts facts = disk().follow(path("a")).orElseThrow();
    assertThat(facts.kind()).isEqualTo(Kind.FILE);
    assertThat(facts.size()).isEqualTo(5);
    assertThat(facts.executable()).isFalse();
    assertThat(facts.modifiedMillis()).isPositive();
  }

  @Test
  default void aFileIsReadFromAnywhereInIt() throws IOException {
    file("a", "hello");
    assertThat(new String(disk().read(path("a"), 1, 3), UTF_8)).isEqualTo("ell");
    assertThat(new String(disk().read(path("a"), 3, 100), UTF_8)).isEqualTo("lo");
    assertThat(disk().read(path("a"), 5, 100)).isEmpty();
    assertThat(disk().read(path("a"), 1L << 40, 100)).isEmpty();
    refused(NoSuchFileException.class, () -> disk().read(path("missing"), 1, 1));
  }

  @Test
  default void aShorterContentReplacesALongerOne() throws IOException {
    file("a", "hello");
    file("a", "me");
    assertThat(text("a")).isEqualTo("me");
  }

  @Test
  default void whatIsMissingHasNoFactsAndCantBeUsed() throws IOException {
    Path missing = path("missing");
    Path below = path("missing/below");
    assertThat(disk().follow(missing)).isEmpty();
    assertThat(disk().look(below)).isEmpty();
    refused(NoSuchFileException.class, () -> disk().read(missing, 1));
    refused(NoSuchFileException.class, () -> disk().list(missing));
    refused(NoSuchFileException.class, () -> disk().readLink(missing));
    refused(NoSuchFileException.class, () -> disk().resolve(missing));
    refused(NoSuchFileException.class, () -> disk().write(below, new byte[1]));
    refused(NoSuchFileException.class, () -> disk().link(below, Path.of("x")));
    refused(NoSuchFileException.class, () -> disk().rename(missing, path("b")));
    refused(NoSuchFileException.class, () -> disk().setPermissions(missing, "rw-r--r--"));
    refused(NoSuchFileException.class, () -> disk().makeExecutable(missing));
    refused(NoSuchFileException.class, () -> disk().copy(missing, path("b")));
    refused(NoSuchFileException.class, () -> disk().copyContent(missing, path("b")));
    refused(NoSuchFileException.class, () -> disk().sync(missing));
    refused(NoSuchFileException.class, () -> disk().room(missing));
    assertThatThrownBy(() -> disk().syncFileSystem(missing)).isInstanceOf(IOException.class);
    disk().remove(missing);
    disk().remove(below);
  }

  @Test
  default void nothingLiesBelowAFile() throws IOException {
    file("a", "x");
    Path below = path("a/b");
    assertThat(disk().follow(below)).isEmpty();
    assertThat(disk().look(below)).isEmpty();
    refused(FileSystemException.class, () -> disk().read(below, 1))
        .hasMessageContaining("Not a directory");
    refused(FileSystemException.class, () -> disk().write(below, new byte[0]));
    refused(FileSystemException.class, () -> disk().rename(path("a"), below));
    refused(FileSystemException.class, () -> disk().remove(below));
    refused(NotDirectoryException.class, () -> disk().list(path("a")));
    refused(FileAlreadyExistsException.class, () -> disk().makeFolders(path("a")));
    refused(FileSystemException.class, () -> disk().makeFolders(path("a/b/c")));
  }

  @Test
  default void aFolderIsNoFile() throws IOException {
    folder("d");
    assertThat(disk().follow(path("d")).orElseThrow().kind()).isEqualTo(Kind.FOLDER);
    assertThat(disk().follow(path("d")).orElseThrow().executable()).isFalse();
    assertThatThrownBy(() -> disk().read(path("d"), 1))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Is a directory");
    refused(FileSystemException.class, () -> disk().write(path("d"), new byte[0]))
        .hasMessageContaining("Is a directory");
    refused(NotLinkException.class, () -> disk().readLink(path("d")));
  }

  @Test
  default void namesAreListedInOrder() throws IOException {
    for (String name : new String[] {"b", "a", ".c", "B", "a.b"}) {
      file(name, "");
    }
    folder("d");
    assertThat(disk().list(folder()))
        .containsExactly(path(".c"), path("B"), path("a"), path("a.b"), path("b"), path("d"));
    assertThat(disk().list(path("d"))).isEmpty();
  }

  @Test
  default void foldersAreMadeWithAllAboveThem() throws IOException {
    disk().makeFolders(path("a/b/c"));
    disk().makeFolders(path("a/b/c"));
    assertThat(disk().look(path("a/b/c")).orElseThrow().kind()).isEqualTo(Kind.FOLDER);
  }

  @Test
  default void aLinkIsFollowedOrLookedAt() throws IOException {
    folder("d");
    file("d/f", "content");
    link("relative", "d/f");
    link("absolute", path("d").toString());
    assertThat(disk().look(path("relative")).orElseThrow().kind()).isEqualTo(Kind.LINK);
    assertThat(disk().follow(path("relative")).orElseThrow().size()).isEqualTo(7);
    assertThat(text("relative")).isEqualTo("content");
    assertThat(text("absolute/f")).isEqualTo("content");
    assertThat(disk().readLink(path("relative"))).isEqualTo(Path.of("d/f"));
    assertThat(disk().resolve(path("absolute/../d/./f"))).isEqualTo(path("d/f"));
    assertThat(disk().resolve(path("absolute"))).isEqualTo(path("d"));
    assertThat(disk().list(path("absolute"))).containsExactly(path("absolute/f"));
    refused(NotLinkException.class, () -> disk().readLink(path("d/f")));
  }

  @Test
  default void aLinkIntoNothingIsALink() throws IOException {
    link("dangling", "nothing");
    assertThat(disk().look(path("dangling"))).isPresent();
    assertThat(disk().follow(path("dangling"))).isEmpty();
    refused(NoSuchFileException.class, () -> disk().resolve(path("dangling")));
    refused(NoSuchFileException.class, () -> disk().read(path("dangling"), 1));
    refused(FileAlreadyExistsException.class, () -> disk().makeFolders(path("dangling")));
    file("dangling", "through");
    assertThat(text("nothing")).isEqualTo("through");
    assertThat(disk().look(path("dangling")).orElseThrow().kind()).isEqualTo(Kind.LINK);
  }

  @Test
  default void linksInACircleAreAnError() throws IOException {
    link("a", "b");
    link("b", "a");
    assertThat(disk().look(path("a"))).isPresent();
    refused(FileSystemException.class, () -> disk().follow(path("a")))
        .hasMessageContaining("Too many levels of symbolic links");
    refused(FileSystemException.class, () -> disk().read(path("a"), 1));
    refused(FileSystemException.class, () -> disk().resolve(path("a/x")));
  }

  @Test
  default void aLinkReplacesNothing() throws IOException {
    file("a", "x");
    link("b", "a");
    refused(FileAlreadyExistsException.class, () -> disk().link(path("a"), Path.of("x")));
    refused(FileAlreadyExistsException.class, () -> disk().link(path("b"), Path.of("x")));
    assertThat(text("a")).isEqualTo("x");
  }

  @Test
  default void aRenameReplacesFilesAndLinks() throws IOException {
    file("a", "new");
    file("b", "old");
    disk().rename(path("a"), path("b"));
    assertThat(text("b")).isEqualTo("new");
    link("l", "one");
    link("m", "two");
    disk().rename(path("l"), path("m"));
    assertThat(disk().readLink(path("m"))).isEqualTo(Path.of("one"));
    disk().rename(path("m"), path("b"));
    assertThat(disk().list(folder())).containsExactly(path("b"));
  }

  @Test
  default void aRenameDoesNotFollowALinkAtItsEnd() throws IOException {
    folder("d");
    link("l", "d");
    file("f", "file");
    disk().rename(path("f"), path("l"));
    assertThat(text("l")).isEqualTo("file");
    assertThat(disk().list(path("d"))).isEmpty();
  }

  @Test
  default void aRenameMovesFoldersAndBetweenFolders() throws IOException {
    file("x", "");
    folder("d/e");
    file("d/e/f", "content");
    folder("empty");
    disk().rename(path("d/e"), path("empty"));
    disk().rename(path("empty/f"), path("g"));
    assertThat(text("g")).isEqualTo("content");
    disk().rename(path("g"), path("g"));
    assertThat(disk().list(folder()))
        .containsExactly(path("d"), path("empty"), path("g"), path("x"));
  }

  @Test
  default void aRenameRefusesWhatWouldLoseAFolder() throws IOException {
    folder("d");
    file("d/f", "");
    folder("e");
    file("x", "");
    refused(FileSystemException.class, () -> disk().rename(path("x"), path("d")))
        .hasMessageContaining("Is a directory");
    refused(FileSystemException.class, () -> disk().rename(path("e"), path("d")))
        .hasMessageContaining("Directory not empty");
    refused(FileSystemException.class, () -> disk().rename(path("e"), path("x")))
        .hasMessageContaining("Not a directory");
    refused(FileSystemException.class, () -> disk().rename(path("d"), path("d/g")))
        .hasMessageContaining("Invalid argument");
    refused(NoSuchFileException.class, () -> disk().rename(path("x"), path("no/y")));
  }

  @Test
  default void removingTakesAllBelowAndNoLinksTarget() throws IOException {
    folder("d/e");
    file("d/e/f", "");
    folder("kept");
    file("kept/g", "");
    link("d/l", "../kept");
    disk().remove(path("d"));
    disk().remove(path("d"));
    assertThat(disk().list(folder())).containsExactly(path("kept"));
    assertThat(disk().list(path("kept"))).hasSize(1);
  }

  @Test
  default void permissionsAreExactlyTheseAndFollowLinks() throws IOException {
    file("a", "x");
    link("l", "a");
    disk().setPermissions(path("l"), "rwxr-x---");
    assertThat(disk().follow(path("a")).orElseThrow().executable()).isTrue();
    disk().setPermissions(path("a"), "rw-------");
    assertThat(disk().follow(path("a")).orElseThrow().executable()).isFalse();
    disk().makeExecutable(path("l"));
    assertThat(disk().follow(path("a")).orElseThrow().executable()).isTrue();
    assertThat(disk().look(path("l")).orElseThrow().executable()).isFalse();
  }

  @Test
  default void aCopyIsTheSameThingAgain() throws IOException {
    file("a", "content");
    disk().makeExecutable(path("a"));
    link("l", "a");
    folder("d");
    file("d/below", "");
    assertThat(disk().copy(path("a"), path("a2"))).isEqualTo(7);
    assertThat(disk().copy(path("l"), path("l2"))).isZero();
    assertThat(disk().copy(path("d"), path("d2"))).isZero();
    assertThat(text("a2")).isEqualTo("content");
    assertThat(disk().look(path("a2"))).isEqualTo(disk().look(path("a")));
    assertThat(disk().readLink(path("l2"))).isEqualTo(Path.of("a"));
    assertThat(disk().list(path("d2"))).isEmpty();
  }

  @Test
  default void aCopyReplacesNothing() throws IOException {
    file("a", "x");
    file("there", "y");
    folder("d");
    link("l", "a");
    for (String name : new String[] {"a", "d", "l"}) {
      refused(FileAlreadyExistsException.class, () -> disk().copy(path(name), path("there")));
    }
    refused(FileAlreadyExistsException.class, () -> disk().copyContent(path("a"), path("l")));
  }

  @Test
  default void aContentIsCopiedWithoutItsPermissions() throws IOException {
    file("a", "content");
    disk().makeExecutable(path("a"));
    link("l", "a");
    assertThat(disk().copyContent(path("l"), path("b"))).isEqualTo(7);
    assertThat(text("b")).isEqualTo("content");
    assertThat(disk().look(path("b")).orElseThrow().executable()).isFalse();
  }

  @Test
  default void aHardLinkIsTheSameFileUnderAnotherName() throws IOException {
    file("a", "one");
    disk().hardLink(path("a"), path("b"));
    disk().append(path("a"), "two".getBytes(UTF_8));
    assertThat(text("b")).isEqualTo("onetwo");
    disk().remove(path("a"));
    assertThat(text("b")).isEqualTo("onetwo");
    refused(FileAlreadyExistsException.class, () -> disk().hardLink(path("b"), file("c", "")));
    refused(NoSuchFileException.class, () -> disk().hardLink(path("gone"), path("d")));
  }

  @Test
  default void aCheckedCopyIsACopyAndItsSum() throws IOException {
    file("a", "123456789");
    disk().setPermissions(path("a"), "r-x------");
    assertThat(disk().copyChecked(path("a"), path("b")))
        .isEqualTo(0xe3069283L)
        .isEqualTo(disk().checksum(path("b")));
    assertThat(text("b")).isEqualTo("123456789");
    assertThat(disk().look(path("b"))).isEqualTo(disk().look(path("a")));
    refused(FileAlreadyExistsException.class, () -> disk().copyChecked(path("a"), path("b")));
    refused(NoSuchFileException.class, () -> disk().copyChecked(path("gone"), path("c")));
  }

  @Test
  default void permissionsAreCopied() throws IOException {
    file("a", "");
    file("b", "");
    disk().makeExecutable(path("a"));
    disk().copyPermissions(path("a"), path("b"));
    assertThat(disk().look(path("b")).orElseThrow().executable()).isTrue();
  }

  @Test
  default void filesAndFoldersAreSynced() throws IOException {
    file("a", "x");
    disk().sync(path("a"));
    disk().sync(folder());
    disk().syncFileSystem(path("a"));
    disk().syncFileSystem(folder());
    assertThat(disk().room(path("a"))).isPositive();
  }

  @Test
  default void publishingReplacesTheWholeFile() throws IOException {
    file("a", "old and long");
    disk().publish(path("a"), "new".getBytes(UTF_8), "rwxr-xr-x");
    assertThat(text("a")).isEqualTo("new");
    assertThat(disk().follow(path("a")).orElseThrow().executable()).isTrue();
    assertThat(disk().list(folder())).containsExactly(path("a"));
  }

  @Test
  default void anInterruptBreaksOffASyncAndNothingElse() throws IOException {
    file("a", "x");
    Thread.currentThread().interrupt();
    try {
      refused(ClosedByInterruptException.class, () -> disk().sync(path("a")));
      refused(ClosedByInterruptException.class, () -> disk().sync(folder()));
      file("b", "y");
      disk().append(path("b"), "z".getBytes(UTF_8));
      disk().copy(path("b"), path("c"));
      disk().copyContent(path("b"), path("d"));
      disk().syncFileSystem(path("b"));
      assertThat(text("c") + text("d")).isEqualTo("yzyz");
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  default void whatIsAppendedStandsBehindTheRest() throws IOException {
    disk().append(path("a"), "one".getBytes(UTF_8));
    disk().append(path("a"), "two".getBytes(UTF_8));
    assertThat(text("a")).isEqualTo("onetwo");
    folder("d");
    link("l", "a");
    disk().append(path("l"), "three".getBytes(UTF_8));
    assertThat(text("a")).isEqualTo("onetwothree");
    refused(FileSystemException.class, () -> disk().append(path("d"), new byte[1]))
        .hasMessageContaining("Is a directory");
    refused(NoSuchFileException.class, () -> disk().append(path("no/a"), new byte[1]));
  }
}
