package cosmovisor.chain;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Reads a protobuf message field by field, as far as an upgrade plan needs it: numbers, and what
/// has a length. Everything else is passed over.
///
/// ```
/// while (message.next()) {
///   switch (message.field()) {
///     case 1 -> name = message.text();
///     default -> message.skip();
///   }
/// }
/// ```
final class ProtoReader {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int LENGTH = 2;
  private static final int FIXED32 = 5;
  private static final int VARINT_BITS = 70;

  private final ByteBuffer bytes;
  private int field;
  private int kind;

  ProtoReader(byte... message) {
    this(ByteBuffer.wrap(message));
  }

  private ProtoReader(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  /// Goes to the next field, if there is one.
  boolean next() throws IOException {
    if (!bytes.hasRemaining()) {
      return false;
    }
    long tag = varint();
    field = Math.toIntExact(Math.min(tag >>> 3, Integer.MAX_VALUE));
    kind = (int) (tag & 7);
    if (field == 0) {
      throw new IOException("not protobuf: a field without a number");
    }
    return true;
  }

  int field() {
    return field;
  }

  /// The field's value as a whole number.
  long number() throws IOException {
    refuseUnless(VARINT);
    return varint();
  }

  /// The field's value as a message.
  ProtoReader message() throws IOException {
    refuseUnless(LENGTH);
    return new ProtoReader(taken(varint()));
  }

  /// The field's value as a text.
  String text() throws IOException {
    refuseUnless(LENGTH);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(taken(varint())).toString();
    } catch (CharacterCodingException notUtf8) {
      throw new IOException("field " + field + " is not UTF-8 text", notUtf8);
    }
  }

  void skip() throws IOException {
    switch (kind) {
      case VARINT -> varint();
      case FIXED64 -> taken(8);
      case LENGTH -> taken(varint());
      case FIXED32 -> taken(4);
      default -> throw new IOException("not protobuf: field " + field + " is of kind " + kind);
    }
  }

  private void refuseUnless(int expected) throws IOException {
    if (kind != expected) {
      throw new IOException("field " + field + " is of kind " + kind + ", not " + expected);
    }
  }

  private ByteBuffer taken(long length) throws IOException {
    if (length < 0 || length > bytes.remaining()) {
      throw new IOException("not protobuf: field " + field + " goes beyond the message's end");
    }
    ByteBuffer part = bytes.slice(bytes.position(), (int) length);
    bytes.position(bytes.position() + (int) length);
    return part;
  }

  private long varint() throws IOException {
    long value = 0;
    for (int shift = 0; shift < VARINT_BITS; shift += 7) {
      if (!bytes.hasRemaining()) {
        throw new IOException("not protobuf: it ends within a number");
      }
      byte next = bytes.get();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IOException("not protobuf: a number without an end");
  }
}
