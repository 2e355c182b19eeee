package cosmovisor.backup;

import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/// One thing in a backup, and a line of its [FileList].
///
/// @param path below the backup, escaped
/// @param bytes of a file
/// @param checksum the CRC-32C of a file that was copied
record FileEntry(Kind kind, String path, OptionalLong bytes, OptionalLong checksum) {
  private static final int PARTS = 4;

  /// What it is, and how it came there.
  enum Kind {
    COPY,
    LINK,
    CLONE,
    FOLDER,
    SYMLINK;

    private final String word = name().toLowerCase(Locale.ROOT);

    boolean isFile() {
      return this == COPY || this == LINK || this == CLONE;
    }
  }

  static FileEntry copied(String path, long bytes, long checksum) {
    return new FileEntry(Kind.COPY, path, OptionalLong.of(bytes), OptionalLong.of(checksum));
  }

  static FileEntry shared(Kind kind, String path, long bytes) {
    return new FileEntry(kind, path, OptionalLong.of(bytes), OptionalLong.empty());
  }

  static FileEntry bare(Kind kind, String path) {
    return new FileEntry(kind, path, OptionalLong.empty(), OptionalLong.empty());
  }

  String line() {
    String size = bytes.isPresent() ? Long.toString(bytes.getAsLong()) : FileList.NONE;
    String sum =
        checksum.isPresent()
            ? HexFormat.of().toHexDigits((int) checksum.getAsLong())
            : FileList.NONE;
    return kind.word + " " + size + " " + sum + " " + path;
  }

  /// The entry of a line; nothing if it is none.
  static Optional<FileEntry> parse(String line) {
    String[] parts = line.split(" ", -1);
    if (parts.length != PARTS || parts[3].isEmpty() || parts[3].startsWith("/")) {
      return Optional.empty();
    }
    for (Kind kind : Kind.values()) {
      if (kind.word.equals(parts[0])) {
        try {
          return Optional.of(
              new FileEntry(kind, parts[3], number(parts[1], 10), number(parts[2], 16)));
        } catch (NumberFormatException noEntry) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  private static OptionalLong number(String text, int radix) {
    return text.equals(FileList.NONE)
        ? OptionalLong.empty()
        : OptionalLong.of(Long.parseUnsignedLong(text, radix));
  }
}
