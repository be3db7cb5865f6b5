package dev.tributary.rule.sql.internal.functions;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tributary.rule.sql.Value;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;

/** Writes values in the external term format of Erlang. Used once, by one thread. */
final class TermWriter {
  static final int VERSION = 131;
  static final int NEW_FLOAT = 70;
  static final int SMALL_INTEGER = 97;
  static final int INTEGER = 98;
  static final int NIL = 106;
  static final int STRING = 107;
  static final int LIST = 108;
  static final int BINARY = 109;
  static final int SMALL_BIG = 110;
  static final int LARGE_BIG = 111;
  static final int MAP = 116;
  static final int SMALL_ATOM_UTF8 = 119;

  private static final int STRING_MAX = 0xFFFF;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private TermWriter() {}

  static byte[] encoded(Value value) {
    TermWriter writer = new TermWriter();
    writer.out.write(VERSION);
    writer.write(value);
    return writer.out.toByteArray();
  }

  private void write(Value value) {
    switch (value) {
      case Value.Undefined _, Value.Null _, Value.Bool _ -> atom(TermText.scalar(value));
      case Value.Int(long number) -> integer(number);
      case Value.BigInt(BigInteger number) -> big(number);
      case Value.Float(double number) -> {
        out.write(NEW_FLOAT);
        out.writeBytes(ByteBuffer.allocate(Double.BYTES).putDouble(number).array());
      }
      case Value.Text text -> binary(text.bytes());
      case Value.Array array -> list(array);
      case Value.Map map -> map(map);
    }
  }

  private void atom(String name) {
    out.write(SMALL_ATOM_UTF8);
    out.write(name.length());
    out.writeBytes(name.getBytes(US_ASCII));
  }

  private void integer(long number) {
    if (number >= 0 && number <= 0xFF) {
      out.write(SMALL_INTEGER);
      out.write((int) number);
    } else if (number == (int) number) {
      out.write(INTEGER);
      int32((int) number);
    } else {
      big(BigInteger.valueOf(number));
    }
  }

  /** Magnitude with its smallest byte first, after its length and sign. */
  private void big(BigInteger number) {
    byte[] magnitude = number.abs().toByteArray();
    int skipped = magnitude[0] == 0 ? 1 : 0;
    int length = magnitude.length - skipped;
    if (length <= 0xFF) {
      out.write(SMALL_BIG);
      out.write(length);
    } else {
      out.write(LARGE_BIG);
      int32(length);
    }
    out.write(number.signum() < 0 ? 1 : 0);
    for (int i = magnitude.length - 1; i >= skipped; i--) {
      out.write(magnitude[i]);
    }
  }

  private void binary(byte[] bytes) {
    out.write(BINARY);
    int32(bytes.length);
    out.writeBytes(bytes);
  }

  private void list(Value.Array array) {
    if (array.size() == 0) {
      out.write(NIL);
    } else if (isByteList(array)) {
      out.write(STRING);
      out.write(array.size() >> Byte.SIZE);
      out.write(array.size());
      array.elements().forEach(element -> out.write((int) ((Value.Int) element).value()));
    } else {
      out.write(LIST);
      int32(array.size());
      array.elements().forEach(this::write);
      out.write(NIL);
    }
  }

  private static boolean isByteList(Value.Array array) {
    return array.size() <= STRING_MAX
        && array.elements().stream()
            .allMatch(
                element -> element instanceof Value.Int(long code) && code >= 0 && code <= 0xFF);
  }

  private void map(Value.Map map) {
    out.write(MAP);
    int32(map.size());
    for (String key : TermText.keys(map)) {
      binary(Value.of(key).bytes());
      write(map.value(key));
    }
  }

  private void int32(int number) {
    out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
  }
}
