package cosmovisor.backup;

import cosmovisor.os.Disk;
import cosmovisor.os.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalLong;

/// Reads a [FileList] line by line, so that its length does not matter.
///
/// Whoever can write into the backups' folder can write a list: a line that no backup of ours could
/// have is told, and nothing behind it is read.
record ListReader(Disk disk, Path file) {
  private static final int PIECE_BYTES = 256 << 10;
  private static final int MAX_LINE_BYTES = 32 << 10;
  private static final long MAX_CHECKSUM = 0xffff_ffffL;

  /// Is handed everything that is in the list, in its order.
  interface Taker {
    void take(FileEntry entry) throws IOException;
  }

  /// Whether there is a list.
  boolean isThere() throws IOException {
    return disk.isFile(file);
  }

  /// Goes through the list.
  ///
  /// @throws UserError if a line is none of ours
  void each(Taker taker) throws IOException, UserError {
    byte[] rest = new byte[0];
    long line = 0;
    byte[] piece = disk.read(file, 0, PIECE_BYTES);
    for (long at = 0; piece.length > 0; piece = disk.read(file, at, PIECE_BYTES)) {
      at += piece.length;
      byte[] text = joined(rest, piece);
      int begin = 0;
      for (int end = 0; end < text.length; end++) {
        if (text[end] == '\n') {
          take(new String(text, begin, end - begin, StandardCharsets.US_ASCII), ++line, taker);
          begin = end + 1;
        }
      }
      rest = Arrays.copyOfRange(text, begin, text.length);
      if (rest.length > MAX_LINE_BYTES) {
        throw damaged(line + 1);
      }
    }
    if (rest.length > 0 || line == 0) {
      throw damaged(line + 1);
    }
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private void take(String text, long line, Taker taker) throws IOException, UserError {
    if (line == 1) {
      if (!text.equals(FileList.HEAD)) {
        throw damaged(line);
      }
      return;
    }
    taker.take(FileEntry.parse(text).filter(ListReader::isOfOurs).orElseThrow(() -> damaged(line)));
  }

  private static boolean isOfOurs(FileEntry entry) {
    boolean hasChecksum = entry.kind() == FileEntry.Kind.COPY;
    return entry.bytes().isPresent() == entry.kind().isFile()
        && entry.checksum().isPresent() == hasChecksum
        && fits(entry.bytes(), Long.MAX_VALUE)
        && fits(entry.checksum(), MAX_CHECKSUM)
        && ListedPath.parse(entry.path()).isPresent();
  }

  private static boolean fits(OptionalLong number, long max) {
    return number.isEmpty() || (number.getAsLong() >= 0 && number.getAsLong() <= max);
  }

  private UserError damaged(long line) {
    return new UserError("line " + line + " of " + file.getFileName() + " is none of a backup's");
  }
}
