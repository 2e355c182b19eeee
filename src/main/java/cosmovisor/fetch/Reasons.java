package cosmovisor.fetch;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/// The JDK's exceptions in an operator's words.
final class Reasons {
  private Reasons() {}

  static String of(IOException failed) {
    String message = failed.getMessage() == null ? "" : oneLine(failed.getMessage());
    return switch (failed) {
      case FetchFailure _ -> message;
      case UnknownHostException _ -> "the host's name is not known: " + message;
      case SocketTimeoutException _ -> "no answer in time (" + message + ")";
      case ConnectException _ -> "no connection: " + message;
      case EOFException _ -> message.isEmpty() ? "it ends too early" : message;
      case AccessDeniedException denied -> denied.getFile() + ": permission denied";
      case NoSuchFileException missing -> missing.getFile() + ": no such file";
      case FileAlreadyExistsException there -> there.getFile() + ": already exists";
      case AtomicMoveNotSupportedException across ->
          across.getOtherFile() + " lies on another file system";
      case FileSystemException other when other.getReason() != null ->
          other.getFile() + ": " + oneLine(other.getReason());
      default -> message.isEmpty() ? failed.getClass().getSimpleName() : message;
    };
  }

  /// Foreign text without line ends and other controls, and not endless.
  static String oneLine(String foreign) {
    String line = foreign.replaceAll("[\\p{Cntrl}\u2028\u2029]+", " ").strip();
    return line.length() > 300 ? line.substring(0, 300) + "…" : line;
  }
}
