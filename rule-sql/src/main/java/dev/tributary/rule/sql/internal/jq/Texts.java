package dev.tributary.rule.sql.internal.jq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import dev.tributary.rule.sql.Json;
import dev.tributary.rule.sql.Value;
import java.math.BigDecimal;
import java.util.Map;
import net.thisptr.jackson.jq.exception.JsonQueryException;

/**
 * Numbers and values as jq writes them. A number of the input or the program keeps its form; a
 * computed one is a double, written without a fraction if it has none.
 */
final class Texts {
  private static final int SHOWN_MAX = 14;
  private static final double EXACT_MAX = 1e17;

  private Texts() {}

  /** The node of a computed number: an integer if jq would print one. */
  static JsonNode computed(double number) {
    if (Math.rint(number) != number || Double.isInfinite(number)) {
      return DoubleNode.valueOf(number);
    }
    if (Math.abs(number) < EXACT_MAX) {
      return LongNode.valueOf((long) number);
    }
    BigDecimal exact = new BigDecimal(Double.toString(number)).stripTrailingZeros();
    return isExponential(exact)
        ? DoubleNode.valueOf(number)
        : BigIntegerNode.valueOf(exact.toBigInteger());
  }

  /** What {@code tostring} gives. */
  static String text(JsonNode node) {
    return node.isTextual() ? node.textValue() : json(node);
  }

  static String json(JsonNode node) {
    StringBuilder json = new StringBuilder();
    write(node, json, Integer.MAX_VALUE);
    return json.toString();
  }

  /** The value in an error: its type and its first characters. */
  static String shown(JsonNode node) {
    StringBuilder json = new StringBuilder();
    write(node, json, SHOWN_MAX);
    if (json.length() > SHOWN_MAX) {
      json.setLength(SHOWN_MAX - 3);
      json.append("...");
    }
    return type(node) + " (" + json + ")";
  }

  static String type(JsonNode node) {
    return switch (node.getNodeType()) {
      case NULL, MISSING, POJO -> "null";
      case BOOLEAN -> "boolean";
      case NUMBER -> "number";
      case STRING, BINARY -> "string";
      case ARRAY -> "array";
      case OBJECT -> "object";
    };
  }

  static JsonQueryException error(String message) {
    return new JsonQueryException(message);
  }

  private static void write(JsonNode node, StringBuilder json, int charsMax) {
    if (json.length() > charsMax) {
      return;
    }
    switch (node.getNodeType()) {
      case ARRAY -> {
        char before = '[';
        for (JsonNode element : node) {
          json.append(before);
          write(element, json, charsMax);
          before = ',';
          if (json.length() > charsMax) {
            return;
          }
        }
        json.append(before == '[' ? "[]" : "]");
      }
      case OBJECT -> {
        char before = '{';
        for (Map.Entry<String, JsonNode> field : node.properties()) {
          json.append(before).append(Json.writeText(Value.of(field.getKey()))).append(':');
          write(field.getValue(), json, charsMax);
          before = ',';
          if (json.length() > charsMax) {
            return;
          }
        }
        json.append(before == '{' ? "{}" : "}");
      }
      case STRING, BINARY -> json.append(Json.writeText(Value.of(node.asText())));
      case NUMBER -> json.append(number(node));
      case NULL, MISSING, POJO -> json.append("null");
      case BOOLEAN -> json.append(node.booleanValue());
    }
  }

  private static String number(JsonNode node) {
    if (node.isIntegralNumber()) {
      return node.asText();
    }
    double number = node.doubleValue();
    if (Double.isNaN(number)) {
      return "null";
    }
    double bounded = Math.clamp(number, -Double.MAX_VALUE, Double.MAX_VALUE);
    BigDecimal exact = new BigDecimal(Double.toString(bounded)).stripTrailingZeros();
    if (!isExponential(exact)) {
      String plain = exact.toPlainString();
      return plain.indexOf('.') < 0 ? plain + ".0" : plain;
    }
    String digits = exact.unscaledValue().abs().toString();
    int exponent = exact.precision() - exact.scale() - 1;
    String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
    String size = Math.abs(exponent) < 10 ? "0" + Math.abs(exponent) : "" + Math.abs(exponent);
    return (bounded < 0 ? "-" : "")
        + digits.charAt(0)
        + fraction
        + (exponent < 0 ? "e-" : "e+")
        + size;
  }

  private static boolean isExponential(BigDecimal number) {
    int point = number.precision() - number.scale();
    return number.signum() != 0 && (point <= -4 || point > number.precision() + 15);
  }
}
