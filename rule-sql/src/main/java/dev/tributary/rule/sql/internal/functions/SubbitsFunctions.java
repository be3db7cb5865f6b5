package dev.tributary.rule.sql.internal.functions;

import dev.tributary.rule.sql.EvaluationException;
import dev.tributary.rule.sql.Value;
import java.math.BigInteger;

/** Bits out of the middle of binary data. */
final class SubbitsFunctions {
  private SubbitsFunctions() {}

  @RuleFunction(
      "The bits of a string from a position, counted from 1, as an 'integer', 'float' or 'bits' (a string of whole bytes);"
          + " 'unsigned' or 'signed'; 'big' or 'little'. What is beyond the end is left out.")
  @Example(value = "subbits('Ab', 8)", gives = "65")
  static Value subbits(byte[] data, long length) throws EvaluationException {
    return subbits(data, 1, length, "integer", "unsigned", "big");
  }

  @RuleFunction
  @Example(value = "subbits('Ab', 9, 8)", gives = "98")
  static Value subbits(byte[] data, long start, long length) throws EvaluationException {
    return subbits(data, start, length, "integer", "unsigned", "big");
  }

  @RuleFunction
  @Example(value = "subbits('Abc', 9, 16, 'bits')", gives = "\"bc\"")
  static Value subbits(byte[] data, long start, long length, String type)
      throws EvaluationException {
    return subbits(data, start, length, type, "unsigned", "big");
  }

  @RuleFunction
  @Example(value = "subbits(hexstr2bin('F0'), 1, 8, 'integer', 'signed')", gives = "-16")
  static Value subbits(byte[] data, long start, long length, String type, String sign)
      throws EvaluationException {
    return subbits(data, start, length, type, sign, "big");
  }

  @RuleFunction
  @Example(
      value = "subbits(hexstr2bin('0100'), 1, 16, 'integer', 'unsigned', 'little')",
      gives = "1")
  static Value subbits(byte[] data, long start, long length, String type, String sign, String order)
      throws EvaluationException {
    boolean signed = chosen("sign", sign, "unsigned", "signed");
    boolean little = chosen("order", order, "big", "little");
    long size = data.length * (long) Byte.SIZE;
    if (start < 1) {
      throw new EvaluationException("subbits: start must be at least 1");
    }
    if (start > size) {
      return Value.UNDEFINED;
    }
    int bits = (int) (length < 0 ? size - start + 1 : Math.min(length, size - start + 1));
    BigInteger taken =
        new BigInteger(1, data)
            .shiftRight((int) (size - start + 1 - bits))
            .mod(BigInteger.ONE.shiftLeft(bits));
    return switch (type) {
      case "integer" -> Value.of(integer(little ? reversed(taken, bits) : taken, bits, signed));
      case "float" -> real(little ? reversed(taken, bits) : taken, bits);
      case "bits" -> wholeBytes(taken, bits);
      default ->
          throw new EvaluationException("subbits: type must be 'integer', 'float' or 'bits'");
    };
  }

  private static boolean chosen(String option, String given, String no, String yes)
      throws EvaluationException {
    if (!given.equals(no) && !given.equals(yes)) {
      throw new EvaluationException(
          "subbits: " + option + " must be '" + no + "' or '" + yes + "'");
    }
    return given.equals(yes);
  }

  private static BigInteger integer(BigInteger bits, int count, boolean signed) {
    return signed && count > 0 && bits.testBit(count - 1)
        ? bits.subtract(BigInteger.ONE.shiftLeft(count))
        : bits;
  }

  private static Value real(BigInteger bits, int count) throws EvaluationException {
    double value =
        switch (count) {
          case 16 -> Float.float16ToFloat(bits.shortValue());
          case 32 -> Float.intBitsToFloat(bits.intValue());
          case 64 -> Double.longBitsToDouble(bits.longValue());
          default -> throw new EvaluationException("subbits: a float has 16, 32 or 64 bits");
        };
    if (!Double.isFinite(value)) {
      throw new EvaluationException("subbits: the bits are no finite number");
    }
    return Value.of(value);
  }

  /**
   * Bytes in the other order; bits that make no whole byte come last, and so become the highest.
   */
  private static BigInteger reversed(BigInteger bits, int count) {
    BigInteger reversed = BigInteger.ZERO;
    int done = 0;
    while (done < count) {
      int width = Math.min(Byte.SIZE, count - done);
      BigInteger piece = bits.shiftRight(count - done - width).mod(BigInteger.ONE.shiftLeft(width));
      reversed = reversed.or(piece.shiftLeft(done));
      done += width;
    }
    return reversed;
  }

  private static Value wholeBytes(BigInteger bits, int count) throws EvaluationException {
    if (count % Byte.SIZE != 0) {
      throw new EvaluationException("subbits: 'bits' must be whole bytes, but length is " + count);
    }
    byte[] bytes = new byte[count / Byte.SIZE];
    byte[] minimal = bits.toByteArray();
    int used = Math.min(minimal.length, bytes.length);
    System.arraycopy(minimal, minimal.length - used, bytes, bytes.length - used, used);
    return Value.of(bytes);
  }
}
