package cosmovisor.backup;

import cosmovisor.os.Disk;
import cosmovisor.os.Failures;
import cosmovisor.os.OsString;
import cosmovisor.os.UserError;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Finds the method for a backup by trying on one file, since the name of a file system says
/// little.
///
/// @param data with no link in its path
/// @param folder where backups go
/// @param wanted by the operator; no other is taken then
record MethodChoice(Disk disk, Path data, Path folder, Optional<CopyMethod> wanted) {
  private static final String TRIAL = ".data-backup-trial-";

  /// What was chosen, and why; one line.
  record Chosen(CopyMethod method, String why) {}

  /// Chooses for a part of a backup.
  ///
  /// @param part the data, or a folder beside it
  /// @throws UserError if the operator's method can't be had
  Chosen choose(String part) throws IOException, UserError {
    return part.equals(BackupFiles.DATA) ? choose() : chooseBeside();
  }

  private Chosen choose() throws IOException, UserError {
    return wanted.isPresent() ? pinned(wanted.get()) : best();
  }

  /// Chooses for a folder beside the data, in which there need not be anything to try a method on.
  private Chosen chooseBeside() throws IOException, UserError {
    boolean isNothingToTry =
        wanted.isPresent()
            && switch (wanted.get()) {
              case COPY -> true;
              case CLONE -> anyFile(data).isEmpty();
              case LINK -> anyTable(data).isEmpty();
            };
    return isNothingToTry ? new Chosen(wanted.get(), "nothing here needs it") : choose();
  }

  private Chosen pinned(CopyMethod method) throws IOException, UserError {
    Optional<String> hindrance = hindrance(method);
    if (hindrance.isPresent()) {
      throw new UserError(
          "DAEMON_BACKUP_METHOD is "
              + method.word()
              + ", and that can't be done here: "
              + hindrance.get()
              + ": set another one, or auto");
    }
    return new Chosen(method, "DAEMON_BACKUP_METHOD says so");
  }

  private Chosen best() throws IOException {
    Optional<String> noClone = hindrance(CopyMethod.CLONE);
    if (noClone.isEmpty()) {
      return new Chosen(CopyMethod.CLONE, "the file system clones files");
    }
    Optional<String> noLink = hindrance(CopyMethod.LINK);
    return noLink.isEmpty()
        ? new Chosen(CopyMethod.LINK, "no clones: " + noClone.get())
        : new Chosen(
            CopyMethod.COPY, "no clones: " + noClone.get() + "; no links: " + noLink.get());
  }

  /// Why a method can't be had; nothing if it can.
  private Optional<String> hindrance(CopyMethod method) throws IOException {
    return switch (method) {
      case COPY -> Optional.empty();
      case CLONE -> {
        Optional<Path> sample = anyFile(data);
        yield sample.isEmpty()
            ? Optional.of("there is no file to try it on")
            : trial(() -> disk.cloneFile(sample.get(), trialFile()));
      }
      case LINK -> {
        Optional<Path> sample = anyTable(data);
        yield sample.isEmpty()
            ? Optional.of("there are no sorted tables")
            : trial(() -> disk.hardLink(sample.get(), trialFile()));
      }
    };
  }

  /// Of its own for each data, since another home's trial may be under way in the same folder.
  private Path trialFile() {
    return folder.resolve(TRIAL + Long.toHexString(new PathHash().of(OsString.of(data).bytes())));
  }

  private Optional<String> trial(Lanes.Deed deed) throws IOException {
    disk.remove(trialFile());
    try {
      deed.run();
      return Optional.empty();
    } catch (IOException refused) {
      return Optional.of(Failures.line(refused));
    } finally {
      disk.remove(trialFile());
    }
  }

  private Optional<Path> anyFile(Path from) throws IOException {
    for (Path name : disk.list(from)) {
      Optional<Disk.Kind> kind = disk.look(name).map(Disk.Facts::kind);
      Optional<Path> found =
          kind.equals(Optional.of(Disk.Kind.FILE))
              ? Optional.of(name)
              : kind.equals(Optional.of(Disk.Kind.FOLDER)) ? anyFile(name) : Optional.empty();
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private Optional<Path> anyTable(Path from) throws IOException {
    List<Path> names = disk.list(from);
    SortedTables tables = new SortedTables(names);
    for (Path name : names) {
      if (tables.has(name)) {
        return Optional.of(name);
      }
    }
    for (Path name : names) {
      if (disk.isFolder(name)) {
        Optional<Path> found = anyTable(name);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }
}
