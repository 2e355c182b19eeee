package cosmovisor.os;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/// The system's failures in one line.
public final class Failures {
  private Failures() {}

  /// What happened and to which path, without a class name or a line break.
  public static String line(IOException failure) {
    String text =
        switch (failure) {
          case NoSuchFileException missing -> missing.getFile() + ": no such file or directory";
          case AccessDeniedException denied -> denied.getFile() + ": permission denied";
          case FileSystemException other when other.getReason() == null ->
              other.getFile() + ": failed";
          case IOException other -> String.valueOf(other.getMessage());
        };
    return text.replaceAll("\\s*[\\r\\n]+\\s*", " ");
  }
}
