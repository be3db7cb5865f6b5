package dev.tributary.rule.sql.internal.functions;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tributary.rule.sql.EvaluationException;
import dev.tributary.rule.sql.SqlLimits;
import dev.tributary.rule.sql.Value;
import dev.tributary.rule.sql.internal.value.Kinds;
import dev.tributary.rule.sql.internal.value.TextForm;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads values in the external term format of Erlang: integers, floats, atoms, binaries, lists and
 * maps. Terms that the rule language has no value for (tuples, processes, functions), and packed
 * ones, are errors. Used once, by one thread.
 */
final class TermReader {
  private static final int FLOAT = 99;
  private static final int ATOM = 100;
  private static final int SMALL_ATOM = 115;
  private static final int ATOM_UTF8 = 118;
  private static final int FLOAT_TEXT = 31;

  /** As long as arithmetic allows integers to get. */
  private static final int INTEGER_BYTES_MAX = 8 * 1024;

  private final ByteBuffer in;

  private TermReader(byte[] bytes) {
    this.in = ByteBuffer.wrap(bytes);
  }

  static Value decoded(byte[] bytes) throws EvaluationException {
    TermReader reader = new TermReader(bytes);
    try {
      if (reader.uint8() != TermWriter.VERSION) {
        throw wrong("the data does not start with byte 131");
      }
      Value value = reader.read(0);
      if (reader.in.hasRemaining()) {
        throw wrong("there is more data after the term");
      }
      return value;
    } catch (BufferUnderflowException _) {
      throw wrong("the data ends within a term");
    }
  }

  private Value read(int depth) throws EvaluationException {
    if (depth > SqlLimits.VALUE_DEPTH) {
      throw wrong("the term has more than " + SqlLimits.VALUE_DEPTH + " levels");
    }
    int tag = uint8();
    return switch (tag) {
      case TermWriter.SMALL_INTEGER -> Value.of(uint8());
      case TermWriter.INTEGER -> Value.of(in.getInt());
      case TermWriter.SMALL_BIG -> big(uint8());
      case TermWriter.LARGE_BIG -> big(in.getInt());
      case TermWriter.NEW_FLOAT -> real(in.getDouble());
      case FLOAT -> oldFloat();
      case TermWriter.SMALL_ATOM_UTF8 -> atom(uint8(), UTF_8);
      case ATOM_UTF8 -> atom(uint16(), UTF_8);
      case SMALL_ATOM -> atom(uint8(), ISO_8859_1);
      case ATOM -> atom(uint16(), ISO_8859_1);
      case TermWriter.BINARY -> Value.of(bytes(in.getInt()));
      case TermWriter.STRING -> codes(bytes(uint16()));
      case TermWriter.NIL -> Value.of();
      case TermWriter.LIST -> list(in.getInt(), depth);
      case TermWriter.MAP -> map(in.getInt(), depth);
      default ->
          throw wrong("the term is of a kind (tag " + tag + ") that rules have no value for");
    };
  }

  private Value big(int length) throws EvaluationException {
    boolean negative = uint8() == 1;
    byte[] magnitude = bytes(length);
    for (int i = 0; i < magnitude.length / 2; i++) {
      byte low = magnitude[i];
      magnitude[i] = magnitude[magnitude.length - 1 - i];
      magnitude[magnitude.length - 1 - i] = low;
    }
    if (magnitude.length > INTEGER_BYTES_MAX) {
      throw wrong("an integer has more than " + INTEGER_BYTES_MAX + " bytes");
    }
    return Value.of(new BigInteger(negative ? -1 : 1, magnitude));
  }

  private Value oldFloat() throws EvaluationException {
    String text = new String(bytes(FLOAT_TEXT), ISO_8859_1).replace("\0", "");
    try {
      return real(Double.parseDouble(text));
    } catch (NumberFormatException _) {
      throw wrong("a float is not written as one");
    }
  }

  private static Value real(double number) throws EvaluationException {
    if (!Double.isFinite(number)) {
      throw wrong("a float is not finite");
    }
    return Value.of(number);
  }

  private Value atom(int length, Charset charset) throws EvaluationException {
    String name = new String(bytes(length), charset);
    return switch (name) {
      case "true" -> Value.TRUE;
      case "false" -> Value.FALSE;
      case "null" -> Value.NULL;
      case "undefined" -> Value.UNDEFINED;
      default -> Value.of(name);
    };
  }

  private static Value codes(byte[] bytes) {
    List<Value> codes = new ArrayList<>(bytes.length);
    for (byte code : bytes) {
      codes.add(Value.of(code & 0xFF));
    }
    return Value.of(codes);
  }

  private Value list(int size, int depth) throws EvaluationException {
    List<Value> elements = new ArrayList<>();
    int count = checked(size);
    for (int i = 0; i < count; i++) {
      elements.add(read(depth + 1));
    }
    if (uint8() != TermWriter.NIL) {
      throw wrong("a list has a tail that is no list");
    }
    return Value.of(elements);
  }

  private Value map(int size, int depth) throws EvaluationException {
    Value.Map.Builder map = Value.Map.builder();
    int count = checked(size);
    for (int i = 0; i < count; i++) {
      map.put(key(read(depth + 1)), read(depth + 1));
    }
    return map.build();
  }

  private static String key(Value key) throws EvaluationException {
    return switch (key) {
      case Value.Text _, Value.Int _, Value.BigInt _, Value.Bool _ -> TextForm.string(key);
      default -> throw wrong("a key of a map is " + Kinds.describe(key));
    };
  }

  /** Every element takes a byte at least, so that a lying size allocates nothing. */
  private int checked(int size) throws EvaluationException {
    if (size < 0 || size > in.remaining()) {
      throw wrong("the data ends within a term");
    }
    return size;
  }

  private byte[] bytes(int length) throws EvaluationException {
    byte[] bytes = new byte[checked(length)];
    in.get(bytes);
    return bytes;
  }

  private int uint8() {
    return in.get() & 0xFF;
  }

  private int uint16() {
    return in.getShort() & 0xFFFF;
  }

  private static EvaluationException wrong(String problem) {
    return new EvaluationException("term_decode: " + problem);
  }
}
