package dev.tributary.kinesis.local.internal.api;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.kinesis.local.internal.api.Shape.Member;
import dev.tributary.kinesis.local.internal.api.Shape.Structure;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells a request whose members have wrong types, in AWS's words (recorded by the tests of
 * kinesalite, and in reports of users). Unknown members are of any type. The first error is told.
 */
final class ShapeTypes {
  private static final String LIST = "Start of list found where not expected";
  private static final String STRUCTURE = "Start of structure or map found where not expected.";
  private static final String NUMBER =
      "class com.amazon.coral.value.json.numbers.TruncatingBigNumber";

  private ShapeTypes() {}

  static void check(JsonNode request, Structure shape) throws KinesisException {
    for (Member member : shape.members()) {
      JsonNode value = request.get(member.name());
      if (value != null && !value.isNull()) {
        check(member.label(), value, member.shape());
      }
    }
  }

  private static void check(String field, JsonNode value, Shape shape) throws KinesisException {
    switch (shape) {
      case Shape.Text _, Shape.Choice _ -> {
        expect(value.isTextual(), value, "an String");
        TextRule.checkUnicode(field, value.textValue());
      }
      case Shape.Whole _ -> expect(value.isNumber(), value, "an Integer");
      case Shape.Timestamp _ -> expect(value.isNumber(), value, "milliseconds since epoch");
      case Shape.Flag _ -> {
        if (value.isTextual() && !isFlag(value)) {
          throw wrong(Violations.quoted(value.textValue()) + " can not be converted to an Boolean");
        }
        expect(isFlag(value), value, "an Boolean");
      }
      case Shape.Blob _ -> expect(value.isTextual() || value.isBinary(), value, "a Blob");
      case Shape.Items items -> items(field, value, items);
      case Shape.Pairs _ -> pairs(field, value);
      case Structure structure -> {
        expectContainer(value.isObject(), value, "Expected null");
        check(value, structure);
      }
    }
  }

  private static void items(String field, JsonNode value, Shape.Items shape)
      throws KinesisException {
    expectContainer(value.isArray(), value, "Expected list or null");
    for (JsonNode item : value) {
      if (!item.isNull()) {
        check(field, item, shape.item());
      }
    }
  }

  private static void pairs(String field, JsonNode value) throws KinesisException {
    expectContainer(value.isObject(), value, "Expected map or null");
    for (Map.Entry<String, JsonNode> pair : value.properties()) {
      TextRule.checkUnicode(field, pair.getKey());
      if (!pair.getValue().isNull()) {
        check(field, pair.getValue(), new Shape.Text(TextRule.ANY));
      }
    }
  }

  /** AWS takes the words for the values. */
  private static boolean isFlag(JsonNode value) {
    return value.isBoolean()
        || value.asText().equalsIgnoreCase("true")
        || value.asText().equalsIgnoreCase("false");
  }

  private static void expect(boolean right, JsonNode value, String type) throws KinesisException {
    if (right) {
      return;
    }
    if (value.isContainerNode()) {
      throw container(value);
    }
    throw wrong(described(value) + " can not be converted to " + type);
  }

  private static void expectContainer(boolean right, JsonNode value, String expected)
      throws KinesisException {
    if (right) {
      return;
    }
    throw value.isContainerNode() ? container(value) : wrong(expected);
  }

  private static KinesisException container(JsonNode value) {
    return wrong(value.isArray() ? LIST : STRUCTURE);
  }

  /**
   * What is said of a token that cannot be what it has to be.
   *
   * @param expected "can not be converted to ..." for a value, "Expected ..." for what has members
   */
  static KinesisException unexpected(@Nullable JsonToken token, String expected) {
    return switch (token) {
      case START_ARRAY -> wrong(LIST);
      case START_OBJECT -> wrong(STRUCTURE);
      case VALUE_TRUE, VALUE_FALSE -> scalar("class java.lang.Boolean", expected);
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> scalar(NUMBER, expected);
      case VALUE_STRING, VALUE_EMBEDDED_OBJECT -> scalar("class java.lang.String", expected);
      case null, default -> KinesisException.malformed();
    };
  }

  private static KinesisException scalar(String described, String expected) {
    return wrong(expected.startsWith("Expected") ? expected : described + ' ' + expected);
  }

  /** By the classes that AWS's parser makes of them. */
  private static String described(JsonNode value) {
    return switch (value.getNodeType()) {
      case BOOLEAN -> "class java.lang.Boolean";
      case NUMBER -> NUMBER;
      case BINARY -> "class java.nio.HeapByteBuffer";
      case STRING, ARRAY, OBJECT, NULL, MISSING, POJO -> "class java.lang.String";
    };
  }

  private static KinesisException wrong(String text) {
    return new KinesisException(ErrorType.SERIALIZATION, text);
  }
}
