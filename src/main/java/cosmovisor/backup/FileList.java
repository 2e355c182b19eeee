package cosmovisor.backup;

import cosmovisor.os.Disk;
import cosmovisor.os.OsString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Everything that is in a backup, a line each, in `.<backup>.files`:
///
/// ```
/// cosmovisor backup 1
/// copy 67108864 1a2b3c4d data/application.db/000123.log
/// link 2145678 - data/application.db/000119.ldb
/// clone 2145678 - data/application.db/000120.ldb
/// folder - - data/application.db
/// symlink - - data/wasm
/// ```
///
/// How it came there; bytes; the CRC-32C of what was copied, since only there may the disk have
/// written something else; the path below the home, with `%` and two hexadecimal digits for each
/// byte that is no plain letter.
final class FileList {
  private static final int PIECE_CHARS = 64 << 10;
  static final String HEAD = "cosmovisor backup 1";
  static final String NONE = "-";

  private final Path file;
  private final Disk disk;
  private final StringBuilder piece = new StringBuilder(HEAD + "\n");

  FileList(Path file, Disk disk) {
    this.file = file;
    this.disk = disk;
  }

  /// Notes what came into the backup. Called by whatever thread copies.
  synchronized void add(FileEntry entry) throws IOException {
    piece.append(entry.line()).append('\n');
    if (piece.length() > PIECE_CHARS) {
      flush();
    }
  }

  /// All of it is on the disk.
  synchronized void close() throws IOException {
    flush();
    disk.sync(file);
  }

  private void flush() throws IOException {
    disk.append(file, piece.toString().getBytes(StandardCharsets.US_ASCII));
    piece.setLength(0);
  }

  /// A path below a folder, in letters that no line is broken by.
  static String escaped(Path folder, Path below) {
    byte[] base = OsString.of(folder).bytes();
    byte[] whole = OsString.of(below).bytes();
    var out = new StringBuilder();
    for (int i = base.length + 1; i < whole.length; i++) {
      int c = whole[i] & 0xff;
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || "-_./+=@".indexOf(c) >= 0;
      if (plain) {
        out.append((char) c);
      } else {
        out.append("%%%02X".formatted(c));
      }
    }
    return out.toString();
  }
}
