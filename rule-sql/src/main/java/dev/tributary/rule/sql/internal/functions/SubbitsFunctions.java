package dev.tributary.rule.sql.internal.functions;

import dev.tributary.rule.sql.EvaluationException;
import dev.tributary.rule.sql.Value;
import java.math.BigInteger;

/** Bits out of the middle of binary data. */
final class SubbitsFunctions {
  /** As long as arithmetic allows integers to get. */
  private static final int INTEGER_BITS_MAX = 1 << 16;

  private SubbitsFunctions() {}

  @RuleFunction(
      "So many bits of a string, from its start or from a position counted from 1, as an 'integer' (if not said otherwise),"
          + " a 'float' of 16, 32 or 64 bits, or as 'bits': a string if they make whole bytes, else a list of 0 and 1, which"
          + " bin2hexstr, bitsize and subbits take. An integer is 'unsigned' or 'signed', its bytes 'big' or 'little' end first."
          + " A length beyond the end is cut, a negative one means all the rest; a position beyond the end gives undefined.")
  @Example(value = "subbits('Ab', 8)", gives = "65")
  static Value subbits(@Kind("string or list") @Whole Value data, long length)
      throws EvaluationException {
    return subbits(data, 1, length, "integer", "unsigned", "big");
  }

  @RuleFunction
  @Example(value = "subbits('Ab', 9, 8)", gives = "98")
  static Value subbits(@Kind("string or list") @Whole Value data, long start, long length)
      throws EvaluationException {
    return subbits(data, start, length, "integer", "unsigned", "big");
  }

  @RuleFunction
  @Example(value = "subbits('Abc', 9, 16, 'bits')", gives = "\"bc\"")
  @Example(value = "subbits('Ab', 1, 4, 'bits')", gives = "[0, 1, 0, 0]")
  @Example(value = "subbits(hexstr2bin('3FC00000'), 1, 32, 'float')", gives = "1.5")
  static Value subbits(
      @Kind("string or list") @Whole Value data, long start, long length, String type)
      throws EvaluationException {
    return subbits(data, start, length, type, "unsigned", "big");
  }

  @RuleFunction
  @Example(value = "subbits(hexstr2bin('F0'), 1, 8, 'integer', 'signed')", gives = "-16")
  static Value subbits(
      @Kind("string or list") @Whole Value data, long start, long length, String type, String sign)
      throws EvaluationException {
    return subbits(data, start, length, type, sign, "big");
  }

  @RuleFunction
  @Example(
      value = "subbits(hexstr2bin('0100'), 1, 16, 'integer', 'unsigned', 'little')",
      gives = "1")
  static Value subbits(
      @Kind("string or list") @Whole Value data,
      long start,
      long length,
      String type,
      String sign,
      String order)
      throws EvaluationException {
    boolean signed = chosen("sign", sign, "unsigned", "signed");
    boolean little = chosen("order", order, "big", "little");
    Bits all = Bits.of("subbits: data", data);
    if (start < 1) {
      throw new EvaluationException(
          "subbits: start must be at least 1, for positions count from 1");
    }
    if (start > all.size()) {
      return Value.UNDEFINED;
    }
    long rest = all.size() - start + 1;
    int count = (int) (length < 0 ? rest : Math.min(length, rest));
    Bits taken = all.part(start - 1, count);
    return switch (type) {
      case "integer" -> integer(taken, little, signed);
      case "float" -> real(taken, little);
      case "bits" -> taken.value();
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

  private static Value integer(Bits bits, boolean little, boolean signed)
      throws EvaluationException {
    if (bits.size() > INTEGER_BITS_MAX) {
      throw new EvaluationException(
          "subbits: an integer has at most " + INTEGER_BITS_MAX + " bits; take 'bits' or a part");
    }
    int size = (int) bits.size();
    BigInteger number = ordered(bits, little);
    return Value.of(
        signed && size > 0 && number.testBit(size - 1)
            ? number.subtract(BigInteger.ONE.shiftLeft(size))
            : number);
  }

  private static Value real(Bits bits, boolean little) throws EvaluationException {
    BigInteger number = bits.size() > Double.SIZE ? BigInteger.ZERO : ordered(bits, little);
    double value =
        switch ((int) bits.size()) {
          case 16 -> Float.float16ToFloat(number.shortValue());
          case 32 -> Float.intBitsToFloat(number.intValue());
          case 64 -> Double.longBitsToDouble(number.longValue());
          default ->
              throw new EvaluationException(
                  "subbits: a float has 16, 32 or 64 bits, not " + bits.size());
        };
    if (!Double.isFinite(value)) {
      throw new EvaluationException("subbits: the bits are no finite number");
    }
    return Value.of(value);
  }

  /**
   * With the bytes in the other order if wanted; bits that make no whole byte come last, and so
   * become the highest.
   */
  private static BigInteger ordered(Bits bits, boolean little) {
    if (!little) {
      return bits.number();
    }
    BigInteger reversed = BigInteger.ZERO;
    for (int done = 0; done < bits.size(); done += Byte.SIZE) {
      int width = (int) Math.min(Byte.SIZE, bits.size() - done);
      reversed = reversed.or(bits.part(done, width).number().shiftLeft(done));
    }
    return reversed;
  }
}
