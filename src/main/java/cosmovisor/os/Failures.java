package cosmovisor.os;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;

/// The system's failures in one line.
public final class Failures {
  private Failures() {}

  /// What happened and to which path, without a class name or a line break.
  public static String line(IOException failure) {
    String text =
        switch (failure) {
          case NoSuchFileException missing -> missing.getFile() + ": no such file or directory";
          case AccessDeniedException denied -> denied.getFile() + ": permission denied";
          case NotDirectoryException file -> file.getFile() + ": not a directory";
          case DirectoryNotEmptyException full -> full.getFile() + ": directory not empty";
          case FileAlreadyExistsException there -> there.getFile() + ": file exists";
          case NotLinkException other -> other.getFile() + ": not a symbolic link";
          case FileSystemException other when other.getReason() == null ->
              other.getFile() + ": the file system refuses";
          case FileSystemException other -> other.getFile() + ": " + other.getReason();
          case IOException other -> String.valueOf(other.getMessage());
        };
    return text.replaceAll("\\s*[\\r\\n]+\\s*", " ");
  }
}
