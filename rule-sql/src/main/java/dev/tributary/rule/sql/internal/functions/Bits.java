package dev.tributary.rule.sql.internal.functions;

import dev.tributary.rule.sql.EvaluationException;
import dev.tributary.rule.sql.Value;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A row of bits. Whole bytes are a string in the rule language, anything else is a list of 0 and 1.
 *
 * @param number the bits as a number, the first bit its highest
 * @param size how many bits there are
 */
record Bits(BigInteger number, long size) {
  /** A string's bits, or those that a list spells. */
  static Bits of(String place, Value value) throws EvaluationException {
    if (!(value instanceof Value.Array list)) {
      byte[] bytes = Arguments.bytes(place, value);
      return new Bits(new BigInteger(1, bytes), bytes.length * (long) Byte.SIZE);
    }
    byte[] bytes = new byte[(list.size() + Byte.SIZE - 1) / Byte.SIZE];
    for (int i = 0; i < list.size(); i++) {
      if (!(list.element(i) instanceof Value.Int(long bit)) || (bit != 0 && bit != 1)) {
        throw new EvaluationException(
            place + " must be a string or a list of the bits 0 and 1, but is another list");
      }
      int fromEnd = list.size() - 1 - i;
      bytes[bytes.length - 1 - fromEnd / Byte.SIZE] |= (byte) (bit << fromEnd % Byte.SIZE);
    }
    return new Bits(new BigInteger(1, bytes), list.size());
  }

  /** So many bits from a position, counted from 0; they must be there. */
  Bits part(long start, int count) {
    BigInteger tail = number.shiftRight((int) (size - start - count));
    return new Bits(tail.mod(BigInteger.ONE.shiftLeft(count)), count);
  }

  Value value() {
    if (size % Byte.SIZE == 0) {
      return Value.of(bytes());
    }
    List<Value> bits = new ArrayList<>();
    for (int i = (int) size - 1; i >= 0; i--) {
      bits.add(Value.of(number.testBit(i) ? 1 : 0));
    }
    return Value.of(bits);
  }

  /** In capital letters; bits that fill no digit are the lower ones of the first. */
  String hexadecimal() {
    String digits = HexFormat.of().withUpperCase().formatHex(bytes());
    return digits.substring(digits.length() - (int) ((size + 3) / 4));
  }

  private byte[] bytes() {
    byte[] bytes = new byte[(int) ((size + Byte.SIZE - 1) / Byte.SIZE)];
    byte[] minimal = number.toByteArray();
    int used = Math.min(minimal.length, bytes.length);
    System.arraycopy(minimal, minimal.length - used, bytes, bytes.length - used, used);
    return bytes;
  }
}
