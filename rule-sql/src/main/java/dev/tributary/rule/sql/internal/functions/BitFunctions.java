package dev.tributary.rule.sql.internal.functions;

import dev.tributary.rule.sql.EvaluationException;
import dev.tributary.rule.sql.Value;
import dev.tributary.rule.sql.internal.value.Kinds;
import java.math.BigInteger;

/** Integers as bits, of any size, in two's complement. */
final class BitFunctions {
  private static final int SHIFT_MAX = 1 << 16;

  private BitFunctions() {}

  @RuleFunction("The integer with every bit turned over: -1 minus it.")
  @Example(value = "bitnot(12)", gives = "-13")
  static BigInteger bitnot(BigInteger number) {
    return number.not();
  }

  @RuleFunction(
      "The bits that both integers have. Negative ones have endless ones at the top, as in two's complement.")
  @Example(value = "bitand(12, 10)", gives = "8")
  static BigInteger bitand(BigInteger left, BigInteger right) {
    return left.and(right);
  }

  @RuleFunction("The bits that one or both integers have.")
  @Example(value = "bitor(12, 10)", gives = "14")
  static BigInteger bitor(BigInteger left, BigInteger right) {
    return left.or(right);
  }

  @RuleFunction("The bits that only one of the integers has.")
  @Example(value = "bitxor(12, 10)", gives = "6")
  static BigInteger bitxor(BigInteger left, BigInteger right) {
    return left.xor(right);
  }

  @RuleFunction(
      "The integer shifted to the left by so many places; a negative number shifts to the right. Integers have any size, up to 65536 bits.")
  @Example(value = "bitsl(1, 4)", gives = "16")
  static BigInteger bitsl(BigInteger number, long places) throws EvaluationException {
    return number.shiftLeft(checked(places, number));
  }

  @RuleFunction(
      "The integer shifted to the right by so many places, keeping its sign; a negative number shifts to the left.")
  @Example(value = "bitsr(16, 3)", gives = "2")
  static BigInteger bitsr(BigInteger number, long places) throws EvaluationException {
    return number.shiftLeft(checked(-places, number));
  }

  @RuleFunction("The size of a string in bits; that of a list of the bits 0 and 1 is its length.")
  @Example(value = "bitsize('abc')", gives = "24")
  @Example(value = "bitsize(subbits('abc', 1, 12, 'bits'))", gives = "12")
  static long bitsize(@Kind("string or list") @Whole Value data) throws EvaluationException {
    return Bits.of("bitsize: data", data).size();
  }

  @RuleFunction("The size of a string, or of a list of bytes and strings, in bytes.")
  @Example(value = "bytesize('abc')", gives = "3")
  static long bytesize(@Kind("string or list") @Whole Value value) throws EvaluationException {
    if (!(value instanceof Value.Array array)) {
      return Arguments.bytes("bytesize: value", value).length;
    }
    long size = 0;
    for (Value element : array.elements()) {
      size +=
          switch (element) {
            case Value.Int(long number) when number >= 0 && number <= 255 -> 1;
            case Value.Text _, Value.Array _ -> bytesize(element);
            default ->
                throw new EvaluationException(
                    "bytesize: value has " + Kinds.describe(element) + " that is no byte");
          };
    }
    return size;
  }

  private static int checked(long places, BigInteger number) throws EvaluationException {
    if (places < -SHIFT_MAX || places + number.bitLength() > SHIFT_MAX) {
      throw new EvaluationException(
          "bitsl, bitsr: the shift makes an integer of more than " + SHIFT_MAX + " bits");
    }
    return (int) places;
  }
}
