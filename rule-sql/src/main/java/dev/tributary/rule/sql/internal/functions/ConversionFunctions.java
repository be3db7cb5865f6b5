package dev.tributary.rule.sql.internal.functions;

import dev.tributary.rule.sql.EvaluationException;
import dev.tributary.rule.sql.FloatText;
import dev.tributary.rule.sql.Value;
import dev.tributary.rule.sql.internal.value.Kinds;
import dev.tributary.rule.sql.internal.value.Numbers;
import dev.tributary.rule.sql.internal.value.TextForm;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** From one type to another. What cannot be converted is an error. */
final class ConversionFunctions {
  private static final int DECIMALS_MAX = 253;
  private static final String NUMERIC = "a number or a string like '42', '-1.5' or '1.5e3'";

  private ConversionFunctions() {}

  @RuleFunction(
      "Any value as a string. Floats have at most ten decimals; maps and lists become JSON; a list of character codes is spelled.")
  @Example(value = "str(1234)", gives = "\"1234\"")
  @Example(value = "str(21.0)", gives = "\"21.0\"")
  @Example(value = "str([104, 105])", gives = "\"hi\"")
  @Kind("string")
  static Value str(CallScope scope, Value value) throws EvaluationException {
    Spelling.chargeContainer(scope, value);
    return TextForm.text(value);
  }

  @RuleFunction("Any value as a string in UTF-8, as str does.")
  @Example(value = "str_utf8(1234)", gives = "\"1234\"")
  @Kind("string")
  static Value strUtf8(CallScope scope, Value value) throws EvaluationException {
    Spelling.chargeContainer(scope, value);
    return TextForm.text(value);
  }

  @RuleFunction("Any value as a string in UTF-16, little end first.")
  @Example(value = "bin2hexstr(str_utf16_le('h'))", gives = "\"6800\"")
  static byte[] strUtf16Le(CallScope scope, Value value) throws EvaluationException {
    Spelling.chargeContainer(scope, value);
    return TextForm.string(value).getBytes(StandardCharsets.UTF_16LE);
  }

  @RuleFunction(
      name = "int",
      value =
          "A number, boolean or numeric string as an integer, of any size. Fractions are cut downwards: -0.5 becomes -1. Strings are"
              + " numeric if they are like '42', '-1.5' or '1.5e3'; blanks, '1e3' and '.5' are errors.")
  @Example(value = "int('42')", gives = "42")
  @Example(value = "int(-0.5)", gives = "-1")
  @Example(value = "int(true)", gives = "1")
  static BigInteger toInt(@Whole Value value) throws EvaluationException {
    return switch (number("int", value)) {
      case Value.Int(long number) -> BigInteger.valueOf(number);
      case Value.BigInt(BigInteger number) -> number;
      case Value.Float(double number) ->
          new BigDecimal(number).setScale(0, RoundingMode.FLOOR).toBigIntegerExact();
      case Value.Bool(boolean truth) -> truth ? BigInteger.ONE : BigInteger.ZERO;
      default -> throw refused("int", NUMERIC, value);
    };
  }

  @RuleFunction(
      name = "float",
      value =
          "A number or numeric string, see int, as a float, rounded to so many decimals (0 to 253) if given; booleans are errors.")
  @Example(value = "float('1.5e3')", gives = "1500.0")
  static double toFloat(@Whole Value value) throws EvaluationException {
    Value number = number("float", value);
    if (!Numbers.isNumber(number)) {
      throw refused("float", NUMERIC, value);
    }
    return Numbers.real(number, "float");
  }

  @RuleFunction(name = "float")
  @Example(value = "float(3.14159, 2)", gives = "3.14")
  @Example(value = "float(0.15, 1)", gives = "0.2")
  static double toFloat(@Whole Value value, long decimals) throws EvaluationException {
    return Double.parseDouble(FloatText.fixed(toFloat(value), checked("float", decimals)));
  }

  @RuleFunction(
      "A number as a string with at most so many decimals, 0 to 253; trailing zeros are cut but for one.")
  @Example(value = "float2str(3.14159, 2)", gives = "\"3.14\"")
  @Example(value = "float2str(20.2, 17)", gives = "\"20.19999999999999928\"")
  static String float2str(double number, long decimals) throws EvaluationException {
    return FloatText.fixed(number, checked("float2str", decimals));
  }

  @RuleFunction(
      name = "bool",
      value =
          "A boolean: true, 1 and 'true' give true; false, 0 and 'false' give false; anything else is an error.")
  @Example(value = "bool('true')", gives = "true")
  @Example(value = "bool(0)", gives = "false")
  static boolean toBool(Value value) throws EvaluationException {
    return switch (value) {
      case Value.Bool(boolean truth) -> truth;
      case Value.Int(long number) when number == 0 || number == 1 -> number == 1;
      case Value.Float(double number) when number == 0 || number == 1 -> number == 1;
      case Value.Text text when text.string().equals("true") -> true;
      case Value.Text text when text.string().equals("false") -> false;
      default -> throw refused("bool", "true, false, 1, 0, 'true' or 'false'", value);
    };
  }

  private static Value number(String function, Value value) throws EvaluationException {
    return switch (value) {
      case Value.Text text -> parsed(function, text.string(), value);
      case Value.Array array -> {
        Optional<String> spelled = TextForm.characters(array);
        yield spelled.isPresent() ? parsed(function, spelled.get(), value) : value;
      }
      default -> value;
    };
  }

  private static Value parsed(String function, String text, Value value)
      throws EvaluationException {
    return Numbers.parse(text).orElseThrow(() -> refused(function, NUMERIC, value));
  }

  private static int checked(String function, long decimals) throws EvaluationException {
    if (decimals < 0 || decimals > DECIMALS_MAX) {
      throw new EvaluationException(function + ": decimals must be 0 to " + DECIMALS_MAX);
    }
    return (int) decimals;
  }

  private static EvaluationException refused(String function, String wanted, Value value) {
    return new EvaluationException(
        function
            + ": value must be "
            + wanted
            + ", but is "
            + Kinds.describe(value)
            + (value instanceof Value.Text ? " of another kind" : ""));
  }
}
