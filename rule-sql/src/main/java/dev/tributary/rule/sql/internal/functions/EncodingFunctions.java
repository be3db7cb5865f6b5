package dev.tributary.rule.sql.internal.functions;

import dev.tributary.rule.sql.EvaluationException;
import dev.tributary.rule.sql.Json;
import dev.tributary.rule.sql.JsonException;
import dev.tributary.rule.sql.Value;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** Base64, hexadecimal and JSON. */
final class EncodingFunctions {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private EncodingFunctions() {}

  @RuleFunction(
      "The bytes of a string in base64. The option 'urlsafe' writes - and _ instead of + and /, 'no_padding' leaves out the = at the end.")
  @Example(value = "base64_encode('hello')", gives = "\"aGVsbG8=\"")
  @Example(value = "base64_encode('a', 'no_padding')", gives = "\"YQ\"")
  static String base64Encode(byte[] data, @Kind("string") Value... options)
      throws EvaluationException {
    Base64Options chosen = Base64Options.of("base64_encode", options);
    Base64.Encoder encoder = chosen.urlSafe() ? Base64.getUrlEncoder() : Base64.getEncoder();
    return (chosen.padding() ? encoder : encoder.withoutPadding()).encodeToString(data);
  }

  @RuleFunction(
      "The bytes that a base64 text stands for; white space is skipped. The option 'urlsafe' expects - and _ instead of + and /,"
          + " 'no_padding' no = at the end; without it the padding must be there.")
  @Example(value = "base64_decode('YQ', 'no_padding')", gives = "\"a\"")
  @Example(value = "base64_decode('aGVsbG8=')", gives = "\"hello\"")
  static byte[] base64Decode(String text, @Kind("string") Value... options)
      throws EvaluationException {
    Base64Options chosen = Base64Options.of("base64_decode", options);
    String dense = dense(text);
    if (chosen.padding() && dense.length() % 4 != 0) {
      throw new EvaluationException(
          "base64_decode: the padding is missing; the option 'no_padding' does without");
    }
    try {
      return (chosen.urlSafe() ? Base64.getUrlDecoder() : Base64.getDecoder()).decode(dense);
    } catch (IllegalArgumentException _) {
      throw new EvaluationException("base64_decode: text is not base64");
    }
  }

  @RuleFunction(
      "Any value as JSON text, without blanks, keys in their order, floats in their shortest form.")
  @Example(value = "json_encode([1, 'a'])", gives = "\"[1,\\\"a\\\"]\"")
  static byte[] jsonEncode(CallScope scope, Value value) throws EvaluationException {
    Spelling.chargeContainer(scope, value);
    return Json.write(value);
  }

  @RuleFunction(
      "The value that a JSON text stands for; integers of any size stay exact. Text that is no JSON is an error.")
  @Example(value = "json_decode('{\"a\": [1, 2]}')", gives = "{\"a\": [1, 2]}")
  static Value jsonDecode(@Kind("string") Value text) throws EvaluationException {
    if (!(text instanceof Value.Text json)) {
      return decoded(Value.of(Arguments.text("json_decode: text", text)));
    }
    return decoded(json);
  }

  @RuleFunction(
      "The bytes of a string in hexadecimal, in capital letters, after a prefix if given.")
  @Example(value = "bin2hexstr('abc')", gives = "\"616263\"")
  @Example(value = "bin2hexstr(subbits('AbCd', 1, 12, 'bits'))", gives = "\"416\"")
  static String bin2hexstr(@Kind("string or list") @Whole Value data) throws EvaluationException {
    return hexadecimal("bin2hexstr", data);
  }

  @RuleFunction
  @Example(value = "bin2hexstr('abc', '0x')", gives = "\"0x616263\"")
  static String bin2hexstr(@Kind("string or list") @Whole Value data, String prefix)
      throws EvaluationException {
    return prefix + bin2hexstr(data);
  }

  @RuleFunction("The bytes in hexadecimal as SQL Server writes them.")
  @Example(value = "sqlserver_bin2hexstr('abc')", gives = "\"0x616263\"")
  static String sqlserverBin2hexstr(@Kind("string or list") @Whole Value data)
      throws EvaluationException {
    return "0x" + hexadecimal("sqlserver_bin2hexstr", data);
  }

  @RuleFunction(
      "The bytes that a hexadecimal text stands for, without a prefix if given, which must be there. With an odd number of digits a 0"
          + " goes before the first.")
  @Example(value = "hexstr2bin('616263')", gives = "\"abc\"")
  static byte[] hexstr2bin(String text) throws EvaluationException {
    String even = text.length() % 2 == 0 ? text : "0" + text;
    try {
      return HEX.parseHex(even);
    } catch (IllegalArgumentException _) {
      throw new EvaluationException("hexstr2bin: text is not hexadecimal");
    }
  }

  @RuleFunction
  @Example(value = "hexstr2bin('0x616263', '0x')", gives = "\"abc\"")
  static byte[] hexstr2bin(String text, String prefix) throws EvaluationException {
    if (!text.startsWith(prefix)) {
      throw new EvaluationException("hexstr2bin: text does not start with the prefix");
    }
    return hexstr2bin(text.substring(prefix.length()));
  }

  @RuleFunction(
      "Any value in the external term format of Erlang, for programs written in Erlang or Elixir.")
  @Example(
      value = "bin2hexstr(term_encode([1, 'a']))",
      gives = "\"836C0000000261016D00000001616A\"")
  static byte[] termEncode(CallScope scope, Value value) throws EvaluationException {
    Spelling.chargeContainer(scope, value);
    return TermWriter.encoded(value);
  }

  @RuleFunction(
      "The value that data in the external term format of Erlang stands for. Atoms other than true, false, null and undefined"
          + " become strings; tuples and whatever else rules have no value for are errors, and so is packed data.")
  @Example(value = "term_decode(term_encode([1, 'a', 2.5]))", gives = "[1, \"a\", 2.5]")
  @Example(value = "term_decode(hexstr2bin('836D0000000161'))", gives = "\"a\"")
  static Value termDecode(byte[] data) throws EvaluationException {
    return TermReader.decoded(data);
  }

  private static String hexadecimal(String function, Value data) throws EvaluationException {
    return data instanceof Value.Text text
        ? HEX.formatHex(text.bytes())
        : Bits.of(function + ": data", data).hexadecimal();
  }

  private static Value decoded(Value.Text json) throws EvaluationException {
    try {
      return json.json();
    } catch (JsonException e) {
      throw new EvaluationException("json_decode: the text is " + e.getMessage());
    }
  }

  private static String dense(String text) {
    StringBuilder dense = new StringBuilder(text.length());
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (b != ' ' && (b < '\t' || b > '\r')) {
        dense.append((char) (b & 0xFF));
      }
    }
    return dense.toString();
  }

  private record Base64Options(boolean urlSafe, boolean padding) {
    static Base64Options of(String function, Value[] options) throws EvaluationException {
      boolean urlSafe = false;
      boolean padding = true;
      for (Value option : List.of(options)) {
        switch (Arguments.text(function + ": options", option)) {
          case "urlsafe" -> urlSafe = true;
          case "no_padding" -> padding = false;
          default ->
              throw new EvaluationException(function + ": options are 'urlsafe' and 'no_padding'");
        }
      }
      return new Base64Options(urlSafe, padding);
    }
  }
}
