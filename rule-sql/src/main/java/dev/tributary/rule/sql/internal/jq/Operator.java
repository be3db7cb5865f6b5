package dev.tributary.rule.sql.internal.jq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeSet;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.internal.operators.BinaryOperator;

/**
 * The binary operators. They stand for those of the interpreter, which wrap around at 64 bits and
 * make texts of any length.
 */
record Operator(String image) implements BinaryOperator {
  @Override
  public JsonNode apply(ObjectMapper mapper, JsonNode left, JsonNode right)
      throws JsonQueryException {
    return apply(left, right);
  }

  JsonNode apply(JsonNode left, JsonNode right) throws JsonQueryException {
    return switch (image) {
      case "+" -> plus(left, right);
      case "-" -> minus(left, right);
      case "*" -> times(left, right);
      case "/" -> divided(left, right);
      case "%" -> remainder(left, right);
      case "==" -> Nodes.truth(Order.OF_VALUES.compare(left, right) == 0);
      case "!=" -> Nodes.truth(Order.OF_VALUES.compare(left, right) != 0);
      case "<" -> Nodes.truth(Order.OF_VALUES.compare(left, right) < 0);
      case "<=" -> Nodes.truth(Order.OF_VALUES.compare(left, right) <= 0);
      case ">" -> Nodes.truth(Order.OF_VALUES.compare(left, right) > 0);
      case ">=" -> Nodes.truth(Order.OF_VALUES.compare(left, right) >= 0);
      default -> Nodes.isTrue(left) ? left : right;
    };
  }

  static JsonNode plus(JsonNode left, JsonNode right) throws JsonQueryException {
    if (left.isNull()) {
      return right;
    }
    if (right.isNull()) {
      return left;
    }
    if (left.isNumber() && right.isNumber()) {
      return Texts.computed(left.doubleValue() + right.doubleValue());
    }
    Budget budget = Budget.current();
    if (left.isTextual() && right.isTextual()) {
      budget.text((long) left.textValue().length() + right.textValue().length());
      return Nodes.text(left.textValue() + right.textValue());
    }
    if (left instanceof ArrayNode first && right instanceof ArrayNode second) {
      budget.elements((long) left.size() + right.size());
      return Nodes.list().addAll(first).addAll(second);
    }
    if (left instanceof ObjectNode first && right instanceof ObjectNode second) {
      budget.fields((long) left.size() + right.size());
      ObjectNode both = Nodes.object();
      both.setAll(first);
      both.setAll(second);
      return both;
    }
    throw refused(left, right, "added");
  }

  private static JsonNode minus(JsonNode left, JsonNode right) throws JsonQueryException {
    if (left.isNumber() && right.isNumber()) {
      return Texts.computed(left.doubleValue() - right.doubleValue());
    }
    if (!left.isArray() || !right.isArray()) {
      throw refused(left, right, "subtracted");
    }
    TreeSet<JsonNode> removed = new TreeSet<>(Order.OF_VALUES);
    right.forEach(removed::add);
    ArrayNode rest = Nodes.list();
    for (JsonNode element : left) {
      if (!removed.contains(element)) {
        rest.add(element);
      }
    }
    return rest;
  }

  private static JsonNode times(JsonNode left, JsonNode right) throws JsonQueryException {
    if (left.isNumber() && right.isNumber()) {
      return Texts.computed(left.doubleValue() * right.doubleValue());
    }
    if (left.isTextual() && right.isNumber()) {
      return repeated(left.textValue(), right.doubleValue());
    }
    if (left.isNumber() && right.isTextual()) {
      return repeated(right.textValue(), left.doubleValue());
    }
    if (left instanceof ObjectNode first && right instanceof ObjectNode second) {
      return merged(first, second);
    }
    throw refused(left, right, "multiplied");
  }

  private static JsonNode repeated(String text, double times) {
    if (!(times > 0)) {
      return Nodes.nothing();
    }
    int count = Math.max(1, (int) times);
    Budget.current().text((long) text.length() * count);
    return Nodes.text(text.repeat(count));
  }

  private static ObjectNode merged(ObjectNode left, ObjectNode right) {
    Budget.current().fields((long) left.size() + right.size());
    ObjectNode merged = Nodes.object();
    merged.setAll(left);
    for (Map.Entry<String, JsonNode> field : right.properties()) {
      boolean both =
          field.getValue() instanceof ObjectNode
              && merged.get(field.getKey()) instanceof ObjectNode;
      merged.set(
          field.getKey(),
          both
              ? merged((ObjectNode) merged.get(field.getKey()), (ObjectNode) field.getValue())
              : field.getValue());
    }
    return merged;
  }

  private static JsonNode divided(JsonNode left, JsonNode right) throws JsonQueryException {
    if (left.isNumber() && right.isNumber()) {
      if (right.doubleValue() == 0) {
        throw refused(left, right, "divided because the divisor is zero");
      }
      return Texts.computed(left.doubleValue() / right.doubleValue());
    }
    if (left.isTextual() && right.isTextual()) {
      return Strings.split(left.textValue(), right.textValue());
    }
    throw refused(left, right, "divided");
  }

  private static JsonNode remainder(JsonNode left, JsonNode right) throws JsonQueryException {
    if (!left.isNumber() || !right.isNumber()) {
      throw refused(left, right, "divided");
    }
    if (Double.isNaN(left.doubleValue()) || Double.isNaN(right.doubleValue())) {
      return Texts.computed(Double.NaN);
    }
    long divisor = (long) right.doubleValue();
    if (divisor == 0) {
      throw refused(left, right, "divided (remainder) because the divisor is zero");
    }
    return Texts.computed((double) ((long) left.doubleValue() % divisor));
  }

  private static JsonQueryException refused(JsonNode left, JsonNode right, String what) {
    return Texts.error(Texts.shown(left) + " and " + Texts.shown(right) + " cannot be " + what);
  }
}
