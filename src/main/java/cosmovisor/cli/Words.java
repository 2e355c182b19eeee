package cosmovisor.cli;

import cosmovisor.os.OsString;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Words of the command line on their way through picocli, which knows texts only: a `char` for
/// each byte, so that no byte is lost whatever the encoding.
final class Words {
  private Words() {}

  static String from(OsString word) {
    return new String(word.bytes(), StandardCharsets.ISO_8859_1);
  }

  static OsString bytes(String word) {
    return OsString.of(word.getBytes(StandardCharsets.ISO_8859_1));
  }

  /// The text that these bytes are, if they are one.
  static Optional<String> text(String word) {
    try {
      byte[] bytes = word.getBytes(StandardCharsets.ISO_8859_1);
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException none) {
      return Optional.empty();
    }
  }

  /// For a sentence, safe to print.
  static String shown(String word) {
    return printable(bytes(word).text());
  }

  /// A text in which nothing breaks the line, or a terminal.
  static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }
}
