package dev.tributary.rule.sql.internal.jq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tributary.rule.sql.Value;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Between our values and those of the interpreter. Recursion is bounded by the depth of values. */
final class Nodes {
  private static final JsonNodeFactory FACTORY = JsonNodeFactory.instance;

  private Nodes() {}

  static JsonNode node(Value value) {
    return switch (value) {
      // What the original makes of it on the way to jq.
      case Value.Undefined _ -> TextNode.valueOf("undefined");
      case Value.Null _ -> NullNode.getInstance();
      case Value.Bool(boolean truth) -> BooleanNode.valueOf(truth);
      case Value.Int(long number) -> LongNode.valueOf(number);
      case Value.BigInt(BigInteger number) -> BigIntegerNode.valueOf(number);
      case Value.Float(double number) -> DoubleNode.valueOf(number);
      case Value.Text text -> TextNode.valueOf(text.string());
      case Value.Array array -> {
        ArrayNode list = FACTORY.arrayNode(array.size());
        for (int i = 0; i < array.size(); i++) {
          list.add(node(array.element(i)));
        }
        yield list;
      }
      case Value.Map map -> {
        ObjectNode object = FACTORY.objectNode();
        map.forEach((key, element) -> object.set(key, node(element)));
        yield object;
      }
    };
  }

  static Value value(JsonNode node) {
    return switch (node.getNodeType()) {
      case NULL, MISSING, POJO -> Value.NULL;
      case BOOLEAN -> Value.of(node.booleanValue());
      case NUMBER -> number(node);
      case STRING, BINARY -> Value.of(node.asText());
      case ARRAY -> {
        List<Value> elements = new ArrayList<>(node.size());
        for (JsonNode element : node) {
          elements.add(value(element));
        }
        yield Value.of(elements);
      }
      case OBJECT -> {
        Value.Map.Builder map = Value.Map.builder();
        node.properties().forEach(field -> map.put(field.getKey(), value(field.getValue())));
        yield map.build();
      }
    };
  }

  private static Value number(JsonNode node) {
    if (node.isIntegralNumber()) {
      return Value.of(node.bigIntegerValue());
    }
    double number = node.doubleValue();
    if (Double.isNaN(number)) {
      return Value.NULL;
    }
    return Value.of(Math.clamp(number, -Double.MAX_VALUE, Double.MAX_VALUE));
  }

  static JsonNode text(String text) {
    return TextNode.valueOf(text);
  }

  static JsonNode truth(boolean truth) {
    return BooleanNode.valueOf(truth);
  }

  static JsonNode nothing() {
    return NullNode.getInstance();
  }

  static ArrayNode list() {
    return FACTORY.arrayNode();
  }

  static ObjectNode object() {
    return FACTORY.objectNode();
  }

  /** Whether a condition takes the value for true: all but null and false. */
  static boolean isTrue(JsonNode node) {
    return !node.isNull() && !(node.isBoolean() && !node.booleanValue());
  }
}
